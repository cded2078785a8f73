"""References stay where what they print stays."""

from __future__ import annotations

import pytest

from nianbao.desk.update.rewording import Rewording
from nianbao.model.figure import count
from tests.strategies import clean_report

REPORT = clean_report("2021").with_figures({"applications.received.natural_person": count(12)})
NEW = {"applications.received.natural_person": count(13)}
REFERENCE = "{{申请.本年新收.自然人}}"


@pytest.mark.parametrize(
    ("typed", "words", "line", "lost"),
    [
        (f"收到{REFERENCE}件。", "共收到12件申请。", f"共收到{REFERENCE}件申请。", 0),
        (f"收到{REFERENCE}件。", "收到13件。", f"收到{REFERENCE}件。", 0),  # as the table is now
        (f"收到{REFERENCE}件。", "收到112件。", "收到112件。", 1),
        (f"收到{REFERENCE}件。", "收到1.2件。", "收到1.2件。", 1),
        (f"收到{REFERENCE}件。", "收到12.5件。", "收到12.5件。", 1),
        (f"收到{REFERENCE}件。", "收到一些。", "收到一些。", 1),
        (f"收到{REFERENCE}件，都答复了。", "都答复了。", "都答复了。", 0),
        (f"第1{REFERENCE}号", "第112号文", f"第1{REFERENCE}号文", 0),
        ("{{机关}}很忙", "青溪县水利局不忙", "{{机关}}不忙", 0),
        ("印出\\{{来", "印出{{来吧", "印出\\{{来吧", 0),
        (f"{REFERENCE}件", "{{新}}12件", f"\\{{{{新}}}}{REFERENCE}件", 0),
        ("{{没有.这个}}件", "{{没有.这个}}条", "{{没有.这个}}条", 0),
    ],
)
def test_a_line_in_other_words(typed: str, words: str, line: str, lost: int) -> None:
    found = Rewording((), REPORT, REPORT.with_figures(NEW)).of(typed, words)
    assert found.line == line
    assert len(found.lost) == lost


LINES = (f"（一）全年收到自然人的申请{REFERENCE}件，都在法定期限内答复。", "其他没有。")
OTHER = "全年收到自然人的申请12.5件，都在法定期限内答复。"
MOVED = "其他没有。全年收到自然人的申请12件，都在法定期限内答复。另办理13件。"


@pytest.mark.parametrize(
    ("typed", "words", "line", "borrowed"),
    [
        ("", "（一）全年收到自然人的申请12件，都在法定期限内答复。", LINES[0], 1),
        ("其他没有。", MOVED, MOVED.replace("12", REFERENCE), 1),
        ("", "收到申请12件，都办了。", "收到申请12件，都办了。", 0),
        (
            "",
            "全年收到自然人的申请12.5件，都在法定期限内答复。",
            "全年收到自然人的申请12.5件，都在法定期限内答复。",
            0,
        ),
    ],
)
def test_words_of_another_line_bring_their_references(
    typed: str, words: str, line: str, borrowed: int
) -> None:
    found = Rewording(LINES, REPORT).of(typed, words)
    assert found.line == line
    assert len(found.borrowed) == borrowed
