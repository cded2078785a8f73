"""What a document says or has otherwise than its report and nobody should take over without looking, in
sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nianbao.desk.update import hands
from nianbao.model.figure import UNKNOWN, Figure, State, parse
from nianbao.model.reference import escape
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish.charts import CHARTS
from nianbao.publish.comparison import printed_lines, same_organ
from nianbao.read.markup import Markup, Note
from nianbao.words import shortened
from nianbao.write.look import Look

if TYPE_CHECKING:
    from nianbao.publish.proof.deviation import Difference
    from nianbao.publish.verify import Verdict
    from nianbao.recognise import Recognised

_MOST = 12  # places of one kind
_WORD = "docx"
_NOTES = "批注"  # told by themselves


def of_organ(report: Report, document: Report) -> Iterator[str]:
    """That the document names another organ."""
    if len(document.agency) > 1 and not same_organ(report, document):
        yield f"文件里的机关是“{document.agency}”，不是“{report.agency}”：没有取回，要改请在基本信息里改。"


def of_figures(report: Report, document: Report) -> Iterator[str]:
    """The cells that are blank or were not read where the report has a number, and those that hold none."""
    then = report.all_figures()
    blank, odd = [], []
    for cell_id, name in _cells(report):
        read, known = document.figures.get(cell_id), then[cell_id]
        if known.state is State.NUMBER and (read is None or read.state in {State.BLANK, State.UNKNOWN}):
            if read is not None or cell_id not in report.form.totals:
                blank.append(f"{name}（报告里是{known}）")
        elif read is not None and read.state is State.MALFORMED and str(read) != str(known):
            odd.append(f"{name}：{read}")
    yield from _listed("文件里空着或没有读准的{}格，报告里的数不变：", blank)
    yield from _listed("文件里写的不是数的{}格，没有取回：", odd)


def of_totals(report: Report, document: Report, taken: Mapping[str, Figure | None]) -> Iterator[str]:
    """The totals that are not what they should be with the figures that can be ``taken``."""
    then = report.with_figures(taken).all_figures()
    totals = []
    for cell_id, name in _cells(report):
        read, known = document.figures.get(cell_id), then[cell_id]
        if read is not None and read.state is State.NUMBER and str(read) != str(known):
            totals.append(f"{name}：文件里是{read}，由各格算出的是{known}")
    yield from _listed("总计由程序计算，与文件里写的不同的{}格，没有取回；请改组成它的各格：", totals)


def _cells(report: Report) -> Iterator[tuple[str, str]]:
    """Every cell with its name."""
    for cell_id, cell in report.form.cells.items():
        yield cell_id, f"{report.form.section(cell.section).name}·{cell.name}"


def of_marks(marks: Markup, told: str, comments: Collection[Note]) -> Iterator[str]:
    """Tracked changes that are no change of the report, ``told`` being those that are, and notes that are
    none of its ``comments``."""
    loose = [words for each in marks.revisions if (words := hands.in_words(each)) not in told]
    yield from _listed("另有修订{}处，在表格里，或者接受以后与报告相同：", loose)
    notes = [f"{hands.who(each.by, each.on)}：{each.words}" for each in marks.notes if each not in comments]
    yield from _listed("另有批注{}条，不在正文的段落或认得准的格上，或者报告里已有，没有取回：", notes)
    if marks.of_layout:
        yield f"只改排版的修订{marks.of_layout}处，没有取回：报告的版式由程序决定。"
    if marks.of_tables:
        yield f"表格里插入、删去或合并行列的修订{marks.of_tables}处，没有取回：表格的行列由法定格式决定。"


def unplaced(found: Recognised) -> Iterator[str]:
    """What was read and has no place in a report."""
    lines = [" ".join(str(each).split()) for each in found.unplaced]
    yield from _listed("没有归位的文字{}处，没有取回：", lines)


def of_word_file(before: Report, taken: Report, found: Recognised, data: bytes, look: Look) -> Iterator[str]:
    """What a Word file still has otherwise than the one that would be made of the report with all changes
    ``taken``: labels, headers, notes, pictures, whatever nobody thought of."""
    try:
        verdict = _verdict(_as_said(before, taken, found.report), data, look)
    except Unreadable:
        yield from unplaced(found)
        return
    charts = any(each.found == CHARTS for each in verdict.differences)
    rest = [each for each in verdict.differences if not _is_said(each) and each.found not in found.notices]
    yield from _listed("文件里另外不同的{}处，没有取回：", [_in_words(each) for each in rest])
    yield from _things(verdict, charts=charts)


def _as_said(before: Report, taken: Report, document: Report) -> Report:
    """The report that has the document's figures, which are told by themselves; a reference prints what it
    did before where the document still says so."""
    known = {cell: figure for cell, figure in document.figures.items() if cell in taken.form.cells}
    figures = {cell: figure for cell, figure in known.items() if figure.state is not State.UNKNOWN}
    as_before = taken.with_figures(before.figures)
    narrative = {}
    for section, text in taken.narrative.items():
        said = printed_lines(document.narrative.get(section, ""), document)
        pairs = zip(printed_lines(text, as_before), printed_lines(text, taken), strict=True)
        narrative[section] = escape("\n".join(old if old in said else new for old, new in pairs))
    return replace(taken.with_figures(figures), narrative=narrative)


def _is_said(difference: Difference) -> bool:
    """Whether it is told by itself: a comment, a cell that was not read; or is none: charts, which no
    report.toml has, and a figure that is written otherwise (２, 2,500)."""
    if difference.place == _NOTES or difference.found in (CHARTS, str(UNKNOWN)):
        return True
    return parse(difference.expected) == parse(difference.found)


def _verdict(report: Report, data: bytes, look: Look) -> Verdict:
    """Of a draft, beside the draft."""
    from nianbao.publish.verify import verify  # here, because its libraries take a while to load

    verdict = verify(report, data, _WORD, look=look)
    return verify(report, data, _WORD, draft=True, look=look) if verdict.is_draft else verdict


def _in_words(difference: Difference) -> str:
    place, before, after = difference.place, difference.expected, difference.found
    if not after:
        return f"{place}：没有了“{shortened(before, hands.LONGEST)}”"
    old = f"“{shortened(before, hands.LONGEST)}” → " if before else ""
    return f"{place}：{old}“{shortened(after, hands.LONGEST)}”"


def _things(verdict: Verdict, *, charts: bool) -> Iterator[str]:
    """The kinds of things besides text that somebody put in; the pictures are ours where there are charts."""
    from nianbao.publish.proof.words import ADDED, PICTURES

    wanted = ADDED - PICTURES if charts else ADDED
    kinds = [each.kind.removeprefix("多出：") for each in verdict.deviations]
    if names := [kind for kind in dict.fromkeys(kinds) if kind in wanted]:
        yield f"文件里另有{'、'.join(names)}，没有取回：报告里放不了，也不照它改文字。"


def _listed(head: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield head.format(len(items))
        yield from (f"  {shortened(item, hands.LONGEST)}" for item in items[:_MOST])
        if len(items) > _MOST:
            yield f"  ……还有{len(items) - _MOST}处"
