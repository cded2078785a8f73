"""One screen, three parts."""

from pathlib import Path

import pytest

from driving import SMALL, WIDE, Driver, drive, on
from nianbao.figure import UNKNOWN, count
from nianbao.report import Report
from nianbao.wizard.findings import FindingsPane
from nianbao.wizard.progress import State, parts
from nianbao.wizard.sections import SectionList
from strategies import clean_report

CELL = "applications.received.natural_person"


def states(report: Report) -> dict[str, State]:
    from nianbao.checks import check

    return {part.id: part.state for part in parts(report, check(report))}


def test_the_marks_tell_how_far_each_part_is() -> None:
    clean = clean_report("2021")
    empty = Report(clean.form, clean.agency, clean.year)
    assert set(states(clean).values()) == {State.COMPLETE, State.UNTOUCHED}
    assert states(clean)["preface"] is State.UNTOUCHED
    assert states(empty)["applications"] is State.UNTOUCHED
    assert states(empty.with_figures({CELL: count(1)}))["applications"] is State.IN_WORK
    assert states(clean.with_figures({CELL: count(1)}))["applications"] is State.ERRORS
    assert states(clean.with_figures({CELL: None}))["applications"] is State.IN_WORK


@pytest.mark.parametrize("size", [SMALL, (100, 30), WIDE])
def test_every_part_is_named_with_mark_and_number_of_findings(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        lines = driver.screen().splitlines()
        for name in (
            "基本信息",
            "前言",
            "总体情况",
            "主动公开",
            "申请",
            "复议诉讼",
            "问题及改进",
            "其他事项",
        ):
            assert any(name in line for line in lines)
        applications = next(line for line in lines if line.lstrip().startswith("✗") and "申请" in line)
        number = sum(finding.section == "applications" for finding in driver.editing.findings)
        assert number > 0
        assert f" {number} " in applications

    report = clean_report("2021").with_figures({CELL: count(3)})
    drive(steps, on(report, tmp_path), size=size)


def test_moving_in_the_list_shows_the_part_and_enter_goes_into_it(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("down down down down")
        assert driver.editing.part == "applications"
        assert "三、收到和处理政府信息公开申请情况" in driver.screen()
        assert driver.focused() == "parts"
        await driver.keys("enter")
        assert driver.focused() == "sheet"
        await driver.keys("escape")
        assert driver.focused() == "parts"
        await driver.keys("ctrl+pagedown")
        assert driver.editing.part == "disputes"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_keys_that_come_faster_than_the_screen_are_not_taken_back(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        listing = driver.editing.query_one(SectionList)
        listing.action_cursor_down()
        first = SectionList.Moved()
        listing.action_cursor_down()
        driver.editing.post_message(first)
        await driver.keys()
        assert (listing.highlighted, driver.editing.part) == (2, driver.editing.parts[2].id)

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_finding_shows_sentence_law_and_remedy_and_enter_goes_to_its_cell(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.research")
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert "“自然人”列：一(2)＋二(0)＝2，（七）(1)＋四(0)＝1，相差1。" in pane.text.replace("\n  ", "")
        assert "依据（T301）" in pane.text
        await driver.keys("f6 enter")
        assert driver.editing.focused is driver.sheet
        assert driver.sheet.cursor == CELL

    figures = {CELL: count(2), "applications.granted.natural_person": count(1)}
    drive(steps, on(clean_report("2021").with_figures(figures), tmp_path), size=WIDE)


def test_a_click_on_a_finding_goes_to_its_cell(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.research")
        await driver.click("#findings", 6, 1)
        assert driver.sheet.cursor == CELL

    drive(steps, on(clean_report("2021").with_figures({CELL: count(2)}), tmp_path))


def test_findings_of_the_cell_under_the_cursor_stand_first(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.business")
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert "“商业企业”列" in pane.text.splitlines()[0]
        await driver.go(CELL)
        assert "“自然人”列" in pane.text.splitlines()[0]

    figures = {CELL: count(2), "applications.received.business": count(5)}
    drive(steps, on(clean_report("2021").with_figures(figures), tmp_path))


def test_what_nobody_has_filled_yet_is_told_once_not_as_errors(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.natural_person")
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert len(pane.items) == 1
        assert "还有144格没有填" in pane.text
        assert "✗" not in "".join(line[18:] for line in driver.screen().splitlines()[1:])

    clean = clean_report("2021")
    drive(steps, on(Report(clean.form, clean.agency, clean.year), tmp_path))


def test_f6_goes_round_the_three_parts_and_back(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        places = []
        for _ in range(3):
            await driver.keys("f6")
            places.append(driver.focused())
        assert places == ["findings", "parts", "sheet"]

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_screen_can_be_resized_at_any_time(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.total")
        for size in ((200, 60), (80, 24), (137, 30), (60, 15), (80, 24)):
            await driver.resize(*size)
            box = driver.sheet._plan.box(driver.sheet._cursor)
            top = driver.sheet.scroll_offset.y
            assert top <= box.y < top + driver.sheet.scrollable_content_region.height
        assert "四、结转下年度" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_unknown_is_drawn_empty_and_blank_is_not() -> None:
    assert str(UNKNOWN) == "?"
