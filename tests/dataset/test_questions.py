"""forms/words/queries.toml: what is wrong in it is told by key."""

from __future__ import annotations

import pytest

from nianbao.dataset.questions import load
from nianbao.model.law_file import LawFile
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError
from nianbao.region import texts

GOOD = '[[by]]\nname = "甲"\ntitle = "乙"\nsection = "applications"\nside = "rows"\nentries = [["granted"]]\n'


def test_a_question_is_read() -> None:
    [question] = load(LawFile("q.toml", GOOD), tuple(all_forms().values())).values()
    assert [line.words for line in question.lines] == ["予以公开"]
    assert "applications.granted.business" in question.lines[0].cells


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"rows"', '"row"', "q.toml 第5行：by[1].side：不能是“row”；可用 rows、columns。"),
        ('"granted"', '"grated"', "q.toml 第6行：by[1].entries[1]：哪一年的格式里都没有 grated。"),
        ("title", "titel", "by[1].titel：没有这个键"),
        ("[[by]]", "[[bye]]", "bye：没有这个键"),
    ],
)
def test_faults_are_told_by_line_and_key(before: str, after: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        load(LawFile("q.toml", GOOD.replace(before, after)), tuple(all_forms().values()))
    assert told in str(error.value)


def test_faults_of_sentences_are_told_too() -> None:
    with pytest.raises(InputError, match=r"texts\[1\].line：没有这个键"):
        texts.load(LawFile("t.toml", '[[texts]]\nsection = "overview"\nline = ["甲"]\n'))
