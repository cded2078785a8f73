"""nianbao completion, and what the shell is offered."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.write.formats import kinds

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("shell", "command"), [("bash", "complete "), ("zsh", "compdef "), ("fish", "complete ")]
)
def test_the_script(run: Run, shell: str, command: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == ExitCode.FINE
    assert command in result.stdout
    assert f"_NIANBAO_COMPLETE={shell}_complete" in result.stdout


def test_bash_understands_it(run: Run) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = run("completion", "bash").stdout
    done = subprocess.run([bash, "-n"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("nianbao ch", ["plain,check"]),
        ("nianbao completion ", ["plain,bash", "plain,zsh", "plain,fish"]),
        ("nianbao check ", ["plain,好.toml", "plain,夹/"]),
        ("nianbao check 好", ["plain,好.toml"]),
        ("nianbao check 夹/", ["plain,夹/内.toml"]),
        ("nianbao check 夹", ["file,夹"]),
        ("nianbao check 无/", ["file,无/"]),
        ("nianbao check --for", ["plain,--format"]),
        ("nianbao render --to ", [f"plain,{kind}" for kind in (*kinds(), "checklist", "letter")]),
        ("nianbao render --to docx,pd", ["plain,docx,pdf"]),
        ("nianbao check --select T301,N50", [f"plain,T301,N50{n}" for n in range(1, 10)]),
    ],
)
@pytest.mark.takes_turns
def test_what_is_offered(process: Process, good: Path, words: str, offered: list[str]) -> None:
    (good.parent / "别的.txt").touch()
    (good.parent / "夹").mkdir()
    (good.parent / "夹" / "内.toml").touch()
    word = str(words.count(" "))
    done = process(_NIANBAO_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=word)
    assert done.returncode == ExitCode.FINE
    assert done.stdout.split() == offered
