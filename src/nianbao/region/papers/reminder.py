"""催报单: the list of those whose report is missing, or has to be handed in again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nianbao.model.wording import date_in_words
from nianbao.publish import compose
from nianbao.region.collected import Collected
from nianbao.region.papers.heading import heading
from nianbao.region.papers.standing import Standing, State
from nianbao.write.look import OURS, Look

NAME = "催报单"


class Part(NamedTuple):
    """Members that are asked for the same."""

    heading: str
    lines: Sequence[Standing]


def urged(standings: Sequence[Standing]) -> list[Part]:
    """Those who have to hand in something; empty if nobody has to."""
    missing = [each for each in standings if each.state in {State.MISSING, State.OTHER_YEAR}]
    again = [each for each in standings if each.urged and each not in missing]
    parts = (("没有收到报告的", missing), ("要改正以后重新报送的", again))
    found = [(words, lines) for words, lines in parts if lines]
    return [
        Part(f"{number}、{words}（{len(lines)}个单位）", lines)
        for number, (words, lines) in zip("一二", found, strict=False)
    ]


def html(
    collected: Collected, standings: Sequence[Standing], made_on: datetime.date, look: Look = OURS
) -> str:
    """The list as neutral HTML for any writer. The same input makes the same page."""
    parts = urged(standings)
    number = sum(len(part.lines) for part in parts)
    return compose.page(
        "region-reminder.html.j2",
        look,
        **heading(collected, (collected.region.name,), NAME, made_on) | {"signed": True},
        opening=(
            "按《中华人民共和国政府信息公开条例》的规定，各单位应当报送"
            f"{collected.year}年度的政府信息公开工作年度报告。截至{date_in_words(made_on)}，"
            f"下列{number}个单位的报告没有收到，或者要改正以后重新报送。"
            "请在应报日期以前报送；已经过了日期的，请尽快报送。"
        ),
        parts=parts,
    )
