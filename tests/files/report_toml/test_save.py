"""What is saved reads back equal, and a file that somebody wrote by hand keeps all that did not change."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from nianbao.files.report_toml import load, loads, new_text, save, updated_text
from nianbao.model.figure import BLANK, UNKNOWN, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.problem import InputError
from tests.strategies import clean_report, reports

BY_HAND = """\
# 我们单位的年报
agency = "青溪县水利局"  # 全称
year    = 2024

# 总体情况由办公室写
[overview] # 一
text = \"\"\"
（一）主动公开
587条。
\"\"\" # 写完了

[disclosure]
licences  =  [ 563 ]   # 许可，见台账
penalties = ["1,200"]
normative_documents = [
    1,    # 制发
    0,
    6,    # 现行有效
]

[other]
text = '无' # 已核

[[waivers]]
code = "T203"  # 老问题
reason = "清理"
# 再核一次

[[waivers]]
code = "S104"
cell = "disclosure.fees"
reason = "没有收费"
# 完
"""


def updated(text: str | bytes, report: Report) -> str:
    old = text if isinstance(text, bytes) else text.encode()
    new = updated_text(old, report, "报告.toml")
    assert loads(new, "") == report
    return new.decode("utf-8-sig")


def by_hand() -> Report:
    return loads(BY_HAND.encode(), "")


# ---- any report


@given(reports())
def test_a_new_file_reads_back_equal(report: Report) -> None:
    assert loads(new_text(report).encode(), "") == report


@given(reports(), reports())
def test_any_report_goes_into_the_file_of_any_other(old: Report, new: Report) -> None:
    data = updated_text(new_text(old).encode(), new, "")
    assert loads(data, "") == new
    bare = new_text(replace(old, narrative={}))  # a line of text may look like a comment
    comments = [line for line in bare.splitlines() if line.startswith("#")]
    assert [line for line in comments if line not in data.decode().splitlines()] == []


@given(reports())
def test_an_unchanged_report_changes_no_byte(report: Report) -> None:
    data = new_text(report).replace("\n", "\r\n").encode("utf-8-sig")
    assert updated_text(data, loads(data, ""), "") == data


# ---- a new file


def test_a_new_file_names_every_row_by_its_official_label(clean: Callable[[str], Report]) -> None:
    text = new_text(clean("2021"))
    assert text.startswith(
        "# 青溪县水利局2024年政府信息公开工作年度报告\n# 格式：国办公开办函〔2021〕30号\n\n"
        'form = "2021"\nagency = "青溪县水利局"\nyear = 2024\n\n[preface]  # 前言\n'
    )
    for cells in clean("2021").form.rows.values():
        row = cells[0].row
        assert f"\n{row.id} = [" in text
        assert f"]  # {row.label}\n" in text
    assert "# 每行依次填：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他\n" in text
    assert "# 第二十条第（八）项，每行依次填：本年收费金额（单位：万元）\n" in text


def test_an_empty_report_is_a_complete_file_to_fill_in() -> None:
    for form in all_forms().values():
        text = new_text(Report(form, "青溪县水利局", form.first_year))
        assert text.count(" = []  # ") == len(form.rows)
        assert text.count('text = """\n"""') == sum(section.text for section in form.sections)


def test_totals_are_written_only_where_they_were_given() -> None:
    empty = Report(all_forms()["2021"], "甲", 2024)
    assert "\noutcomes = []" in new_text(empty)
    row = {"applications.granted.business": count(1)}
    assert '\ngranted = ["?", 1, "?", "?", "?", "?"]  #' in new_text(empty.with_figures(row))
    total = {"applications.granted.total": count(1)}
    assert '\ngranted = ["?", "?", "?", "?", "?", "?", 1]  #' in new_text(empty.with_figures(total))
    unreadable = {"applications.outcomes.business": UNKNOWN, "applications.outcomes.other": BLANK}
    assert '\noutcomes = ["=", "?", "=", "=", "=", ""]  #' in new_text(empty.with_figures(unreadable))


def test_a_sign_that_stands_for_a_computed_total_can_be_a_figure_too() -> None:
    report = Report(all_forms()["2021"], "甲", 2024, figures={"applications.granted.total": parse("=")})
    assert loads(new_text(report).encode(), "") == report


def test_what_a_report_was_read_from_is_kept() -> None:
    report = Report(all_forms()["2021"], "甲", 2024, source="年报.pdf")
    assert loads(new_text(report).encode(), "") == report
    assert '\nread_from = "年报.pdf"\n' in updated(BY_HAND, replace(by_hand(), source="年报.pdf"))


def test_the_signature_holds_no_text() -> None:
    text = new_text(Report(all_forms()["2021"], "甲", 2024)) + '[signature]\ntext = "（盖章）"\n'
    with pytest.raises(InputError, match=r"signature\.text：没有这一项"):
        loads(text.encode(), "report.toml")


def test_every_kind_of_change_leaves_the_rest_alone() -> None:
    old = by_hand()
    new = replace(
        old,
        agency="青溪县水务局",
        title="年报",
        narrative={**old.narrative, "overview": "（一）主动公开\n588条。", "other": "没有。"},
        waivers=(Waiver("T203", "", "已清理"), old.waivers[1], Waiver("T305", "", "少")),
    ).with_figures({"disclosure.licences.decisions": count(564), "disclosure.penalties.decisions": BLANK})
    assert updated(BY_HAND, new) == (
        BY_HAND.replace('"青溪县水利局"', '"青溪县水务局"')
        .replace("由办公室写\n", '由办公室写\ntitle = "年报"\n\n')
        .replace("587条", "588条")
        .replace("[ 563 ]", "[564]")
        .replace('["1,200"]', '[""]')
        .replace("text = '无' # 已核", 'text = """\n没有。\n""" # 已核')
        .replace('reason = "清理"', 'reason = "已清理"')
        + '[[waivers]]\ncode = "T305"\nreason = "少"\n'
    )


def test_what_is_new_is_added() -> None:
    new = replace(by_hand(), narrative={**by_hand().narrative, "problems": "一是人手少。"})
    new = replace(new, headings={"other": ""})
    text = updated(BY_HAND, new.with_figures({"disclosure.fees.amount": parse("4166.241619")}))
    for line in BY_HAND.splitlines():
        assert line in text.splitlines()
    assert '\nfees = ["4166.241619"]\n' in text
    assert '\n[problems]\ntext = """\n一是人手少。\n"""\n' in text


def test_what_is_taken_away_goes_with_its_line() -> None:
    new = replace(by_hand(), narrative={}, waivers=by_hand().waivers[1:], figures={})
    text = updated(BY_HAND, new)
    assert "587" not in text
    assert "licences  =  []   # 许可，见台账\n" in text
    assert '[[waivers]]\ncode = "S104"\ncell = "disclosure.fees"\nreason = "没有收费"\n# 完\n' in text
    assert "T203" not in text
    assert "waivers" not in updated(BY_HAND, replace(by_hand(), waivers=()))


def test_waivers_in_another_order() -> None:
    first, second = by_hand().waivers
    text = updated(BY_HAND, replace(by_hand(), waivers=(second, first)))
    assert text.count("[[waivers]]") == 2
    assert updated(BY_HAND, replace(by_hand(), waivers=(first, first, first))).count("[[waivers]]") == 3


@pytest.mark.parametrize(
    "text",
    [
        'agency = "甲"\nyear = 2024',
        'agency = "甲"\nyear = 2024\noverview = { text = "乙" } # 一行',
        'agency = "甲"\nyear = 2024\noverview.text = "乙" # 一行',
        'agency = "甲"\nyear = 2024\n[overview]\ntext = "乙"',
        '"agency" = "甲"\nyear = 2024\nwaivers = [{ code = "T301", reason = "一行" }]',
        'agency = "甲"\nyear = 2024\n[[waivers]]\ncode = "T301"\nreason = "一行"\n# 完',
        'agency = "甲"\n\n# 乙\n\nyear = 2024\n[[waivers]]\ncode = "T301"\nreason = "丙"\n[disputes]',
    ],
    ids=range(7),
)
def test_every_way_to_write_it_can_be_updated(text: str) -> None:
    comments = [line for line in text.splitlines() if "#" in line]
    new = replace(clean_report("2021"), waivers=(Waiver("T301", "", "改"), Waiver("T302", "", "新")))
    found = updated(text, new)
    for comment in comments:
        assert comment.partition("#")[2] in found


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    data = BY_HAND.replace("\n", "\r\n").encode("utf-8-sig")
    new = replace(by_hand(), narrative={"overview": "一\n二", "problems": "三\n四"}, title="年报")
    found = updated_text(data, new, "")
    assert found.startswith(b"\xef\xbb\xbf# ")
    assert found.count(b"\n") == found.count(b"\r\n")
    assert loads(found, "") == new


def test_mixed_line_ends_are_left_as_they_are() -> None:
    data = BY_HAND.encode().replace(b"\n", b"\r\n", 3)
    found = updated_text(data, replace(by_hand(), agency="甲"), "")
    assert found == data.replace("青溪县水利局".encode(), "甲".encode())


def test_another_form_takes_the_rows_that_it_has(clean: Callable[[str], Report]) -> None:
    text = updated(new_text(clean("2019")), clean("2021"))
    assert "procurement" not in text
    assert "other_reasons = [0, 0, 0, 0, 0, 0]" in text
    assert 'form = "2021"' in text
    new = replace(clean("2021"), figures={"disclosure.licences.decisions": count(3)})
    assert "[]" not in updated('agency = "甲"\nyear = 2020\n[disclosure]\nprocurement = [0, 0]', new)


# ---- on disk


def test_a_new_file_is_written_with_the_usual_mode(tmp_path: Path, clean: Callable[[str], Report]) -> None:
    path = tmp_path / "report.toml"
    save(clean("2021"), path)
    assert load(path) == clean("2021")
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_existing_file_keeps_its_mode_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    path.chmod(0o640)
    save(replace(by_hand(), agency="青溪县水务局"), path)
    assert path.read_text(encoding="utf-8") == BY_HAND.replace("水利局", "水务局")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_an_unchanged_report_does_not_touch_the_file(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    os.utime(path, ns=(1, 1))
    save(by_hand(), path)
    assert path.stat().st_mtime_ns == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "report.toml", tmp_path / "link.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    link.symlink_to(path)
    save(replace(by_hand(), agency="甲"), link)
    assert link.is_symlink()
    assert load(path).agency == "甲"


def test_a_file_that_is_no_report_is_left_alone(tmp_path: Path, clean: Callable[[str], Report]) -> None:
    path = tmp_path / "notes.toml"
    path.write_text("notes = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="没有写年度"):
        save(clean("2021"), path)
    assert path.read_text(encoding="utf-8") == "notes = 1\n"


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("os.fsync", OSError(errno.ENOSPC, "No space left on device")),
        ("pathlib.Path.replace", PermissionError(errno.EACCES, "Permission denied")),
        ("pathlib.Path.chmod", OSError(errno.EPERM, "Operation not permitted")),
        ("os.fsync", KeyboardInterrupt()),
    ],
)
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException
) -> None:
    path = tmp_path / "report.toml"
    path.write_text(BY_HAND, encoding="utf-8")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(where, fail)
    with pytest.raises(type(error)):
        save(replace(by_hand(), agency="甲"), path)
    assert path.read_text(encoding="utf-8") == BY_HAND
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder(tmp_path: Path, clean: Callable[[str], Report]) -> None:
    with pytest.raises(FileNotFoundError):
        save(clean("2021"), tmp_path / "none" / "report.toml")


def test_a_report_that_was_read_says_of_every_row_that_was_not() -> None:
    form = all_forms()["2021"]
    read = {**dict.fromkeys(form.totals, UNKNOWN), "disclosure.licences.decisions": count(0)}
    report = Report(form, "甲", 2024).with_figures(read)
    text = new_text(report, unread=True)
    assert '\nregulations = ["?", "?", "?"]  #' in text
    assert "\nlicences = [0]  #" in text
    assert "[]" not in text
    assert loads(text.encode(), "") == report
