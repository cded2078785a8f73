"""What holds for every command: usage errors, exit codes, failures of the system, colours, imports."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from click.testing import Result

from nianbao import __version__
from nianbao.cli.frame import say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import main
from nianbao.write.formats import kinds

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]

HEAVY = {"docx", "jinja2", "lxml", "pikepdf", "textual", "tomlkit", "weasyprint"}
# What a report by itself is not checked with: others to compare it with, and what reads or makes documents.
NEEDLESS = HEAVY | {
    "nianbao.checks.repeats",
    *(f"nianbao.{room}" for room in ("ledger", "publish", "recognise", "region", "wizard")),
}
RED = "\x1b[31m"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "没有“chek”这个命令。是不是想写 check？"),
        (["qqq"], "没有“qqq”这个命令。"),
        (["--verison"], "没有“--verison”这个选项。是不是想写 --version？"),
        (["check"], "没有写文件或文件夹。"),
        (["check", "a.toml", "--formt", "json"], "没有“--formt”这个选项。是不是想写 --format？"),
        (["check", "a.toml", "--format", "xml"], "选项 --format：不能写“xml”；可以写 text、json、github。"),
        (["check", "a.toml", "--format"], "选项“--format”后面要写一个值。"),
        (["check", "a.toml", "--law=1"], "选项“--law”后面不带值。"),
        (["new", "某局"], "没有写年度。"),
        (["new", "\udcbe\udcd6", "2025"], "机关全称：有不能辨认的字；请把终端和系统的语言设置改成 UTF-8"),
        (["check", "a.toml", "--jobs", "两"], "选项 --jobs：“两”不是整数。"),
        (["render", "a.toml", "--pdf-engine", "x"], "不能写“x”；可以写 weasyprint、typst。"),
        (["new", "某局", "25"], "年度：年度写成四位数字，例如 2025；写的是“25”。"),
        (["new", "某局", "2018"], "年度：2018年没有对应的报告格式，最早是2019年。"),
        (["new", "某局", "2025", "多余"], "多了一个参数：多余"),
        (["new", "某局", "2025", "多", "余"], "多了几个参数：多 余"),
        (
            ["render", "a.toml", "--to", "doc"],
            f"不能生成“doc”；可以写 {'、'.join(kinds())}、checklist、letter，多个用逗号隔开。",
        ),
        (["render", "a.toml", "-o", "a.txt"], "选项 -o / --output：“a.txt”是文件，这里要写文件夹。"),
        (["update", "a.toml"], "没有写选项 --from。"),
        (["rules", "T30"], "没有“T30”这条规则。是不是想写 "),
        (["rules", "一"], "没有“一”这条规则。用 nianbao rules 查看全部规则。"),
        (["completion", "tcsh"], "bash|zsh|fish：不能写“tcsh”；可以写 bash、zsh、fish。"),
    ],
)
def test_usage_errors_are_chinese(run: Run, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "a.txt").touch()
    result = run(*arguments)
    assert result.exit_code == ExitCode.INPUT
    assert result.stdout == ""
    assert "错误：" in result.stderr
    assert sentence in result.stderr
    assert "--help" in result.stderr or sentence.startswith("选项“")
    assert not {"Usage", "Error", "Try", "Missing", "Invalid"} & set(result.stderr.replace(":", " ").split())


def test_without_a_command_it_shows_what_there_is(run: Run) -> None:
    result = run()
    assert result.exit_code == ExitCode.INPUT
    assert result.stdout == ""
    assert "命令：" in result.stderr


def test_version(process: Process) -> None:
    done = process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"nianbao {__version__}\n", "")


def test_only_the_commands_that_print_load_the_libraries_that_print(good: Path) -> None:
    script = (
        "import sys\nfrom nianbao.cli.main import program\n"
        "try:\n    program.main(sys.argv[1:])\nexcept SystemExit as end:\n"
        "    print(end.code, *sys.modules, file=sys.stderr)"
    )

    def loaded(*arguments: str) -> list[str]:
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stderr.splitlines()[-1].split()

    assert set(loaded("render", "--to", "html", "-o", str(good.parent / "out"), str(good))) & HEAVY
    for arguments in (["check", str(good)], ["rules"], ["--help"], ["new", "某局", "2025", "-o", "-"]):
        code, *modules = loaded(*arguments)
        assert code == "0"
        assert "click" in modules
        assert not NEEDLESS & set(modules)
    # What the list of commands says of them is known without them.
    assert not {"nianbao.checks", "nianbao.files", "nianbao.model"} & set(loaded("--help"))


def test_a_report_that_is_checked_again_loads_little(good: Path) -> None:
    """What was told of it is known, so neither forms nor rules nor whatever reads a report are loaded."""
    script = (
        "import sys\nfrom nianbao.cli.main import program\n"
        "try:\n    program.main(['check', sys.argv[1]])\nexcept SystemExit:\n    print(*sys.modules)"
    )
    for _ in range(2):
        command = [sys.executable, "-c", script, str(good)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    ours = {name for name in loaded if name.startswith("nianbao.")}
    rooms = {"nianbao.checks", "nianbao.files.report_toml", "nianbao.model.figure", "nianbao.model.form"}
    assert not ours & rooms
    assert not {"dataclasses", "decimal", "hashlib", "json", "logging", "pickle"} & set(loaded)
    assert len(ours) <= 50
    assert len(loaded) <= 175


def test_a_first_check_compiles_nothing(good: Path) -> None:
    """No expression of ours: what was made of them for another report is kept."""
    script = """
