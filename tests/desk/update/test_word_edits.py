"""What people do to a Word file, at random: all of it is a difference or told, and nothing else changes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from nianbao.desk.update.brought_back import BroughtBack, Change, read_changed
from nianbao.files import report_toml
from nianbao.files.source import Source
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.publish.comparison import Kind, printed_lines
from nianbao.publish.pages import page_of
from nianbao.publish.verify import Worth, verify
from nianbao.write import write
from tests.soak import asked
from tests.stress import SAMPLES
from tests.word_edits import Edited

_SAMPLE = report_toml.load(SAMPLES[-1])
REPORT = _SAMPLE.with_figures({cell: count(20_011 + 37 * at) for at, cell in enumerate(_SAMPLE.figures)})
FILE = report_toml.updated_text(SAMPLES[-1].read_bytes(), REPORT, "报告.toml")
_MOST = 6  # edits of a file


def test_every_edit_is_a_difference_or_told() -> None:
    for seed in range(asked(5, 3_000)):
        chance = random.Random(seed)  # noqa: S311 - the same edits for the same seed
        edited = Edited(REPORT, chance)
        done = [edited.edit() for _ in range(chance.randrange(1, _MOST + 1))]
        found = read_changed(REPORT, Source("改过的.docx", edited.data()), Path("报告.toml"))
        try:
            require_all(edited, found)
            require_chosen(found, [each for each in found.changes if chance.random() < 0.5])
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {done}") from error


def require_all(edited: Edited, found: BroughtBack) -> None:
    """All that can be taken is what the model says, and the rest is told."""
    taken = found.taking(found.changes)
    before = lines_of(REPORT)
    wanted = {section: lines or before[section] for section, lines in edited.lines().items()}
    assert lines_of(taken.with_figures(REPORT.figures)) == wanted
    assert {cell: str(figure) for cell, figure in taken.figures.items()} == {
        cell: edited.figures.get(cell, str(figure)) for cell, figure in REPORT.figures.items()
    }
    require_references(taken, edited)
    comments = {(each.by, each.text) for each in taken.comments}
    told = "\n".join(found.told)
    assert comments | {each for each in edited.comments if each[1] in told} == {*edited.comments}
    assert all(REPORT.form.cells[cell].name in told for cell in edited.odd)
    assert all(words in told for words in edited.told)
    assert "另外不同的" not in told
    saved = report_toml.updated_text(FILE, taken, "报告.toml")
    assert report_toml.loads(saved, "报告.toml") == taken
    comments_before, comments_after = (
        Counter(line for line in text.decode().split("\n") if line.startswith("#")) for text in (FILE, saved)
    )
    assert comments_before == comments_after
    assert verify(taken, write(page_of(taken), "docx"), "docx").worth is Worth.IDENTICAL


def require_references(taken: Report, edited: Edited) -> None:
    """A line that is printed as before is typed as before, wherever it stands now."""
    typed = {line for text in taken.narrative.values() for line in text.split("\n")}
    printed = {line for lines in edited.lines().values() for line in lines}
    for text in REPORT.narrative.values():
        for line in text.split("\n"):
            if line and printed_lines(line, REPORT)[0] in printed:
                assert line in typed


def require_chosen(found: BroughtBack, chosen: list[Change]) -> None:
    """What is chosen comes, and nothing else."""
    taken = found.taking(chosen)
    for section, lines in lines_of(taken.with_figures(REPORT.figures)).items():
        own = [
            each.difference
            for each in chosen
            if each.difference.section == section
            and each.difference.kind is Kind.PARAGRAPH
            and not each.comment
        ]
        wanted = Counter(lines_of(REPORT)[section])
        wanted.subtract(each.before for each in own if each.before)
        wanted.update(each.after for each in own if each.after)
        assert Counter(lines) == +wanted
    figures = {each.difference.at: each.figure for each in chosen if each.figure is not None}
    assert taken.figures == REPORT.with_figures(figures).figures
    assert found.taking(()) == REPORT


def lines_of(report: Report) -> dict[str, list[str]]:
    texts = {section.id: report.narrative.get(section.id, "") for section in report.form.sections}
    return {key: [line for line in printed_lines(text, report) if line] for key, text in texts.items()}
