"""``nianbao tally``: the table of a ledger, its mapping, the report that is filled; and nothing about
people."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.cli.tally import questions
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.read import confined
from tests.cli.conftest import SAMPLES, Run
from tests.ledger.applications import NAME, PAPER, PHONE, STREET, as_csv, as_xlsx
from tests.ledger.test_count import read_here

ANSWERS = {
    '"企业" = ""': '"企业" = "商业企业"',
    '"信息不存在" = ""': '"信息不存在" = "不掌握"',
    '"申请人撤回" = ""': '"申请人撤回" = "其他原因"',
}
MAPPING = "台账对照.toml"
HEAD: Sequence[object] = [
    "申请人",
    "身份证号",
    "申请人类型",
    "收到日期",
    "联系地址",
    "电话",
    "答复日期",
    "办理结果",
    "备注",
]


def row(kind: str, received: str, answered: str, outcome: str) -> Sequence[object]:
    """A row of a ledger with all that it tells of a person."""
    return [NAME, PAPER, kind, received, STREET, PHONE, answered, outcome, f"{NAME}来电{PHONE}"]


def answer(path: Path) -> None:
    """Fill in the mapping as somebody would in an editor."""
    text = path.read_text(encoding="utf-8")
    for before, after in ANSWERS.items():
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what comes after a ledger is read, which takes a process of its own each time."""
    monkeypatch.setattr(confined, "call", read_here)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The sample ledger, with its mapping filled in."""
    path = tmp_path / "台账.csv"
    path.write_bytes((SAMPLES / "ledger" / "pingtan-2025.csv").read_bytes())
    CliRunner().invoke(program, ["tally", str(path), "--year", "2025"])
    answer(tmp_path / MAPPING)
    return path


@pytest.mark.usefixtures("read_in_this_process")
def test_open_questions_are_listed_and_written_down(run: Run, tmp_path: Path) -> None:
    ledger = as_csv([HEAD, row("企业", "2025-01-05", "2025-01-20", "信息不存在")])
    (tmp_path / "台账.csv").write_bytes(ledger)
    result = run("tally", "台账.csv", "--year", "2025")
    assert result.exit_code == ExitCode.INPUT
    assert result.stdout == ""
    assert "“企业”（1行，如台账.csv第2行），算哪一种？可能是“商业企业”。" in result.stderr
    kept = tomllib.loads((tmp_path / MAPPING).read_text(encoding="utf-8"))
    assert kept["kinds"] == {"企业": ""}
    assert kept["columns"]["received"] == "收到日期"


@pytest.mark.usefixtures("read_in_this_process")
def test_the_folder_of_a_new_report_is_made(run: Run, ledger: Path) -> None:
    assert run("tally", str(ledger), "--year", "2025", "-o", "新的/报告.toml").exit_code == ExitCode.INPUT
    assert (ledger.parent / "新的" / MAPPING).is_file()  # where its questions are answered


def test_the_sample_ledger_yields_the_figures_of_the_sample_report(run: Run, ledger: Path) -> None:
    truth = report_toml.load(next(SAMPLES.glob("005-*.toml")))
    result = run("tally", str(ledger), "--year", "2025", "--format", "json")
    assert result.exit_code == ExitCode.FINE
    figures = json.loads(result.stdout)["figures"]
    assert figures == {cell: truth.figure(cell).number for cell in figures}
    assert len(figures) == 25 * 7


@pytest.mark.usefixtures("read_in_this_process")
def test_a_report_is_filled_and_what_stands_there_is_not_replaced_unasked(run: Run, ledger: Path) -> None:
    path = ledger.with_name("报告.toml")
    run("new", "某某县教育局", "2025", "-o", str(path))
    assert run("tally", str(ledger), "--into", str(path)).exit_code == ExitCode.FINE
    report = report_toml.load(path)
    cell = "applications.received.natural_person"
    assert report.figure(cell).number == 151
    assert [len(origin.rows) for origin in report.origins_of(cell)] == [151]
    (origin,) = report.origins_of("applications.received.business")
    assert (origin.source, origin.rows, origin.value) == ("台账.csv", (53, 150, 154), count(3))
    assert {origin.cell for origin in report.origins} == set(report.figures)
    before = path.read_bytes()
    assert run("tally", str(ledger), "--into", str(path)).exit_code == ExitCode.FINE
    assert path.read_bytes() == before
    text = path.read_text(encoding="utf-8").replace("received = [151,", "received = [152,")
    path.write_text(text, encoding="utf-8")
    result = run("tally", str(ledger), "--into", str(path))
    assert result.exit_code == ExitCode.FINDINGS
    assert "报告里是 152，台账是 151" in result.stderr
    assert report_toml.load(path).is_changed_since_origin(cell)
    assert path.read_text(encoding="utf-8") == text
    assert run("tally", str(ledger), "--into", str(path), "--replace").exit_code == ExitCode.FINE
    assert report_toml.load(path).figures == report.figures


@pytest.mark.usefixtures("read_in_this_process")
def test_a_row_that_cannot_be_counted_is_told_and_keeps_the_report_from_being_filled(
    run: Run, tmp_path: Path
) -> None:
    rows = [HEAD, row("公民", "2025-01-05", "", "予以公开"), row("公民", "年初", "", "")]
    (tmp_path / "台账.csv").write_bytes(as_csv(rows))
    result = run("tally", "台账.csv", "--year", "2025", "-o", "新.toml")
    assert result.exit_code == ExitCode.FINDINGS
    assert "错误：收到日期不是日期，没有计入：1行（第3行）" in result.stderr
    assert "不知道哪一年办结，没有计入：1行（第2行）" in result.stderr
    assert not (tmp_path / "新.toml").exists()


@pytest.mark.usefixtures("read_in_this_process")
def test_dates_tell_what_is_carried_and_hints_what_was_late(run: Run, tmp_path: Path) -> None:
    rows = [
        HEAD,
        row("公民", "2024-12-20", "2025-01-10", "予以公开"),
        row("公民", "2025-12-20", "2026-01-10", "予以公开"),
        row("公民", "2025-03-03", "2025-03-31", "予以公开"),
        row("公民", "2025-03-03", "2025-04-01", "予以公开"),
        row("公民", "2025-03-03", "2025-04-30", "予以公开"),
    ]
    (tmp_path / "台账.xlsx").write_bytes(as_xlsx({"台账": rows}, hidden=[2, 3]))
    result = run("tally", "台账.xlsx", "--year", "2025")
    assert "台账.xlsx隐藏了2行（筛选也会隐藏），里面的也算了" in result.stderr
    assert "年底收到、下一年才答复，计入结转：1行（第3行）" in result.stderr
    assert "提示：答复超过20个工作日，台账没有写是否延期：1行（第5行）" in result.stderr
    assert "提示：答复超过20个工作日（延期的，40个工作日）：1行（第6行）" in result.stderr


def test_nothing_about_people_leaves_the_ledger(run: Run, tmp_path: Path) -> None:
    """Not even where it stands in the wrong column."""
    rows = [
        HEAD,
        row("公民", "2025-01-05", "2025-01-20", "公开"),
        row(PHONE, "2025-01-05", "2025-01-20", PAPER),
        row("公民", f"{NAME}", f"{PHONE}", f"请致电{PHONE}"),
    ]
    (tmp_path / "台账.xlsx").write_bytes(as_xlsx({"一": rows, "二": rows}))
    said = run("tally", "台账.xlsx", "--year", "2025", "-o", "新.toml")
    said_json = run("tally", "台账.xlsx", "--year", "2025", "--format", "json")
    good = [HEAD, *(row("公民", "2025-01-05", "2025-01-20", "公开") for _ in range(3))]
    (tmp_path / "好.xlsx").write_bytes(as_xlsx({"一": good}))
    fine = run("tally", "好.xlsx", "--year", "2025", "-o", "新.toml")
    assert fine.exit_code == ExitCode.FINE, fine.output
    written = [path.read_bytes().decode() for path in tmp_path.rglob("*") if path.suffix != ".xlsx"]
    assert len(written) == 2
    for text in (said.output, said_json.output, fine.output, *written):
        for private in (NAME, PHONE, PAPER, STREET, PHONE[-5:], PAPER[:6]):
            assert private not in text


@pytest.mark.usefixtures("read_in_this_process")
def test_names_in_the_place_of_categories_or_heads_are_not_shown(run: Run, tmp_path: Path) -> None:
    people = [f"欧阳{chr(0x4E00 + at)}" for at in range(30)]
    rows: list[Sequence[object]] = [[f"2025年台账，填报人{NAME}", "", NAME], HEAD]
    rows += [row(name, "2025-01-05", "2025-01-20", "公开") for name in people]
    (tmp_path / "类型.csv").write_bytes(as_csv(rows))
    (tmp_path / "没有列名.csv").write_bytes(as_csv(rows[2:]))
    for name, told in (("类型.csv", "“申请人类型”列：不同的写法超过20种"), ("没有列名.csv", "没有台账")):
        result = run("tally", name, "--year", "2025")
        assert result.exit_code == ExitCode.INPUT
        assert told in result.stderr
        assert "欧阳" not in result.output
    assert not (tmp_path / MAPPING).exists()


@pytest.mark.usefixtures("read_in_this_process")
def test_the_sample_cases_yield_table_four_of_the_sample_report(run: Run, tmp_path: Path) -> None:
    truth = report_toml.load(next(SAMPLES.glob("005-*.toml")))
    (tmp_path / "案件.csv").write_bytes((SAMPLES / "ledger" / "pingtan-2025-disputes.csv").read_bytes())
    result = run("tally", "案件.csv", "--year", "2025", "--format", "json")
    assert result.exit_code == ExitCode.FINE, result.output
    figures = json.loads(result.stdout)["figures"]
    assert len(figures) == 15
    assert figures == {cell: truth.figure(cell).number for cell in figures}


@pytest.mark.usefixtures("read_in_this_process")
def test_reviews_and_suits_make_table_four_beside_table_three(run: Run, tmp_path: Path) -> None:
    head: Sequence[object] = ["案件类型", "受理日期", "结案日期", "审理结果", "原告", "是否复议"]
    cases = [head, ["行政复议", "2025-02-01", "2025-04-01", "维持", NAME, ""]]
    cases += [["行政诉讼", "2025-02-01", "2025-04-01", "撤销", NAME, "是"]]
    applications = [HEAD, row("公民", "2025-01-05", "2025-01-20", "公开")]
    (tmp_path / "台账.xlsx").write_bytes(as_xlsx({"台账": applications, "复议诉讼": cases}))
    result = run("tally", "台账.xlsx", "--year", "2025")
    assert result.exit_code == ExitCode.INPUT
    assert "“行政诉讼”（1行，如台账.xlsx“复议诉讼”第3行），算哪一种？" in result.stderr
    path = tmp_path / MAPPING
    text = path.read_text(encoding="utf-8")
    by = '"行政诉讼" = { by = "是否复议", "是" = "复议后起诉" }'
    text = text.replace('"行政诉讼" = ""', by).replace('"撤销" = ""', '"撤销" = "结果纠正"')
    path.write_text(text, encoding="utf-8")
    result = run("tally", "台账.xlsx", "--year", "2025", "-o", "新.toml")
    assert result.exit_code == ExitCode.FINE, result.output
    assert "共计入1件申请、2件复议诉讼。" in result.stderr
    report = report_toml.load(tmp_path / "新.toml")
    assert report.figure("disputes.litigation_after_review.corrected").number == 1
    assert report.figure("disputes.review.total").number == 1
    assert NAME not in result.output + text


@pytest.mark.usefixtures("read_in_this_process")
def test_questions_are_asked_at_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "can_ask", lambda: True)
    rows = [
        ["单位性质", "收到日期", "答复日期", "办理结果", "理由"],
        ["公民", "2025-01-05", "2025-01-20", "不予公开", "过程性信息"],
        ["公民", "2025-01-05", "2025-01-20", "不予公开", "行政执法案卷"],
    ]
    (tmp_path / "台账.csv").write_bytes(as_csv(rows))
    # the column (Enter: as proposed); 不予公开 by another column, the last of the options, which is 理由
    typed = "\nx\n25\n２４\n5\n"
    result = CliRunner().invoke(program, ["tally", "台账.csv", "--year", "2025"], input=typed)
    assert result.exit_code == ExitCode.FINE, result.output
    assert result.stderr.count("请写 1 到 24 中的一个数。") == 2
    assert "21 （六）3 其他原因" in result.stderr
    kept = tomllib.loads((tmp_path / MAPPING).read_text(encoding="utf-8"))
    assert kept["outcomes"] == {
        "不予公开": {"by": "理由", "过程性信息": "过程性信息", "行政执法案卷": "行政执法案卷"}
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[columns]\nwho = "甲"\n', "第2行：columns.who：没有这个键"),
        ("[kinds]\n公民 = 1\n", "第2行第1个字符：写法不对"),
        ('[kinds]\n"公民" = 1\n', "第2行：kinds.公民：应当是文字"),
        ('[kinds]\n"公民" = "个体"\n', "“个体”不是报告格式里的名称"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(run: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "台账.csv").write_bytes(as_csv([HEAD, row("公民", "2025-01-05", "2025-01-20", "公开")]))
    (tmp_path / MAPPING).write_text(text, encoding="utf-8")
    result = run("tally", "台账.csv", "--year", "2025")
    assert result.exit_code == ExitCode.INPUT
    assert told in result.stderr
    assert (tmp_path / MAPPING).read_text(encoding="utf-8") == text


def test_what_is_no_ledger_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "空.csv").write_bytes(b"")
    rows = [f"{day},2025-03-0{day},2025-03-1{day},公民,公开" for day in range(1, 6)]
    for name, opened in {"没关.csv": [0], "早开.csv": [0, 2]}.items():
        table = [row.replace(",", ',"', 1) if at in opened else row for at, row in enumerate(rows)]
        (tmp_path / name).write_text(
            "\n".join(["序号,收到日期,答复日期,申请人类型,办理结果", *table]), encoding="utf-8"
        )
    (tmp_path / "好.csv").write_text(
        "\n".join(["序号,收到日期,答复日期,申请人类型,办理结果", *rows]), encoding="utf-8"
    )
    assert "完全相同，会算两遍" in run("tally", "好.csv", "好.csv", "--year", "2025").stderr
    for name, told in (
        ("没关.csv", "第2行有一个英文双引号没有成对"),
        ("早开.csv", "第2行有一个英文双引号没有成对"),
        ("坏.xlsx", "损坏"),
        ("空.csv", "没有台账"),
        ("无.csv", "没有这个文件"),
        ("a.pdf", "没有"),
    ):
        result = run("tally", name, "--year", "2025")
        assert result.exit_code == ExitCode.INPUT, name
        assert told in result.stderr, name
