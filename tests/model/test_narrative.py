"""Text becomes paragraphs, and the official numbers make headings of them."""

from __future__ import annotations

import pytest

from nianbao.model.narrative import Paragraph, bare_headings, invisible, paragraphs, tidy

LONG = "很" * 49


@pytest.mark.parametrize(
    ("line", "paragraph"),
    [
        ("全年公开587条。", Paragraph("全年公开587条。")),
        ("一、总体情况", Paragraph("一、总体情况", 1)),
        ("（一）主动公开", Paragraph("（一）主动公开", 2)),
        ("(二) 主动公开。", Paragraph("(二) 主动公开。", 2)),
        ("1.加强领导", Paragraph("1.加强领导", 3)),
        ("（1）加强领导", Paragraph("（1）加强领导", 4)),
        ("（一）加强领导。成立了小组。", Paragraph("（一）加强领导。成立了小组。", lead=8, lead_level=2)),
        ("2. 培训。全年2次。", Paragraph("2. 培训。全年2次。", lead=6, lead_level=3)),
        ("（一）一是加强领导；二是培训。", Paragraph("（一）一是加强领导；二是培训。")),
        (f"（一）{LONG}", Paragraph(f"（一）{LONG}")),
        (f"（一）{LONG}。全年。", Paragraph(f"（一）{LONG}。全年。")),
        ("3.5万元", Paragraph("3.5万元")),
    ],
)
def test_a_line_is_a_heading_a_paragraph_or_begins_like_a_heading(line: str, paragraph: Paragraph) -> None:
    assert paragraphs(line) == [paragraph]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("", []),
        ("（一）甲\n（二）乙", []),  # headings alone, or a list
        ("（一）甲\n写了。\n（二）乙", [2]),
        ("（一）甲\n\n（二）乙\n写了。\n（三）丙\n ", [0, 4]),
        ("（一）甲\n1.做了\n2.又做了\n（二）乙\n写了。", []),  # items below a heading are something
        ("（一）甲。\n（二）乙\n写了。", []),  # a sentence
        ("1.甲\n写了。\n2.乙", [2]),
        ("（一）甲\u2028写了。\n（二）乙\r\n写了。\n（三）丙", [3]),
    ],
)
def test_a_heading_is_bare_where_others_have_something_below_them(text: str, bare: list[int]) -> None:
    assert bare_headings(text) == bare


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("1.已办。\n2.已改。\n3.已报。", []),
        ("（一）做法\n1.已办。\n2.已改。\n（二）成效\n写了。", ["（一）做法", "（二）成效"]),
        ("1.已办。\n写了。\n2.已改。\n写了。", ["1.已办。", "2.已改。"]),
        ("1.甲。\n（1）已办。\n（2）已改。\n2.乙。\n写了。", ["1.甲。", "2.乙。"]),
        ("1.已办。\n2.已改。全年2次。", []),
        ("1.办\n2.改", ["1.办", "2.改"]),
    ],
)
def test_a_sentence_with_nothing_below_it_is_an_item_of_a_list(text: str, headings: list[str]) -> None:
    found = paragraphs(text)
    assert [each.text for each in found] == text.split("\n")
    assert [each.text for each in found if each.level] == headings
    assert all(each.level or each.lead for each in found if each.text[0] in "（123")


def test_how_long_a_heading_may_be() -> None:
    heading = "（一）" + "很" * 47
    assert paragraphs(heading) == [Paragraph(heading, 2)]
    lead = f"（一）{'很' * 46}。"
    assert paragraphs(lead + "全年。") == [Paragraph(lead + "全年。", lead=50, lead_level=2)]


def test_every_line_is_a_paragraph_and_empty_ones_are_none() -> None:
    assert [p.text for p in paragraphs("\n甲\n\n \t\n  乙  \n\u3000\u3000丙\n")] == ["甲", "乙", "丙"]
    assert paragraphs("") == []


def test_spaces_within_a_line_become_one() -> None:
    assert tidy("  全年 \t 共 \xa0 5 条 ") == "全年 共 5 条"
    assert tidy("姓名\u3000\u3000职务") == "姓名\u3000\u3000职务"


@pytest.mark.parametrize(
    "code", [0x00, 0x07, 0x1B, 0x7F, 0xAD, 0x200B, 0x200E, 0x202E, 0x2028, 0x2066, 0xFEFF, 0xFFFE]
)
def test_control_and_format_characters_are_invisible(code: int) -> None:
    assert invisible(chr(code))


@pytest.mark.parametrize("character", ["\n", "\t", " ", "\u3000", "\xa0", "字", "㑇", "𬶋", "A", "，", "—"])
def test_what_can_be_seen_or_is_a_space(character: str) -> None:
    assert not invisible(character)
