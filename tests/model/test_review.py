"""Where comments stand in a text that goes on changing, and when a mark is void."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import count
from nianbao.model.fingerprint import fingerprint, is_void, of_section
from nianbao.model.review import Comment, Mark, Role, paragraph_at
from tests.strategies import clean_report

TEXT = "（一）主动公开\n\n  公开587条。\n（二）依申请公开\n收到2件。"


def at(line: int, text: str = TEXT) -> Comment:
    place, quote = paragraph_at("overview", text, line)
    return Comment(place, "李四", "改", quote=quote)


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        (0, "overview:1", "（一）主动公开"),
        (1, "overview:1", "（一）主动公开"),  # an empty line stands for what is above it
        (2, "overview:2", "公开587条。"),
        (4, "overview:4", "收到2件。"),
    ],
)
def test_a_comment_finds_its_paragraph(line: int, place: str, words: str) -> None:
    comment = at(line)
    span = comment.span_in(TEXT)
    assert comment.at == place
    assert span is not None
    assert TEXT[slice(*span)] == words


def test_a_paragraph_is_found_again_when_others_come_and_go() -> None:
    comment = at(4)
    for text in (f"前言。\n{TEXT}", TEXT.removeprefix("（一）主动公开\n\n")):
        span = comment.span_in(text)
        assert span is not None
        assert text[slice(*span)] == "收到2件。"


def test_a_paragraph_that_was_written_anew_is_found_by_its_number() -> None:
    text = TEXT.replace("收到2件", "共收3件")
    span = at(4).span_in(text)
    assert span is not None
    assert text[slice(*span)] == "共收3件。"
    assert at(4).span_in("只剩一段。") is None
    assert at(4).span_in("") is None


def test_what_is_about_no_paragraph_has_no_place_in_the_text() -> None:
    assert paragraph_at("overview", "\n \n", 1) == ("overview", "")
    whole = Comment("overview", "李四", "太长")
    cell = Comment("disputes.review.total", "李四", "核对")
    assert (whole.section, whole.cell, whole.paragraph) == ("overview", "", 0)
    assert (cell.section, cell.cell, cell.paragraph) == ("disputes", "disputes.review.total", 0)
    assert whole.span_in(TEXT) is cell.span_in(TEXT) is None


@given(text=st.text("甲乙 \n", max_size=30), line=st.integers(0, 30))
def test_every_line_of_every_text_can_be_commented(text: str, line: int) -> None:
    comment = at(line, text)
    span = comment.span_in(text)
    assert (span is None) is (not text.strip())
    if span is not None:
        words = text[slice(*span)]
        assert words == words.strip()
        assert words.startswith(comment.quote)


def test_a_mark_is_void_when_its_section_says_something_else() -> None:
    report = clean_report("2021")
    marks = {
        section.id: Mark(
            section.id, Role.REVIEWED, "李四", datetime.date(2025, 1, 5), of_section(report, section.id)
        )
        for section in report.form.sections
    }

    def void(changed: object) -> set[str]:
        return {section for section, mark in marks.items() if is_void(mark, changed)}  # type: ignore[arg-type]

    assert void(report) == set()
    assert void(replace(report, narrative={**report.narrative, "other": "没有。"})) == {"other"}
    # The text of section one has this figure in it by reference.
    received = report.with_figures({"applications.received.natural_person": count(3)})
    assert void(received) == {"overview", "applications"}
    assert void(replace(report, headings={"problems": "五、问题"})) == {"problems"}
    assert void(replace(report, date=datetime.date(2025, 1, 9))) == {"signature"}


def test_what_reviewers_write_changes_no_fingerprint() -> None:
    report = clean_report("2021")
    mark = Mark("other", Role.DRAFTED, "张三", datetime.date(2025, 1, 5), "")
    more = replace(
        report,
        comments=(Comment("other", "李四", "好"),),
        marks=(mark,),
        published=datetime.date(2025, 1, 20),
    )
    assert fingerprint(more) == fingerprint(report)
    assert of_section(more, "other") == of_section(report, "other")


def test_open_comments_stand_in_the_order_of_the_form() -> None:
    said = [Comment(at, "李四", "改") for at in ("other", "overview:1", "disputes.review.total")]
    report = replace(clean_report("2021"), comments=(*said, Comment("preface", "李四", "好", done=True)))
    assert [c.at for c in report.open_comments] == ["overview:1", "disputes.review.total", "other"]
