"""Any number of inputs: folders, processes, runs that go on, the log, the sum, and other file systems."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from nianbao import checks
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.files import report_toml
from nianbao.problem import OutputError
from nianbao.publish import make_files
from tests.cli.many.runs import contents, untimed

Run = Callable[..., Result]

MANY = ("--jobs", "2")


@pytest.mark.takes_turns(1)
def test_processes_say_and_make_the_same_as_one_does(run: Run, county: Path) -> None:
    one = run("render", "全县", "-o", "成品", "--to", "docx,html", "--jobs", "1")
    before = contents((county.parent / "成品").rename(county.parent / "本进程"))
    two = run("render", "全县", "-o", "成品", "--to", "docx,html", *MANY)
    assert (one.exit_code, two.exit_code) == (ExitCode.INPUT, ExitCode.INPUT)
    assert one.stdout == two.stdout
    assert untimed(one.stderr) == untimed(two.stderr)
    names = ["1.docx", "1.html", "2.docx", "2.html", "镇/1.docx", "镇/1.html"]
    assert one.stdout.split() == [f"成品/{name}" for name in names]
    assert contents(county.parent / "成品") == before


@pytest.mark.parametrize("style", ["text", "json"])
def test_check_prints_the_same_with_processes(run: Run, county: Path, style: str) -> None:
    one, two = (run("check", "全县", "--format", style, "--jobs", jobs) for jobs in "12")
    assert (one.stdout, untimed(one.stderr)) == (two.stdout, untimed(two.stderr))
    if style == "json":
        assert [entry["file"] for entry in json.loads(one.stdout)] == [
            f"全县/{name}.toml" for name in ("1", "2", "3错", "4坏", "镇/1")
        ]


def test_the_sum_names_what_is_to_be_looked_at(run: Run, county: Path) -> None:
    result = run("check", "全县")
    assert result.exit_code == ExitCode.INPUT
    table = result.stderr[result.stderr.index("共5份") :].splitlines()
    assert table[1:] == [
        "  没有错误        3 份",
        "  有错误          1 份  全县/3错.toml",
        "  不能用          1 份  全县/4坏.toml",
    ]
    assert "共5份" not in run("check", "全县", "-q").stderr
    assert "共" not in run("check", "全县/1.toml").stderr


def test_the_log_has_a_line_for_each(run: Run, county: Path) -> None:
    run("check", "全县", "--log", "记录/核对.jsonl")
    lines = [json.loads(line) for line in Path("记录/核对.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["nianbao"], line["file"], line["code"]) for line in lines] == [
        ("check", f"全县/{name}.toml", code)
        for name, code in (("1", 0), ("2", 0), ("3错", 1), ("4坏", 2), ("镇/1", 0))
    ]
    assert any(finding["code"] == "T301" for finding in lines[2]["findings"])
    assert lines[3]["error"][0]["where"].startswith("全县/4坏.toml")
    run("render", "全县/1.toml", "--to", "html", "--log", "记录/核对.jsonl")
    (line,) = map(json.loads, Path("记录/核对.jsonl").read_text(encoding="utf-8").splitlines())
    assert (line["result"], line["files"]) == ("已生成", ["1.html"])


def test_a_log_that_ends_ends_nothing_else(run: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OutputError("记录.jsonl：没有写全，磁盘空间不足。")

    monkeypatch.setattr("nianbao.jobs.log.Log.write", full)
    result = run("check", "全县", "--log", "记录.jsonl")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stderr.count("磁盘空间不足。后面的不再记录，其余照常做。") == 1
    assert "共5份" in result.stderr


def test_a_file_that_is_no_log_is_not_replaced(run: Run, county: Path) -> None:
    before = (county / "1.toml").read_bytes()
    result = run("check", "全县", "--log", "全县/1.toml")
    assert result.exit_code == ExitCode.OUTPUT
    assert "不是以前的记录" in result.stderr
    assert (county / "1.toml").read_bytes() == before


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are made, one after the other."""
    names: list[str] = []
    real = make_files._report

    def counted(*arguments: Any, **named: Any) -> bytes:
        names.append(arguments[1])
        return real(*arguments, **named)

    monkeypatch.setattr(make_files, "_report", counted)
    return names


