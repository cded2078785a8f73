"""Lines of keys, and of characters within strings."""

from __future__ import annotations

from nianbao.key_lines import line_within, lines_of

TEXT = '''\
# [not] = a table
agency = "甲 # [no]"   # agency = 2
"year" = 2024
other.text = "[x]"

[overview]  # 一、[总体]情况
text = """
[disclosure]
licences = [1]
\\"""
"""
 [ disclosure ]
licences   = [
  "x",   # licences = 2
  'y = 1',
]
notes = \'\'\'
text = 1\'\'\'
[[waivers]]
code = "T301"
[a.b]
c-d = 1
[[waivers]]
code = "T302"
[[other.list]]
code = 1
'''


def test_the_line_of_every_header_and_key() -> None:
    assert lines_of(TEXT) == {
        ("agency",): 2,
        ("year",): 3,
        ("other",): 4,
        ("other", "text"): 4,
        ("overview",): 6,
        ("overview", "text"): 7,
        ("disclosure",): 12,
        ("disclosure", "licences"): 13,
        ("disclosure", "notes"): 17,
        ("waivers", 0): 19,
        ("waivers", 0, "code"): 20,
        ("a", "b"): 21,
        ("a", "b", "c-d"): 22,
        ("waivers", 1): 23,
        ("waivers", 1, "code"): 24,
        ("other", "list", 0): 25,
        ("other", "list", 0, "code"): 26,
    }


def test_the_first_of_two_lines_counts() -> None:
    assert lines_of("a = 1\na = 2\n[t]\n[t]\n") == {("a",): 1, ("t",): 3}


def test_a_character_of_a_string_over_several_lines() -> None:
    value = '[disclosure]\nlicences = [1]\n"""\n'
    offsets = (0, value.index("licences"), value.index('"'))
    assert [line_within(TEXT, 7, offset) for offset in offsets] == [8, 9, 10]
    assert line_within(TEXT, 17, 0) == 18


def test_a_character_of_a_string_on_one_line() -> None:
    assert line_within(TEXT, 2, 5) == 2
    assert line_within(TEXT, 6, 0) == 6


def test_escapes_are_one_character_and_folded_lines_none() -> None:
    text = 'a = """\n\\u4e00\\U0001F600\\n\\\n   \n  二\n三"""'
    value = "一😀\n二\n三"
    assert [line_within(text, 1, value.index(character)) for character in "一😀二三"] == [2, 2, 4, 5]


def test_an_empty_text_has_nothing() -> None:
    assert lines_of("") == {}
    assert lines_of("# only = comments\n") == {}
