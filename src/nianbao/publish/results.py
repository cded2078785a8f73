"""What came of every rule that concerns a report: one of six results, with the numbers that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nianbao.checks.coverage import Place, Seen
from nianbao.checks.members import Members
from nianbao.checks.registry import stated_by
from nianbao.checks.run import looked_at
from nianbao.model.finding import Finding, Level
from nianbao.model.form import PRIOR
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.model.rules import Rule, catalogue, sentence
from nianbao.model.wording import LACKING, LEVELS, words

_MOST_EXAMPLES = 6  # places that are told with their numbers
_MOST_FINDINGS = 8
_MOST_NAMES = 4  # cells without a figure that are named
_SILENT = "正文没有写到。"


class Result(StrEnum):
    """How a rule came out; exactly one of these holds for each rule. In the order of the sheet."""

    BROKEN = "不符合"
    EXPLAINED = "已说明"
    INCOMPLETE = "数据不全，无法核对"
    HOLDS = "符合"
    OUTSIDE = "不适用"
    SILENT = "未涉及"


MEANINGS = {
    Result.BROKEN: "发现了问题，没有改正，也没有说明理由。其中“错误”不改正不能发布，“提醒”“提示”请再看一遍。",
    Result.EXPLAINED: "发现了问题，已经写明保留的理由。",
    Result.INCOMPLETE: "要用的数或材料没有填、读不出、没有提供，有的地方没有核对，不知道是否相符。",
    Result.HOLDS: "这一条管到的每一处，都用已知的数或文字核对过，全部相符。",
    Result.OUTSIDE: "这一条不管本机关、本年度，或者它的前提在这份报告里不成立。",
    Result.SILENT: "报告里没有写这一条要核对的内容。",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A rule, how it came out, and what that rests on. ``level`` is that of the worst finding that is neither
    mended nor explained; None where there is none."""

    rule: Rule
    result: Result
    notes: tuple[str, ...]
    level: Level | None = None

    @property
    def words(self) -> str:
        """The result as the sheet has it, errors and warnings told apart."""
        return f"{self.result}（{LEVELS[self.level]}）" if self.level else str(self.result)


def items(
    report: Report,
    findings: Sequence[Finding],
    prior: Report | None = None,
    members: Members | None = None,
) -> list[Item]:
    """Every rule that this version checks, the problems first; none that another form alone states.

    ``findings`` are those of :func:`checks.check`.
    """
    others = frozenset().union(*(stated_by(form) for form in all_forms().values())) - stated_by(report.form)
    places = looked_at(report, prior, members)
    found = [
        _item(rule, report, [each for each in findings if each.code == code], places.get(code, []))
        for code, rule in catalogue(report.form.id).items()
        if rule.checked and code not in others
    ]
    return sorted(found, key=_rank)


def _rank(item: Item) -> tuple[int, int]:
    return list(Result).index(item.result), item.level.rank if item.level else 0


def _item(rule: Rule, report: Report, findings: Sequence[Finding], places: Sequence[Place]) -> Item:
    notes = _Notes(rule, report, places)
    unknown = tuple(notes.unknown())
    still_open = [finding for finding in findings if finding.waived is None]
    if still_open:
        worst = min((finding.level for finding in still_open), key=lambda level: level.rank)
        return Item(rule, Result.BROKEN, (*_told(findings), *unknown), worst)
    if findings:
        return Item(rule, Result.EXPLAINED, (*_told(findings), *unknown))
    if unknown:
        return Item(rule, Result.INCOMPLETE, (*unknown, *notes.compared()))
    if any(place.seen is Seen.COMPARED for place in places):
        return Item(rule, Result.HOLDS, tuple(notes.compared()))
    if places:
        return Item(rule, Result.OUTSIDE, tuple(notes.outside()))
    return Item(rule, Result.SILENT, (rule.notes.get("silent", _SILENT),))


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    """What was found, that which is still open first; no more than fit on a page. ``check`` lists all."""
    worst_first = sorted(findings, key=lambda each: (each.waived is not None, each.level.rank))
    for finding in worst_first[:_MOST_FINDINGS]:
        yield sentence(finding) + (f"说明：{finding.waived}。" if finding.waived is not None else "")
    if more := findings[_MOST_FINDINGS:]:
        yield f"还有{len(more)}处，用 nianbao check 查看。"


class _Notes:
    """The places of a rule in words."""

    def __init__(self, rule: Rule, report: Report, places: Sequence[Place]) -> None:
        self._rule = rule
        self._report = report
        self._by_seen = {seen: [place for place in places if place.seen is seen] for seen in Seen}

    def compared(self) -> Iterator[str]:
        """How many places were compared, and those with other numbers than 0."""
        places, outside = self._by_seen[Seen.COMPARED], self._by_seen[Seen.OUTSIDE]
        told = [(text, place.plain) for place in places if (text := self._words(place))]
        measure = "格" if not told and all(len(place.cells) == 1 for place in places) else "处"
        shown = ([text for text, plain in told if not plain] or [text for text, _ in told[-1:]])[
            :_MOST_EXAMPLES
        ]
        if len(places) > 1 or (places and not shown):
            yield f"核对了{len(places)}{measure}{'：' if shown else '。'}"
        yield from shown
        others = [plain for text, plain in told if text not in shown]
        if others:
            yield f"其余{len(others)}处{'都是0' if all(others) else '也相符'}。"
        if outside and places:
            yield f"另有{len(outside)}{measure}不适用。"

    def unknown(self) -> Iterator[str]:
        """What is missing, and how many places could not be compared for it."""
        places = self._by_seen[Seen.UNKNOWN]
        for lacking, number in Counter(place.lacking for place in places if place.lacking).items():
            yield LACKING[lacking] + (f"，{number}处没有核对。" if number > 1 else "。")
        gaps = [place for place in places if not place.lacking]
        cells = list(dict.fromkeys(cell for place in gaps for cell in place.cells))
        if cells:
            alone = len(gaps) == len(cells) and all(len(place.cells) == 1 for place in gaps)
            first = "" if alone else f"{len(gaps)}处没有核对，因为"
            named = "、".join(self._name(cell) for cell in cells[:_MOST_NAMES])
            yield f"{first}{len(cells)}格没有数：{named}{'等' if len(cells) > _MOST_NAMES else ''}。"

    def outside(self) -> Iterator[str]:
        """Why the rule does not concern the report, each reason once."""
        reasons = filter(None, map(self._words, self._by_seen[Seen.OUTSIDE]))
        yield from list(dict.fromkeys(reasons))[:_MOST_EXAMPLES] or ["有关的格里没有可以比较的数。"]

    def _words(self, place: Place) -> str:
        if not place.note:
            return words(place.told)
        values: Mapping[str, str] = {key: words(value) for key, value in place.values}
        return self._rule.notes[place.note].format_map(values)

    def _name(self, cell_id: str) -> str:
        """A cell by its part, row and column; last year's told as such."""
        form, plain = self._report.form, cell_id.removeprefix(PRIOR)
        cell = form.cells[plain]
        before = "上一年度的" if plain != cell_id else ""
        return f"{before}{form.section(cell.section).name}·{cell.name}"