def test_a_run_goes_on_where_it_was_stopped(run: Run, county: Path, made: list[str]) -> None:
    command = ("render", "全县", "-o", "成品", "--to", "html", "--jobs", "1")
    first = run(*command)
    assert len(made) == 3
    made.clear()
    again = run(*command, "--resume")
    assert made == []
    assert (again.exit_code, again.stdout) == (first.exit_code, first.stdout)
    assert "其中4份以前做好，没有重做" in again.stderr
    (county.parent / "成品" / "1.html").unlink()
    text = (county / "2.toml").read_text(encoding="utf-8")
    (county / "2.toml").write_text(text.replace("2418", "2419"), encoding="utf-8")
    os.utime(county / "镇" / "1.toml")  # the time alone is no change
    assert run(*command, "--resume").stdout == first.stdout
    assert len(made) == 2
    assert "2419" in (county.parent / "成品" / "2.html").read_text(encoding="utf-8")
    run(*command)
    assert len(made) == 5


def test_a_file_that_somebody_changed_is_neither_taken_for_done_nor_replaced(
    run: Run, county: Path, made: list[str]
) -> None:
    command = ("render", "全县/1.toml", "全县/2.toml", "-o", "成品", "--to", "html")
    run(*command)
    changed = county.parent / "成品" / "1.html"
    changed.write_text("领导改过", encoding="utf-8")
    made.clear()
    result = run(*command, "--resume")
    assert len(made) == 1
    assert result.exit_code == ExitCode.OUTPUT
    assert "1.html：已经有这个文件" in result.stderr
    assert changed.read_text(encoding="utf-8") == "领导改过"


def test_options_are_part_of_what_is_done(run: Run, county: Path, made: list[str]) -> None:
    files = ("全县/1.toml", "全县/2.toml")
    run("render", *files, "-o", "成品", "--to", "html")
    made.clear()
    run("render", *files, "-o", "成品", "--to", "html", "--draft", "--resume")
    assert len(made) == 2
    run("render", *files, "-o", "别处", "--to", "html", "--resume")
    assert len(made) == 4


def test_read_goes_on_and_tells_the_same(run: Run, county: Path) -> None:
    run("render", "全县", "-o", "网页", "--to", "html", "--jobs", "1")
    first = run("read", "网页", "-o", "读入")
    assert first.stdout.split() == ["读入/1.toml", "读入/2.toml", "读入/镇/1.toml"]
    (county.parent / "读入" / "2.toml").unlink()
    again = run("read", "网页", "-o", "读入", "--resume")
    assert (again.exit_code, again.stdout) == (ExitCode.FINE, first.stdout)
    assert "其中2份以前做好" in again.stderr
    assert run("read", "网页", "-o", "读入").exit_code == ExitCode.OUTPUT


def test_documents_are_verified_against_the_reports_of_their_names(run: Run, county: Path) -> None:
    run("render", "全县", "-o", "成品", "--to", "html,checklist", "--jobs", "1")
    page = county.parent / "成品" / "2.html"
    page.write_text(page.read_text(encoding="utf-8").replace(">2418<", ">2481<"), encoding="utf-8")
    (county.parent / "成品" / "别的.html").write_text("<p>", encoding="utf-8")
    result = run("verify", "成品", "--against", "全县", "--jobs", "1")
    assert result.exit_code == ExitCode.OUTPUT
    assert "应为“2418”，读到的是“2481”" in result.stdout
    assert "成品/别的.html：全县 里没有同名的报告 别的.toml" in result.stderr
    table = result.stderr[result.stderr.index("共4份") :].splitlines()[1:]
    assert [line.split()[:2] for line in table] == [["逐字节相同", "2"], ["不能用", "1"], ["不一致", "1"]]


@pytest.mark.parametrize("names", [("甲/A.toml", "乙/a.toml"), ("甲/\u00e9.toml", "乙/e\u0301.toml")])
def test_two_names_that_are_one_elsewhere_are_told(run: Run, good: Path, names: tuple[str, str]) -> None:
    for name in names:
        (good.parent / name).parent.mkdir()
        (good.parent / name).write_bytes(good.read_bytes())
    result = run("render", *names, "-o", "成品")
    assert result.exit_code == ExitCode.INPUT
    assert "会生成同名的成品" in result.stderr
    assert not (good.parent / "成品").exists()
    folders = run("render", "甲", "乙", "-o", "成品")
    assert "会生成同名的成品" in folders.stderr


