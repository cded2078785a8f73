"""nianbao edit, nianbao serve, nianbao alone: what is said before a screen is taken over."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.wizard.web.server import WizardServer

EVERYWHERE = str(ipaddress.IPv4Address(0))
Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def test_without_a_terminal_it_says_so(process: Process, good: Path) -> None:
    done = process("edit", str(good))
    assert done.returncode == ExitCode.INPUT
    assert "不是终端窗口" in done.stderr
    assert done.stdout == ""
    assert not list(good.parent.glob(".*journal"))


def test_nothing_at_all_without_a_terminal_shows_the_commands(process: Process) -> None:
    done = process()
    assert done.returncode == ExitCode.INPUT
    assert "命令：" in done.stderr


@pytest.mark.parametrize("arguments", [["edit"], ["edit", "没有.toml"], ["serve"]])
def test_only_a_report_that_is_there_can_be_reviewed(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    result = run(*arguments, "--review")
    assert result.exit_code == ExitCode.INPUT
    assert "复核要写明已经有的文件" in result.stderr


@pytest.mark.parametrize("command", ["edit", "serve"])
@pytest.mark.parametrize(
    "arguments", [["坏.toml"], ["--prior", "坏.toml"], ["好.toml", "--prior", "没有.toml"]]
)
def test_a_file_that_is_no_report_is_told_before_anything_is_shown(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    good: Path,
    unusable: Path,
    command: str,
    arguments: list[str],
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    result = run(command, *arguments)
    assert result.exit_code == ExitCode.INPUT
    assert "错误：" in result.stderr
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ([], ["新建空白"]),
        (["edit"], ["新建空白"]),
        (["edit", "好.toml"], ["基本信息"]),
        (["edit", "新.toml"], ["存为", "打开一份文件"]),  # a file that is not there yet: whose is it to be?
    ],
)
@pytest.mark.takes_turns
def test_on_a_terminal_the_wizard_opens(good: Path, arguments: list[str], shown: list[str]) -> None:
    """Escape leads from each screen to the one below, and Ctrl+Q out of the last."""
    child = on_terminal(good.parent, arguments)
    child.expect(shown[0])
    for below in shown[1:]:
        child.send("\x1b")
        child.expect(below)
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitCode.FINE
    assert not list(good.parent.glob(".*journal"))


def on_terminal(
    folder: Path, arguments: list[str], term: str = "xterm-256color", encoding: str = "utf-8"
) -> pexpect.spawn:
    settings = {"TERM": term, "XDG_STATE_HOME": str(folder / "state"), "PYTHONIOENCODING": encoding}
    return pexpect.spawn(
        sys.executable,
        ["-m", "nianbao", *arguments],
        cwd=folder,
        env={**os.environ, **settings},
        dimensions=(30, 100),
        encoding=encoding,
        timeout=30,
    )


def test_a_terminal_that_can_show_nothing_is_none(good: Path) -> None:
    child = on_terminal(good.parent, ["edit", good.name], term="dumb")
    child.expect("不是终端窗口")
    child.expect(pexpect.EOF)


def test_a_terminal_in_an_old_encoding_is_told_what_to_do(good: Path) -> None:
    child = on_terminal(good.parent, ["edit", good.name], encoding="gbk")
    child.expect("用的是 GBK 编码，填写向导要用 UTF-8")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "99999"], "选项 --port："),
        (["--host", "nowhere.invalid"], "没有“nowhere.invalid”这个网络地址。"),
        (["--host", "192.0.2.1"], "本机没有这个网络地址"),
    ],
)
def test_where_a_server_cannot_wait(run: Run, arguments: list[str], sentence: str) -> None:
    result = run("serve", *arguments)
    assert result.exit_code in {ExitCode.INPUT, ExitCode.OUTPUT}
    assert sentence in result.stderr


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("serve", "--port", str(other.getsockname()[1]))
    assert result.exit_code == ExitCode.OUTPUT
    assert "正被别的程序使用" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "opens"),
    [
        ([], {"DISPLAY": ":0"}, True),
        (["--no-browser"], {"DISPLAY": ":0"}, False),
        (["--host", EVERYWHERE], {"DISPLAY": ":0"}, False),  # others shall use it, perhaps nobody here
        ([], {"DISPLAY": "", "WAYLAND_DISPLAY": "", "WSL_DISTRO_NAME": ""}, False),  # no screen
    ],
)
def test_serve_opens_the_browser(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    opens: bool,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    monkeypatch.setattr(sys, "platform", "linux")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def started(_: WizardServer, tell: Callable[[str], None], __: float | None) -> None:
        tell("http://127.0.0.1:1/?token=x")

    monkeypatch.setattr(WizardServer, "run", started)
    result = run("serve", *arguments)
    assert result.exit_code == ExitCode.FINE
    assert "http://127.0.0.1:1/?token=x" in result.stdout
    assert bool(opened) == opens
    assert ("正在浏览器里打开" in result.stderr) == opens


def test_a_desktop_entry_starts_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "executable", '/a b/$x"%/python')
    result = run("serve", "--install-desktop-entry")
    file = tmp_path / "applications" / "nianbao.desktop"
    assert result.exit_code == ExitCode.FINE
    assert str(file) in result.stderr
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "Name=年报" in lines
    assert r'Exec="/a b/\\$x\\"%%/python" "-m" "nianbao" "serve"' in lines


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_a_sentence_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr("nianbao.cli.desktop_entry.sys.platform", system)
    result = run("serve", "--install-desktop-entry")
    assert result.exit_code == ExitCode.OUTPUT
    assert "快捷方式" in result.stderr


def test_a_server_that_nobody_looks_at_ends_itself(process: Process) -> None:
    done = process("serve", "--no-browser", "--until-closed", "1")
    assert (done.returncode, done.stdout.count("token=")) == (ExitCode.FINE, 1)
