"""Old Word, WPS and OpenDocument files → paragraphs and tables, through LibreOffice where it is installed.

LibreOffice turns the file into .docx in a folder and with a profile of its own, which forbid macros,
links and the network, and is ended if it takes too long.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from nianbao.limits import limit_other
from nianbao.problem import Unreadable
from nianbao.read.blocks import Block
from nianbao.read.docx import document as docx
from nianbao.read.html import archive
from nianbao.read.html import page as html
from nianbao.read.locked import require_unlocked
from nianbao.read.marks import OLE, ZIP
from nianbao.read.opendocument import with_masters
from nianbao.systems import NO_WINDOW, end_with_children

LARGEST_FILE = 20_000_000  # bytes; a report with pictures has some hundred thousand
LONGEST = 90.0  # seconds; a report takes two
MEMORY = 4_000_000_000  # bytes of addresses, of each process of LibreOffice
DEEPEST = 200  # groups in groups of an RTF file; a table in a table has twenty

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_GROUP = re.compile(rb"\\.|[{}]", re.DOTALL)
_SAVE_AS = "请用 Word 或 WPS 打开它，另存为 .docx 文件后再试。"
_SETTINGS = (  # path, key, type, value
    ("Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "boolean", "true"),
    ("Writer/Content/Update", "Link", "int", "0"),
    ("Writer/Content/Update", "Field", "boolean", "false"),
)
_PROXY = (  # key, type, value: where nobody answers
    ("ooInetProxyType", "int", "1"),
    ("ooInetHTTPProxyName", "string", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "int", "9"),
    ("ooInetHTTPSProxyName", "string", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "int", "9"),
)


def read(data: bytes) -> list[Block]:
    """The paragraphs and tables of a .doc, .wps, .odt, .rtf or .mht file in reading order.

    A .docx file or a web page that is only named so is read as what it is. Raises Unreadable if
    LibreOffice is not installed, or makes nothing of the file.
    """
    word = as_word(data)
    if word is not None:
        return docx.read(word)
    return html.read(archive.page_in(data) if archive.is_archive(data) else data)


def as_word(data: bytes) -> bytes | None:
    """The same file as .docx; None of a web page. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")
    require_unlocked(data)
    suffix = _suffix(data)
    if suffix in (".html", ".mht"):
        return None
    if suffix == ".rtf":
        _require_shallow(data)
    return data if suffix == ".docx" else _converted(data, suffix)


def _require_shallow(data: bytes) -> None:
    """Refuse RTF whose groups are so deep in one another that LibreOffice would not come back."""
    depth = 0
    for mark in _GROUP.finditer(data):
        depth += {b"{": 1, b"}": -1}.get(mark[0], 0)
        if depth > DEEPEST:
            raise Unreadable("这份 RTF 文件的层次深得不正常，没有读取。", _SAVE_AS)


def _suffix(data: bytes) -> str:
    """What the file is, by its first bytes."""
    head = data[:4096].lower()
    if data.startswith(OLE):
        return ".doc"
    if data.startswith(ZIP):
        return ".odt" if b"opendocument" in head else ".docx"
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if archive.is_archive(data):
        return ".mht"
    if b"<html" in head or b"<table" in head:
        return ".html"
    raise Unreadable("这不是 Word、WPS 或 OpenDocument 文件，或者文件已经损坏。", _SAVE_AS)


def as_workbook(data: bytes) -> bytes:
    """An old workbook (.xls, .et) as .xlsx. Raises Unreadable."""
    return _converted(data, ".xls", "xlsx")


@lru_cache(maxsize=1)
def _converted(data: bytes, suffix: str, kind: str = "docx") -> bytes:
    """The file as .docx or .xlsx. The last one is kept: after its text its comments are asked for."""
    program = _program()
    if program is None:
        raise Unreadable("读这种文件要用 LibreOffice，这台电脑上没有安装。", _SAVE_AS)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        source = folder / f"report{suffix}"
        source.write_bytes(with_masters(data) if suffix == ".odt" else data)
        _write_profile(folder / "profile")
        _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
                *("--convert-to", kind, "--outdir", str(folder / "out"), str(source)),
            ],
            folder,
        )
        try:
            return (folder / "out" / f"report.{kind}").read_bytes()
        except FileNotFoundError as error:
            raise Unreadable("LibreOffice 读不了这份文件，可能已经损坏或加了密码。", _SAVE_AS) from error


def _program() -> str | None:
    found = (shutil.which(name) for name in (*_NAMES, *_PLACES))
    return next((program for program in found if program), None)


def _run(command: list[str], folder: Path) -> None:
    """Run LibreOffice to its end; it and what it has started are ended after the longest time."""
    environment = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the arguments are ours
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=NO_WINDOW,
        )
    except OSError as error:
        raise Unreadable("LibreOffice 没有启动。", _SAVE_AS) from error
    limit_other(process.pid, MEMORY, int(LONGEST))
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("LibreOffice 读这份文件用的时间太长，已经停止。", _SAVE_AS) from error
    finally:
        end_with_children(process)


def _write_profile(folder: Path) -> None:
    """A profile that forbids what a file could do besides being read."""
    items = [
        *((f"/org.openoffice.Office.{path}", *setting) for path, *setting in _SETTINGS),
        *(("/org.openoffice.Inet/Settings", *setting) for setting in _PROXY),
    ]
    lines = [
        f'<item oor:path="{path}"><prop oor:name="{key}" oor:op="fuse" oor:type="xs:{kind}">'
        f"<value>{value}</value></prop></item>"
        for path, key, kind, value in items
    ]
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        + "\n".join(lines)
        + "\n</oor:items>\n",
        encoding="utf-8",
    )