def test_a_fault_of_the_program_is_told_and_the_others_are_done(
    run: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(report: Any, *_: Any, **__: Any) -> list[Any]:
        if len(report.narrative) and "2419" in str(report.all_figures()):
            raise ZeroDivisionError("一个错")
        return []

    text = (county / "2.toml").read_text(encoding="utf-8")
    (county / "2.toml").write_text(text.replace("2418", "2419"), encoding="utf-8")
    monkeypatch.setattr(checks, "check", broken)
    (county / "镇" / "1.toml").rename(county / "镇" / "6.toml")
    result = run("render", "全县/1.toml", "全县/2.toml", "全县/镇", "--to", "html", "-o", "成品")
    assert result.exit_code == ExitCode.OUTPUT
    assert "全县/2.toml：程序内部出错（ZeroDivisionError: 一个错，" in result.stderr
    assert result.stdout.split() == ["成品/1.html", "成品/6.html"]


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(county: Path) -> None:
    for number in range(10, 40):
        (county / f"{number}.toml").write_bytes((county / "1.toml").read_bytes())
    command = [sys.executable, "-m", "nianbao", "render", "全县", "-o", "成品", "--to", "docx", *MANY]
    with subprocess.Popen(
        command,
        cwd=county.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "成品/1.docx\n"
        os.killpg(running.pid, signal.SIGINT)  # as the terminal does: to every process
        rest, said = running.stdout.read(), running.stderr.read()
    assert running.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in said
    assert "已中断：做完" in said
    assert "--resume" in said
    told = {"1.docx", *(Path(name).name for name in rest.split())}
    assert {path.name for path in (county.parent / "成品").iterdir()} == told
    assert len(told) < 30


def test_when_the_system_ends_it_what_is_done_is_told(
    run: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = checks.check, iter((False, True))

    def ended(*arguments: Any, **named: Any) -> Any:
        if next(asked):
            signal.raise_signal(signal.SIGTERM)
        return real(*arguments, **named)

    monkeypatch.setattr(checks, "check", ended)
    result = run("check", "全县", "--log", "记录.jsonl", "--jobs", "1")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "已中断：做完1份，还有4份没有做，做好的都在。" in result.stderr
    assert len(Path("记录.jsonl").read_text(encoding="utf-8").splitlines()) == 1


# Libraries for many files, for help pages, slips, saving and documents; rooms that check has no business in;
# and what reads the law and the text, of which what follows is kept.
NOT_FOR_ONE_FILE = {
    *("concurrent", "multiprocessing", "sqlite3", "fsspec", "distributed", "hashlib"),
    *("difflib", "json", "rich", "shlex", "signal", "string", "subprocess", "tempfile", "tomli_w", "tomllib"),
    *(
        "nianbao.checks.claims.words.lexicon",
        "nianbao.checks.claims.line",
        "nianbao.checks.claims.text.tokens",
    ),
    "nianbao.checks.explain",
    *("nianbao.cli.edit", "nianbao.cli.frame.page", "nianbao.model.load_form", "nianbao.read.blocks"),
    *("nianbao.desk", "nianbao.ledger", "nianbao.publish", "nianbao.recognise", "nianbao.wizard"),
    "nianbao.write.page",
}


def test_one_file_needs_none_of_it(good: Path) -> None:
    """Whatever a start loads is waited for by everybody."""
    report = report_toml.load(good)
    with checks.remembered(report):
        checks.check(report)  # the law and what the text says are kept from now on
    code = (
        "import sys; from nianbao.cli.main import program\n"
        f"try: program.main(['check', {str(good)!r}])\n"
        "except SystemExit: pass\n"
        f"print(sorted({NOT_FOR_ONE_FILE!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_of_many_files_has_the_same_options() -> None:
    wanted = {"--jobs", "--scheduler", "--resume", "--log", "--quiet"}
    for name in ("check", "read", "render", "verify"):
        command = program.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert wanted <= {option for param in command.params for option in param.opts}
