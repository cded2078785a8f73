"""Whatever is done to a finished document: verify never takes it for the original, and names it."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import pytest

from nianbao.files.report_toml import load
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish import verify as verifying
from nianbao.publish.pages import page_of
from nianbao.publish.proof import compare, html, pdf_apart, seen
from nianbao.publish.proof.deviation import told
from nianbao.publish.verify import Verdict, Worth, verify
from nianbao.write import write
from nianbao.write.look import Look
from nianbao.write.pdf import engines
from tests.publish.proof import alter_anywhere, alter_docx, alter_html, alter_pdf
from tests.publish.proof.alteration import Group, together
from tests.publish.proof.pages_seen import looks_otherwise
from tests.soak import SOAKING, Tally, asked, is_turn, recorded

SAMPLES = sorted((Path(__file__).parents[3] / "sample_inputs").glob("*.toml"))
TRIED = SAMPLES if SOAKING else [path for path in SAMPLES if path.name.startswith("004")]  # the shortest
EVERY = {"docx": alter_docx.ALTERATIONS, "html": alter_html.ALTERATIONS, "pdf": alter_pdf.ALTERATIONS}
DAMAGED = {"docx": (25, 30_000), "html": (25, 30_000), "pdf": (6, 3_000)}  # in make test, in make soak
ALTERED = {
    "docx": (12, 30_000),
    "html": (15, 30_000),
    "pdf": (4, 3_000),
    "xlsx": (6, 30_000),
    "fragment": (6, 30_000),
    "poster-svg": (15, 30_000),
    "poster": (4, 10_000),
}
UNNAMED = "文件内部的写法"  # what is told where nothing else is
SEEN = {"看到的样子", "页数"}


def in_turn(kind: str, number: int) -> str:
    """What prints a PDF: each engine in turn, so that both are tried by as many files as one."""
    names = engines.names()
    return names[number % len(names)] if kind == "pdf" else ""


# In make soak each alteration is made in a document of its own; in make test half of all groups, in turns.
CASES = [
    pytest.param(
        kind, sample, group, in_turn(kind, number), id=f"{kind}-{sample.name[:3]}-{group[0].name[:50]}"
    )
    for kind, alterations in EVERY.items()
    for sample in TRIED
    for number, group in enumerate(together(alterations, 1 if SOAKING else 5))
    if is_turn(number // 2)  # those of either engine
]


@cache
def finished(sample: Path, kind: str, engine: str = "", *, draft: bool = False) -> bytes:
    return write(page_of(report_of(sample), draft=draft, engine=engine), kind)


@cache
def report_of(sample: Path) -> Report:
    return load(sample)


@pytest.fixture(autouse=True)
def _made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own document of a sample is made once, not for each alteration anew; nor is a process started."""

    def ours(report: Report, data: bytes, kind: str, draft: bool, _: Look) -> bytes:
        (sample,) = (each for each in TRIED if report_of(each) is report)
        return finished(sample, kind, verifying._engine(data, kind), draft=draft)

    monkeypatch.setattr(verifying, "_ours", ours)
    monkeypatch.setattr(html, "_Page", PAGES)
    monkeypatch.setattr(pdf_apart, "inspect", pdf_apart.inspect_here)


PAGES = lru_cache(maxsize=4)(html._Page)  # our own page is taken apart once, too


def told_of(verdict: Verdict) -> str:
    return "\n".join([*map(str, verdict.differences), *told(verdict.deviations)])


