"""Every keystroke is judged at once."""

from dataclasses import replace
from pathlib import Path

from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.finding import Level
from nianbao.wizard.panes.findings import FindingsPane
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

RECEIVED = "applications.received.natural_person"
GRANTED = "applications.granted.natural_person"


def marked(driver: Driver) -> set[str]:
    """The heads and stubs that are marked in the table that is shown."""
    return {label.label for label in driver.sheet.content.marks.labels}


def test_a_broken_sum_shows_in_cells_heads_and_words_while_it_is_typed(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(RECEIVED)
        await driver.keys("2 enter")
        await driver.go(GRANTED)
        await driver.keys("1")
        assert driver.sheet.typed == "1"
        marks = driver.sheet.content.marks
        assert marks.cells[RECEIVED] is Level.ERROR
        assert marks.parts["applications.outcomes.natural_person"] is Level.ERROR
        assert {label.label for label in marks.labels} == {"自然人", "总计"}
        assert "✗  2" in driver.screen()
        assert "“自然人”列：一(2)＋二(0)＝2，（七）(1)＋四(0)＝1，相差1。" in driver.screen()
        await driver.keys("backspace 2")
        assert driver.sheet.content.marks.cells == driver.sheet.content.marks.parts == {}
        assert "✗  2" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_row_or_a_group_that_does_not_add_up_marks_its_label(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(RECEIVED)
        assert "一、本年新收政府信息公开申请数量" in {
            label.label for label in driver.sheet.content.marks.labels
        }
        await driver.go("disputes.review.upheld")
        assert {label.label for label in driver.sheet.content.marks.labels} == {"行政复议"}

    totals = {"applications.received.total": count(3), "disputes.review.total": count(3)}
    drive(steps, on(clean_report("2021").with_figures(totals), tmp_path))


def test_a_likely_cause_is_named(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        pane = driver.editing.query_one("#findings", FindingsPane)
        await driver.go("disclosure.fees.amount")
        await driver.keys("4 1 6 6 2 4 1 6")
        assert "元当成了万元" in pane.text
        await driver.go(RECEIVED)
        await driver.keys("5 4 enter")
        await driver.go(GRANTED)
        await driver.keys("4 5")
        await driver.until(lambda: "可能两个数字颠倒了" in pane.text.replace("\n  ", ""))

    drive(steps, on(clean_report("2021"), tmp_path))


def test_last_year_helps_to_name_a_likely_cause(tmp_path: Path) -> None:
    last = replace(clean_report("2021").with_figures({GRANTED: count(4)}), year=2023)
    report_toml.save(last, tmp_path / "去年.toml")

    async def steps(driver: Driver) -> None:
        pane = driver.editing.query_one("#findings", FindingsPane)
        await driver.go(RECEIVED)
        await driver.keys("7")
        await driver.until(lambda: "今年填0，上年有数" in pane.text.replace("\n  ", ""))

    drive(steps, on(clean_report("2021"), tmp_path))


def test_what_cannot_stand_in_a_cell_is_refused_with_a_word_why(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(RECEIVED)
        await driver.keys("a")
        assert "“a”是字母，这里只填数字。" in driver.screen()
        assert driver.sheet.typed == "a"  # it stays to be mended, and is not entered
        await driver.keys("backspace")
        await driver.type("1减")
        assert driver.sheet.typed == "1减"
        assert "说明请写在数字后面的括号里" in driver.screen()
        await driver.keys("escape")
        await driver.paste("２２（其中")  # the text of an input method may come as a paste
        await driver.paste("修订16件）")
        await driver.keys("enter")
        assert driver.figure(RECEIVED) == "22（其中修订16件）"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_signs_marks_remarks_and_full_width_digits_are_understood(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        typed = {
            "disclosure.licences.change": ("+4", "+4"),
            "disclosure.penalties.last_year": ("/", "/"),
            "disclosure.penalties.decisions": ("２２（其中修订１６件）", "22（其中修订１６件）"),
            "disclosure.procurement.amount": ("48359.899368万元", "48359.899368万元"),
            "disclosure.licences.last_year": ("１５", "15"),
        }
        for cell, (text, figure) in typed.items():
            await driver.go(cell)
            await driver.type(text)
            await driver.keys("enter")
            assert driver.figure(cell) == figure

    drive(steps, on(clean_report("2019"), tmp_path))
