"""One screen, three parts."""

import datetime
from dataclasses import replace
from pathlib import Path

from nianbao.checks import check
from nianbao.desk.parts import State, parts
from nianbao.model.figure import UNKNOWN, count
from nianbao.model.report import Report
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.screen.sections import SectionList
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

CELL = "applications.received.natural_person"


def states(report: Report) -> dict[str, State]:
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
    headings = replace(
        clean, narrative={"overview": "（一）主动公开\n（二）依申请公开", "preface": "（一）说明。"}
    )
    assert states(headings)["overview"] is State.IN_WORK
    assert states(headings)["preface"] is State.COMPLETE


def test_what_is_not_filled_yet_is_no_finding_in_the_list() -> None:
    clean = clean_report("2021")
    empty = Report(clean.form, clean.agency, clean.year)
    found = {part.id: (part.state, part.findings) for part in parts(empty, check(empty))}
    assert found["applications"] == (State.UNTOUCHED, 0)
    assert found["generate"] == (State.IN_WORK, 0)


def test_a_finding_of_a_section_that_nobody_writes_is_shown_with_the_basic_facts() -> None:
    late = replace(clean_report("2021"), date=datetime.date(2026, 3, 1))
    found = {part.id: part.findings for part in parts(late, check(late))}
    assert found["about"] == 1


NAMES = [
    "基本信息",
    "前言",
    "总体情况",
    "主动公开",
    "申请",
    "复议诉讼",
    "问题及改进",
    "其他事项",
    "检查与生成",
]


def test_every_part_is_named_with_mark_and_number_of_findings(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        number = sum(finding.section == "applications" for finding in driver.editing.findings)
        assert number > 0
        for size in (SMALL, (100, 30), WIDE):
            await driver.resize(*size)
            lines = [line.partition("▕")[0] for line in driver.screen().splitlines()]
            assert all(any(name in line for line in lines) for name in NAMES)
            assert any("、" in line for line in lines) is (size == WIDE)
            assert sum("、" in line for line in lines) in {0, 6}  # all official numbers or none
            applications = next(line for line in lines if line.startswith("✗") and "申请" in line)
            assert applications.split()[-1] == str(number)

    report = clean_report("2021").with_figures({CELL: count(3)})
    drive(steps, on(report, tmp_path))


def test_moving_in_the_list_shows_the_part_and_enter_goes_into_it(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("down down down down down")
        assert driver.editing.middle.part == "applications"
        assert "三、收到和处理政府信息公开申请情况" in driver.screen()
        assert driver.focused() == "parts"
        await driver.keys("enter")
        assert driver.focused() == "sheet"
        await driver.keys("escape")
        assert driver.focused() == "parts"
        await driver.keys("ctrl+pagedown")
        assert driver.editing.middle.part == "disputes"
        places = []
        for _ in range(3):
            await driver.keys("f6")
            places.append(driver.focused())
        assert places == ["findings", "parts", "sheet"]

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


def test_keys_that_come_faster_than_the_screen_go_where_they_are_meant(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        listing = driver.editing.query_one(SectionList)
        listing.action_cursor_down()
        listing.action_cursor_down()
        first = SectionList.Moved()
        listing.action_cursor_down()
        driver.editing.post_message(first)  # told late
        await driver.keys()
        assert (listing.highlighted, driver.editing.middle.part) == (3, "overview")
        to_the_text = ("escape", "escape", "up", "up", "enter", "ctrl+home")
        await driver.hurry("down", "down", "enter", *"73", "enter", *"5", *to_the_text, *"ab")
        assert driver.figure(CELL) == "73"
        assert driver.figure("applications.carried_in.natural_person") == "0"
        assert driver.session.report.narrative["overview"].startswith("ab")
        await driver.hurry(*"cd", "f6", "f6", "down", "down", "enter", *"9", "right", *"8", "enter")
        assert driver.session.report.narrative["overview"].startswith("abcd")
        assert driver.figure("applications.carried_in.natural_person") == "9"
        assert driver.figure("applications.carried_in.business") == "8"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_screen_can_be_resized_at_any_time(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.total")
        for size in ((200, 60), (137, 30), (60, 15), (80, 24)):
            await driver.resize(*size)
            box = driver.sheet.window.plan.box(driver.sheet.selection.cursor)
            top = driver.sheet.scroll_offset.y
            assert top <= box.y < top + driver.sheet.scrollable_content_region.height
        assert "四、结转下年度" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_unknown_is_drawn_empty_and_blank_is_not() -> None:
    assert str(UNKNOWN) == "?"
