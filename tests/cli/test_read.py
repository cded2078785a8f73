"""nianbao read, and documents where other commands take reports."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import documents, report_toml
from nianbao.files.prior import find_prior
from nianbao.model.figure import count
from nianbao.publish import compose
from nianbao.write import write
from nianbao.write.page import Page

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def page(good: Path) -> Path:
    """The report as a published web page."""
    path = good.with_name("年报.html")
    path.write_text(compose.html(compose.document(report_toml.load(good))), encoding="utf-8")
    return path


@pytest.fixture
def doubtful(page: Path) -> Path:
    """The page with a row that lost a cell, and a table of something else."""
    text = page.read_text(encoding="utf-8")
    cell = '<td data-cell="applications.granted.business">0</td>'
    assert text.count(cell) == 1
    other = "<table><tr><td>平台<td>网站</table>"
    path = page.with_name("残缺.html")
    path.write_text(text.replace(cell, "").replace("<section", f"{other}<section", 1), encoding="utf-8")
    return path


def test_a_document_becomes_a_report(run: Run, good: Path, page: Path) -> None:
    result = run("read", "年报.html")
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "年报.toml\n")
    report, wanted = report_toml.load(page.with_suffix(".toml")), report_toml.load(good)
    assert report.all_figures() == wanted.all_figures()
    assert (report.agency, report.year, report.date) == (wanted.agency, wanted.year, wanted.date)
    assert report.source == "年报.html"
    assert "读到200格，空着0格，没有读准0格，没有归位的文字0处" in result.stderr


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
@pytest.mark.takes_turns
def test_every_kind_that_is_written_is_read(run: Run, good: Path, kind: str) -> None:
    report = report_toml.load(good)
    good.with_name(f"年报.{kind}").write_bytes(write(Page(compose.html(compose.document(report))), kind))
    assert run("read", f"年报.{kind}", "-o", "读入.toml").stdout == "读入.toml\n"
    assert report_toml.load(good.with_name("读入.toml")).all_figures() == report.all_figures()


@pytest.mark.usefixtures("page")
def test_to_stdout_and_to_a_folder(run: Run, tmp_path: Path) -> None:
    result = run("read", "年报.html", "-o", "-")
    assert report_toml.loads(result.stdout_bytes, "").year == 2025
    (tmp_path / "夹").mkdir()
    assert run("read", "年报.html", "-o", "夹").stdout == "夹/年报.toml\n"


def test_an_existing_file_is_kept_unless_forced(run: Run, page: Path) -> None:
    target = page.with_suffix(".toml")
    target.write_text("别动", encoding="utf-8")
    assert run("read", "年报.html").exit_code == ExitCode.OUTPUT
    assert target.read_text(encoding="utf-8") == "别动"
    assert run("read", "年报.html", "--force").exit_code == ExitCode.FINE


@pytest.mark.usefixtures("doubtful")
def test_what_was_not_placed_is_listed(run: Run, tmp_path: Path) -> None:
    result = run("read", "残缺.html")
    assert result.exit_code == ExitCode.FINE
    assert "没有读准7格，没有归位的文字2处" in result.stderr
    assert "“予以公开”一行：三、本年度办理结果 | （一）予以公开 | 33 | 0" in result.stderr
    assert "另外的表格：平台 | 网站" in result.stderr
    report = report_toml.load(tmp_path / "残缺.toml")
    assert "applications.granted.total" in report.figures
    assert str(report.figure("applications.granted.total")) == "?"


@pytest.mark.usefixtures("doubtful")
def test_strict_makes_it_an_error(run: Run, tmp_path: Path) -> None:
    result = run("read", "残缺.html", "--strict")
    assert result.exit_code == ExitCode.INPUT
    assert "残缺.html：没有全部读准，没有写文件。" in result.stderr
    assert not (tmp_path / "残缺.toml").exists()
    assert run("read", "年报.html", "--strict").exit_code == ExitCode.FINE


def test_a_folder(run: Run, page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    folder.mkdir()
    for name in ("甲.html", "甲.htm", "乙.html"):
        (folder / name).write_bytes(page.read_bytes())
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7")
    (folder / "~$甲.docx").touch()
    (folder / "图.png").touch()
    result = run("read", "各单位", "-o", "读入")
    assert result.exit_code == ExitCode.INPUT
    assert result.stdout.split() == ["读入/乙.toml", "读入/甲-htm.toml", "读入/甲-html.toml"]
    assert result.stderr.count("读到200格") == 3
    assert "错误：各单位/坏.pdf：" in result.stderr
    assert sorted(path.name for path in (tmp_path / "读入").iterdir()) == [
        "乙.toml",
        "甲-htm.toml",
        "甲-html.toml",
    ]


def test_many_files_on_all_cores(process: Process, page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.html").write_bytes(page.read_bytes())
    (folder / "5.html").write_bytes(b"<p>")
    result = process("read", "各单位", "-o", "读入", "--quiet")
    assert result.returncode == ExitCode.INPUT
    assert result.stdout.split() == [f"读入/{number}.toml" for number in range(10) if number != 5]
    told = [line.partition("：")[0] for line in result.stderr.splitlines()]
    assert told == [f"各单位/{number}.html" if number != 5 else "错误" for number in range(10)]


@pytest.mark.usefixtures("page")
def test_several_files_need_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "另.html").write_bytes((tmp_path / "年报.html").read_bytes())
    assert "-o 要写文件夹" in run("read", "年报.html", "另.html", "-o", "-").stderr
    (tmp_path / "空").mkdir()
    assert "没有可以读的文件" in run("read", "空").stderr


@pytest.mark.usefixtures("page")
def test_what_a_folder_holds_and_nobody_can_read_is_told_by_kind(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    folder.mkdir()
    (folder / "甲.html").write_bytes((tmp_path / "年报.html").read_bytes())
    for name in (
        "乙.ofd",
        *(f"丙{number}.jpg" for number in range(5)),
        "附.zip",
        "图.poster.png",
        "说明.ini",
    ):
        (folder / name).touch()
    told = run("read", "各单位", "-o", "读入").stderr.replace(os.sep, "/")
    assert "各单位/乙.ofd：没有算上；这是版式文件，" in told
    assert "各单位/丙0.jpg、各单位/丙1.jpg、各单位/丙2.jpg等5个文件：没有算上；这是图片，" in told
    assert "各单位/附.zip：没有算上；这是压缩包，请先解压，" in told
    assert "poster" not in told
    assert "ini" not in told
    assert (tmp_path / "读入" / "甲.toml").is_file()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xyz", b"", "a.xyz：读不了这种文件；可以读的有 .docx"),
        ("a.PNG", b"", "a.PNG：读不了这种文件；这是图片，里面没有文字；请找原来的 Word"),
        ("a.ofd", b"", "a.ofd：读不了这种文件；这是版式文件，请用打开它的软件另存或打印成 PDF"),
        ("a.tar.gz", b"", "a.tar.gz：读不了这种文件；这是压缩包，请先解压"),
        ("a.html", None, "a.html：没有这个文件"),
        ("a.html", b"<p>x</p>", "a.html：没有找到年度报告的表格"),
        ("a.docx", b"x", "a.docx：这不是 Word 文件"),
        ("a.txt", b"%PDF-1", "a.txt：这不是文本文件。"),
    ],
)
def test_one_clear_error_each(
    run: Run, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run("read", name)
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr.startswith(f"错误：{sentence}")
    assert result.stderr.count("\n") == 1


# ---- check


def test_a_document_is_checked_as_it_is(run: Run, doubtful: Path) -> None:
    result = run("check", "年报.html", "残缺.html")
    assert "年报.html：" in result.stdout
    assert "S104" in result.stdout.partition("残缺.html：")[2]
    assert "没有能够从文件里读出来" in result.stdout
    assert "残缺.html：没有读准：三、收到和处理政府信息公开申请情况，表格“予以公开”一行" in result.stderr
    assert list(doubtful.parent.glob("残缺.toml")) == []


@pytest.mark.usefixtures("page")
def test_a_document_in_json(run: Run) -> None:
    (entry,) = json.loads(run("check", "--format", "json", "年报.html").stdout)
    assert entry["file"] == "年报.html"
    assert all(finding["level"] != "E" for finding in entry["findings"])


@pytest.mark.parametrize("name", ["坏.pdf", "没有.docx"])
def test_a_document_that_cannot_be_read(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7")
    result = run("check", name)
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr.startswith(f"错误：{name}：")


# ---- new --from


@pytest.mark.parametrize("last", ["好.toml", "年报.html"])
def test_a_new_year_from_the_last_one(run: Run, page: Path, last: str) -> None:
    (page.parent / "明年").mkdir()
    result = run("new", "--from", last, "-o", "明年")
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "明年/平潭综合实验区管理委员会-2026.toml\n")
    path = page.parent / result.stdout.strip()
    report = report_toml.load(path)
    carried = [cell for cell in report.form.rows["applications.carried_in"] if cell.id in report.figures]
    assert f"上年结转带过来{len(carried)}格" in result.stderr
    assert len(carried) > 4
    assert (report.year, report.prior) == (2026, f"../{last}")
    assert str(report.figure("applications.carried_in.total")) == "6"
    assert "（一）主动公开" in report.narrative["overview"]
    assert "154" not in report.narrative["overview"]
    assert find_prior(path, report) is None  # beside the folder: the user names it, or confirms it
    result = run("check", str(path.relative_to(page.parent)))
    assert f"../{last} 不在同一个文件夹里，没有打开；要与它对照，请加 --prior 明年/../{last}" in result.stderr
    prior = documents.load(path.parent / report.prior)
    assert str(prior.figure("applications.received.total")) == "154"


@pytest.mark.usefixtures("good")
def test_the_year_before_is_compared(run: Run, tmp_path: Path) -> None:
    run("new", "--from", "好.toml")
    path = tmp_path / "平潭综合实验区管理委员会-2026.toml"
    report = report_toml.load(path)
    assert "Y601" not in run("check", path.name).stdout
    report_toml.save(report.with_figures({"applications.carried_in.natural_person": count(9)}), path)
    assert "Y601" in run("check", path.name).stdout
    (tmp_path / "好.toml").unlink()
    result = run("check", path.name)
    assert result.exit_code == ExitCode.INPUT
    assert "好.toml：没有这个文件，不能与上年比较。" in result.stderr


@pytest.mark.usefixtures("good")
def test_organ_year_and_text_on_request(run: Run) -> None:
    result = run("new", "--from", "好.toml", "--keep-text", "平潭综合实验区", "2027", "-o", "-")
    report = report_toml.loads(result.stdout_bytes, "")
    assert (report.agency, report.year, report.prior) == ("平潭综合实验区", 2027, "好.toml")
    assert "申请.本年新收" in report.narrative["overview"] or "154" in report.narrative["overview"]
    assert "这不是上一年度（2026年）的报告" in result.stderr


def test_what_has_no_counterpart_is_named(run: Run, tmp_path: Path) -> None:
    sample = next((Path(__file__).parents[2] / "sample_inputs").glob("002-*.toml"))
    (tmp_path / "去年.toml").write_bytes(sample.read_bytes())
    said = run("new", "--from", "去年.toml", "-o", "-").stderr
    assert "2019年格式里的这些项目，2021年格式里没有：" in said
    assert "政府集中采购" in said
    assert "2021年格式新要求的项目：" in said
    assert "逾期未缴费" in said


def test_last_year_has_to_be_readable(run: Run, tmp_path: Path) -> None:
    assert "没有.toml：没有这个文件" in run("new", "--from", "没有.toml").stderr
    assert "没有.pdf：没有这个文件" in run("new", "--from", "没有.pdf").stderr
    assert list(tmp_path.iterdir()) == []


# ---- files that are none, names that are no text


@pytest.mark.parametrize("command", ["check", "read", "render", "verify"])
def test_a_pipe_is_refused(run: Run, tmp_path: Path, good: Path, command: str) -> None:
    pipe = tmp_path / ("管道.html" if command in {"read", "verify"} else "管道.toml")
    os.mkfifo(pipe)
    more = ["--against", good.name] if command == "verify" else []
    result = run(command, pipe.name, *more)
    assert result.exit_code == ExitCode.INPUT
    assert f"{pipe.name}：是设备或管道，不是普通的文件" in result.stderr


def test_a_name_that_is_no_text(run: Run, page: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.html")
    page.rename(page.with_name(name))
    result = run("read", name, "-o", "读入.toml")
    assert result.exit_code == ExitCode.FINE
    assert "\\udcff\\udcfe.html" in result.stderr
    assert report_toml.load(page.with_name("读入.toml")).source == "\\udcff\\udcfe.html"
    result = run("new", "--from", name)
    assert result.exit_code == ExitCode.INPUT
    assert "\\udcff\\udcfe.html：文件名或文件夹名里有不能辨认的字；请先改名。" in result.stderr


def test_the_small_file_beside_an_open_one_is_named_as_what_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "~$某局.docx").write_bytes(b"\x05\xe5\xbc\xa0" + b"\0" * 158)
    result = run("read", "~$某局.docx")
    assert result.exit_code == ExitCode.INPUT
    assert "临时建的，不是文档；请用原来的文件。" in result.stderr