@pytest.mark.parametrize("sample", TRIED, ids=lambda sample: sample.name[:3])
@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.takes_turns
def test_the_file_as_it_was_made(kind: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made anew, so that the bytes are those of any other time; the words are not even read then."""
    monkeypatch.undo()
    monkeypatch.setattr(compare, "differences", None)
    assert verify(report_of(sample), finished(sample, kind), kind) == Verdict(Worth.IDENTICAL)


@pytest.mark.parametrize(("kind", "sample", "group", "engine"), CASES)
def test_an_alteration_is_named(kind: str, sample: Path, group: Group, engine: str) -> None:
    ours = altered = finished(sample, kind, engine)
    for alteration in group:
        before, altered = altered, alteration.apply(altered)
        assert altered != before
    with recorded("alterations", kind, 1) as tally:
        for _ in tally.inputs():
            with tally.trying(f"{sample.name} {[alteration.name for alteration in group]}"):
                verdict = verify(report_of(sample), altered, kind)
                count(tally, verdict)
                text = told_of(verdict)
                for alteration in group:
                    wanted = [set(alteration.told), *([SEEN] if alteration.seen else [])]
                    for words in wanted:
                        named = any(word in text for word in words)
                        # typst says of each text how it is drawn; what is said before it changes nothing.
                        assert named or (words <= SEEN and not looks_otherwise(ours, altered)), text
                    assert not alteration.says_else or verdict.worth is Worth.DIFFERENT, text


@pytest.mark.parametrize("kind", ["FreeText", "Widget"])
def test_what_an_annotation_or_a_field_shows_is_read_with_its_page(kind: str) -> None:
    ours = finished(TRIED[0], "pdf", "typst")
    (pasted,) = (each for each in EVERY["pdf"] if each.name.endswith(f"words in an annotation {kind}"))
    texts, pictures = seen.inspect(ours, pasted.apply(ours))
    assert any("999" in each.found for each in texts)
    assert pictures


def count(tally: Tally, verdict: Verdict) -> None:
    """Count what a document that was altered is worth: it is never the original."""
    assert verdict.worth is not Worth.IDENTICAL
    tally.outcome("different" if verdict.worth is Worth.DIFFERENT else "same words")


@pytest.mark.parametrize("sample", TRIED, ids=lambda sample: sample.name[:3])
@pytest.mark.takes_turns
def test_every_label_of_every_table_is_compared(sample: Path) -> None:
    """Whatever form it is of: a label that loses its last character is named, wherever it stands; in make
    test every eighth at once."""
    report, page = report_of(sample), finished(sample, "html").decode()
    labels = list(re.finditer(r"<th[^>]*>([^<]+)</th>", page))
    assert len(labels) > 40
    times = len(labels) if SOAKING else 8
    for lost in (labels[at::times] for at in range(times)):
        altered = page
        for label in reversed(lost):
            altered = altered[: label.end(1) - 1] + altered[label.end(1) :]
        verdict = verify(report, altered.encode(), "html")
        assert verdict.worth is Worth.DIFFERENT, lost
        text = told_of(verdict)
        for words, times_lost in Counter(label[1] for label in lost).items():
            assert text.count(f"应为“{words}”") >= times_lost, words


@pytest.mark.parametrize("sample", TRIED, ids=lambda sample: sample.name[:3])
@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.takes_turns
def test_a_draft_is_no_final_document(kind: str, sample: Path) -> None:
    engine = "typst" if kind == "pdf" else ""
    report, draft = report_of(sample), finished(sample, kind, engine, draft=True)
    verdict = verify(report, draft, kind)
    assert (verdict.worth, verdict.is_draft) == (Worth.DIFFERENT, True)
    assert verify(report, draft, kind, draft=True).worth is Worth.IDENTICAL
    assert verify(report, finished(sample, kind, engine), kind, draft=True).worth is Worth.DIFFERENT


@pytest.mark.parametrize("sample", TRIED, ids=lambda sample: sample.name[:3])
@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.takes_turns
def test_random_damage_never_passes(kind: str, sample: Path) -> None:
    """Bytes changed, taken out or put in anywhere: the file is unreadable, or something is told of it."""
    report = report_of(sample)
    each = asked(DAMAGED[kind][0], DAMAGED[kind][1] // len(TRIED))
    with recorded("bytes", kind, each, seed=sample.name[:3], shares=len(TRIED)) as tally:
        for number in tally.inputs():
            chance = random.Random(f"{kind} {sample.name} {number}")  # noqa: S311 - the same damage every time
            ours = finished(sample, kind, in_turn(kind, number))
            altered = damaged(ours, chance)
            with tally.trying(number):
                verdict = verified(report, altered, kind, tally) if altered != ours else None
                assert verdict is None or told_of(verdict)


@pytest.mark.parametrize("sample", TRIED, ids=lambda sample: sample.name[:3])
@pytest.mark.parametrize("kind", ALTERED)
@pytest.mark.takes_turns
def test_whatever_is_altered_is_named(kind: str, sample: Path) -> None:
    """Any element, attribute, object or instruction: by what it is; other words or pictures as such."""
    report = report_of(sample)
    each = asked(ALTERED[kind][0], ALTERED[kind][1] // len(TRIED))
    with recorded("elements", kind, each, seed=sample.name[:3], shares=len(TRIED)) as tally:
        for number in tally.inputs():
            chance = random.Random(f"{kind} {sample.name} {number}")  # noqa: S311 - the same every time
            ours = finished(sample, kind, in_turn(kind, number))
            altered = alter_anywhere.ALTER[kind](ours, chance)
            with tally.trying(f"{number}: {altered.name}"):
                verdict = verified(report, altered.data, kind, tally)
                if verdict is not None:
                    text = told_of(verdict)
                    assert verdict.differences or kinds(verdict) - usual(
                        sample, kind, in_turn(kind, number)
                    ), text
                    assert not altered.says_else or verdict.worth is Worth.DIFFERENT, text
                    if kind == "pdf" and looks_otherwise(ours, altered.data):
                        assert verdict.differences or kinds(verdict) & SEEN, text


@cache
def usual(sample: Path, kind: str, engine: str) -> set[str]:
    """What says nothing of an alteration: of a PDF also what is told of any that another program saved."""
    if kind != "pdf":
        return {UNNAMED}
    resaved = alter_anywhere.resaved(finished(sample, kind, engine))
    return {UNNAMED} | kinds(verify(report_of(sample), resaved, kind))


def kinds(verdict: Verdict) -> set[str]:
    """What kinds of things are told to be otherwise, up to the bracket."""
    return {deviation.kind.partition("（")[0] for deviation in verdict.deviations}


def verified(report: Report, data: bytes, kind: str, tally: Tally) -> Verdict | None:
    """What verify says, counted; None where it refuses the file."""
    try:
        verdict = verify(report, data, kind)
    except Unreadable:
        tally.outcome("unreadable")
        return None
    count(tally, verdict)
    return verdict


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with up to four places changed."""
    altered = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(altered)), chance.choice((1, 1, 1, 4, 60))
        new = chance.choice((b"", chance.randbytes(length), bytes(altered[place : place + length]) * 2))
        altered[place : place + length] = new
    return bytes(altered)
