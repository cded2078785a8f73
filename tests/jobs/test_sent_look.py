"""An office's own templates travel with the work: the machine that does it has none of its files."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

from nianbao.jobs.sent_look import packed, with_look_here
from nianbao.publish.render import render
from nianbao.write.look import OURS, Look, look_of
from tests.strategies import clean_report

LETTERHEAD = Path(__file__).resolve().parents[2] / "sample_inputs" / "letterhead"


@dataclass(frozen=True)
class Order:
    look: Look
    draft: bool = False


def test_what_is_made_there_is_made_with_the_same_files(folder: Path) -> None:
    own = folder / "本单位模板"
    shutil.copytree(LETTERHEAD, own)
    (own / "fonts").mkdir()
    (own / "fonts" / "字.ttf").write_bytes(b"x")
    look = look_of(own)
    sent = pickle.loads(pickle.dumps(packed(Order(look, draft=True))))  # noqa: S301 - our own
    held = [path.read_bytes() for path in look.files()]
    shutil.rmtree(own)
    there = with_look_here(Order(look, draft=True), sent)
    assert there.draft
    assert there.look.folder != look.folder
    assert there.look.digest == look.digest == look_of(Path(there.look.folder)).digest
    assert [path.read_bytes() for path in there.look.files()] == held
    assert with_look_here(Order(look), sent).look is there.look  # once a process


def test_what_is_printed_there_is_the_same() -> None:
    look, report = look_of(LETTERHEAD), clean_report("2021")
    there = with_look_here(Order(look), packed(Order(look))).look
    made = [render(report, "pdf", engine="typst", look=each) for each in (look, there, OURS)]
    assert made[0] == made[1] != made[2]


def test_ours_stay_where_they_are() -> None:
    order = Order(OURS)
    assert packed(order) is None
    assert with_look_here(order, None) is order
    assert packed("no order at all") is None