import sys
from re import _compiler
from nianbao.cli.main import program
made, make = [], _compiler.compile
def noted(text, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].partition(".")[0] == "re":
        frame = frame.f_back
    made.append(frame.f_globals["__name__"])
    return make(text, flags)
_compiler.compile = noted
try:
    program.main(["check", sys.argv[1]])
except SystemExit:
    ours = {name for name in sys.modules if name.startswith("nianbao.")}
    print(len(ours & {*made}), len(ours))
"""
    usual = re.sub(r"\nagency_kind = .*", "", good.read_text(encoding="utf-8"))
    for path, name in ((good, "青溪县水利局"), (good.with_name("另一份.toml"), "乌江县教育局")):
        path.write_text(re.sub(r"\nagency = .*", f'\nagency = "{name}"', usual), encoding="utf-8")
        command = [sys.executable, "-c", script, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    made, ours = map(int, done.stdout.splitlines()[-1].split())
    assert made == 0
    assert ours <= 150


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "好.toml"], ExitCode.FINE),
        (["check", "错.toml"], ExitCode.FINDINGS),
        (["check", "坏.toml"], ExitCode.INPUT),
        (["render", "好.toml", "-o", "好.toml/成品", "--to", "html"], ExitCode.OUTPUT),
    ],
)
def test_exit_codes_of_the_process(
    process: Process, good: Path, bad: Path, unusable: Path, arguments: list[str], code: ExitCode
) -> None:
    done = process(*arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_quietly(process: Process, good: Path, tmp_path: Path) -> None:
    """Whenever it comes: here in the middle of the work, by a module that stands in for the checks."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\nfrom importlib import abc\n"
        "class Stop(abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'nianbao.checks.rules': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n",
        encoding="utf-8",
    )
    done = process(
        "check",
        good.name,
        PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
        NIANBAO_CACHE="",
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (ExitCode.INTERRUPTED, "", "")


@pytest.mark.parametrize("argument", ["rules", "--help", "chek"])
def test_closed_pipe_ends_quietly(argument: str) -> None:
    command = [sys.executable, "-m", "nianbao", argument]
    reading, writing = os.pipe()
    os.close(reading)
    errors = writing if argument == "chek" else subprocess.PIPE
    done = subprocess.run(command, stdout=writing, stderr=errors, check=False)
    os.close(writing)
    assert done.returncode == ExitCode.PIPE_CLOSED
    assert not done.stderr


def test_full_disk_under_stdout_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "nianbao", "rules"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ExitCode.OUTPUT
    assert done.stderr == "错误：磁盘空间不足。\n"


def test_other_encodings_of_the_terminal(process: Process) -> None:
    done = process("new", "𬶋口镇", "2025", PYTHONIOENCODING="gbk")
    assert done.returncode == ExitCode.FINE
    assert done.stdout == "〔U+2CD8B〕口镇-2025.toml\n"


@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8", "de_DE.UTF-8"])
def test_the_locale_does_not_matter(process: Process, locale: str) -> None:
    done = process("chek", LC_ALL=locale, LANGUAGE="de")
    assert "没有“chek”这个命令。" in done.stderr


def test_names_that_the_encoding_of_the_system_lacks_are_told(process: Process, good: Path) -> None:
    done = process("submit", "好.toml", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == ExitCode.OUTPUT
    assert "文件名里有这台机器的编码（ascii）没有的字“修改记录”" in done.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.EACCES, "", "表.toml"), "表.toml：没有权限。"),
        (OSError(errno.EISDIR, "", b"d"), "d：是文件夹，不是文件。"),
        (OSError(errno.ENOSPC, ""), "磁盘空间不足。"),
        (OSError(9999, "", "x"), "x：读写出错（系统错误 9999）。"),
        (OSError("?"), "读写出错（系统错误 None）。"),
    ],
)
def test_what_the_system_refuses_is_told_in_chinese(error: OSError, sentence: str) -> None:
    assert say.refusal(error) == sentence


def test_colours_only_where_they_are_wanted(run: Run, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert RED not in run("check", str(bad)).stdout
    assert RED in run("check", str(bad), color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", str(bad), color=True).stdout
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run("check", str(bad), color=True).stdout


def test_on_a_terminal(good: Path, bad: Path) -> None:
    def shown(*arguments: str, **environment: str) -> str:
        variables = {**os.environ, "TERM": "xterm", **environment}
        return str(
            pexpect.run(
                f"{sys.executable} -m nianbao {' '.join(arguments)}",
                cwd=str(good.parent),
                env=variables,
                encoding="utf-8",
                timeout=60,
            )
        )

    assert RED in shown("check", bad.name)
    assert "\x1b" not in shown("check", bad.name, NO_COLOR="1")
    several = shown("render", good.name, bad.name, "--to", "html")
    assert "正在生成" in several
    assert "100%" in several
    assert "正在生成" not in shown("render", good.name, "--to", "html")


@pytest.mark.parametrize("imported", [False, True])
def test_a_library_that_tells_what_is_left_of_it_is_collected(
    monkeypatch: pytest.MonkeyPatch, imported: bool
) -> None:
    """DuckDB's binding lists on stderr what nobody has collected at the end."""
    frozen = []
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(True))
    monkeypatch.setattr("gc.set_threshold", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["nianbao", "--version"])
    monkeypatch.delitem(sys.modules, "_duckdb", raising=False)
    if imported:
        monkeypatch.setitem(sys.modules, "_duckdb", sys)
    with pytest.raises(SystemExit):
        main()
    assert bool(frozen) is not imported
