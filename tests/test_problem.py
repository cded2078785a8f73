"""What is told of files by anybody shows what it is, and does nothing to the terminal."""

from __future__ import annotations

import errno
import socket
import ssl
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest

from nianbao import resources
from nianbao.problem import InputError, Problem, Unreadable, reason, shown
from tests.windows import SHARING_VIOLATION, refusal


def test_nothing_that_a_terminal_obeys_is_left() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {unicodedata.category(character) for character in shown(every)}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", ["某某县教育局-2025.toml", "　第1行\N{NO-BREAK SPACE}𠀀", "a b/c"])
def test_proper_text_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_what_is_written_out_can_be_told() -> None:
    assert shown("a\x1b[2J\u202eb\udcff\n") == "a\\x1b[2J\\u202eb\\udcff\\x0a"
    assert shown("a\nb", also="\n") == "a\nb"


def test_faults_are_fit_to_be_shown_whatever_they_quote() -> None:
    problem = Problem("\x1b]0;x\x07.toml", "没有“\x9b2J”", "\r。")
    assert str(InputError(problem)) == "\\x1b]0;x\\x07.toml：没有“\\x9b2J”\\x0d。"
    assert Unreadable("\x1b").what == "\\x1b"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (SHARING_VIOLATION, "文件正在 Word 或 WPS 里打开，请关闭后再试"),
        (33, "文件正在 Word 或 WPS 里打开，请关闭后再试"),
        (206, "文件名或路径太长，请换一个上级文件夹少的地方"),
        (19, "磁盘有写保护，只能读、不能写"),
        (5, "没有权限"),
    ],
)
def test_the_numbers_of_windows_say_more(number: int, words: str) -> None:
    assert reason(refusal(number, "某局.docx")) == words


def test_what_is_missing_is_told_where_no_file_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reason(FileNotFoundError(errno.ENOENT, "", "a.toml")) == "没有这个文件"
    (tmp_path / "删了").mkdir()
    monkeypatch.chdir(tmp_path / "删了")
    (tmp_path / "删了").rmdir()
    with pytest.raises(FileNotFoundError) as gone:
        Path.cwd()
    assert reason(gone.value) == "当前的文件夹已经不在了，请换一个文件夹再试"
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    monkeypatch.setattr(tempfile, "tempdir", None)
    with pytest.raises(FileNotFoundError) as nowhere:
        tempfile.gettempdir()
    assert reason(nowhere.value).startswith("没有能写的临时文件夹")
    with pytest.raises(FileNotFoundError) as part:
        resources.folder("nothing")
    assert reason(part.value) == "安装不完整：缺少 nothing 文件夹，请重新安装 nianbao"


@pytest.mark.parametrize("number", [-2, -3, 2, 8, 11_001])  # Linux, macOS, Windows
def test_a_host_that_has_no_address_is_told_by_no_number(number: int) -> None:
    assert reason(socket.gaierror(number, "")) == "找不到这个网站，请核对网址和网络"


@pytest.mark.parametrize(
    ("error", "begin"),
    [
        (ssl.SSLCertVerificationError(1, ""), "网站的证书不可信"),
        (ssl.SSLError(1, ""), "和网站的加密连接没有建立"),
        (TimeoutError("timed out"), "等了很久没有应答"),
    ],
)
def test_what_else_keeps_from_a_website_is_told_in_words(error: OSError, begin: str) -> None:
    assert reason(error).startswith(begin)


def test_an_unknown_refusal_is_told_by_its_number() -> None:
    assert reason(OSError(errno.ECHILD, "")) == f"读写出错（系统错误 {errno.ECHILD}）"
    unknown = OSError(errno.ECHILD, "")
    unknown.winerror = 4_711  # type: ignore[attr-defined]
    assert reason(unknown) == "读写出错（系统错误 4711）"
