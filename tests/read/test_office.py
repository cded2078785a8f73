"""Files that LibreOffice has to turn into Word files: with a stand-in for it, and with itself where it is."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read import office, read
from nianbao.read.blocks import Paragraph, Table
from nianbao.read.docx.document import read as read_docx
from nianbao.write import write
from nianbao.write.page import Page
from tests import libreoffice
from tests.printed import distinct

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def page() -> str:
    return compose.html(compose.document(distinct("2021")))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice. It does what is written into it, in Python: ``arguments``
    are those it is called with, ``out`` is the folder where the result is expected."""
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "_program", lambda: str(path))
    return path


def does(program: Path, what: str) -> None:
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys, time, pathlib\n"
        "arguments = sys.argv[1:]\n"
        "out = pathlib.Path(arguments[arguments.index('--outdir') + 1])\n"
        "source = pathlib.Path(arguments[-1])\n"
        "profile = pathlib.Path(arguments[0].removeprefix('-env:UserInstallation=file://'))\n" + what
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (OLE, ".doc"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
        (b"{\\rtf1 a}", ".rtf"),
    ],
)
def test_the_word_file_that_comes_out_is_read(
    program: Path, tmp_path: Path, data: bytes, suffix: str
) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(write(Page(page()), "docx"))
    does(
        program,
        f"assert source.suffix == {suffix!r}\n"
        f"assert source.read_bytes() == {data!r}\n"
        "assert '--headless' in arguments and arguments[-5:-2] == ['--convert-to', 'docx', '--outdir']\n"
        "out.mkdir()\n"
        f"(out / 'report.docx').write_bytes(pathlib.Path({str(made)!r}).read_bytes())\n",
    )
    assert read(data, "doc") == read_docx(made.read_bytes())


def test_macros_links_and_network_are_forbidden(program: Path, tmp_path: Path) -> None:
    kept = tmp_path / "settings"
    does(
        program,
        f"pathlib.Path({str(kept)!r}).write_bytes((profile / 'user/registrymodifications.xcu').read_bytes())",
    )
    with pytest.raises(Unreadable):
        read(OLE, "doc")
    settings = kept.read_text(encoding="utf-8")
    for name, value in [("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("Link", "0"),
                        ("ooInetProxyType", "1")]:  # fmt: skip
        assert f'oor:name="{name}" ' in settings
        assert f"<value>{value}</value>" in settings.partition(f'oor:name="{name}"')[2][:80]


@pytest.mark.parametrize("masters", ["", "<o:automatic-styles/><o:master-styles/>"])
def test_libreoffice_is_given_what_lets_it_know_on_which_style_another_is_based(
    program: Path, tmp_path: Path, masters: str
) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    styles = f'<o:document-styles xmlns:o="{space}"><o:styles/>{masters}</o:document-styles>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<x/>")
        package.writestr("styles.xml", styles)
    kept = tmp_path / "kept.odt"
    does(program, f"pathlib.Path({str(kept)!r}).write_bytes(source.read_bytes())")
    with pytest.raises(Unreadable, match="读不了这份文件"):
        read(stream.getvalue(), "odt")
    with zipfile.ZipFile(kept) as package:
        assert package.namelist() == ["mimetype", "content.xml", "styles.xml"]
        assert package.read("styles.xml").count(b"master-styles/>") == 1
    assert (kept.read_bytes() == stream.getvalue()) == bool(masters)


def test_nothing_is_left_behind(program: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    does(program, f"pathlib.Path({str(place)!r}).write_text(str(source.parent))")
    with pytest.raises(Unreadable, match="读不了这份文件"):
        read(OLE, "wps")
    assert not Path(place.read_text()).exists()


def test_a_program_that_does_not_end_is_ended(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = tmp_path / "number"
    does(program, f"import os; pathlib.Path({str(number)!r}).write_text(str(os.getpid())); time.sleep(60)")
    monkeypatch.setattr(office, "LONGEST", 1.0)
    with pytest.raises(Unreadable, match="时间太长"):
        read(OLE, "doc")
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def test_a_program_that_cannot_be_started(program: Path) -> None:
    program.write_text("no program")
    with pytest.raises(Unreadable, match="没有启动"):
        read(OLE, "doc")


def test_without_the_program_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable, match="LibreOffice") as caught:
        read(OLE, "doc")
    assert "另存为 .docx" in caught.value.remedy


def test_what_is_only_named_so_is_read_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    word = write(Page(page()), "docx")
    assert read(word, "doc") == read_docx(word)
    assert read(page().encode(), "wps") == read(page().encode(), "html")


def test_a_web_page_in_a_single_file() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: image/png\r\n\r\n..\r\n--x\r\nContent-Type: text/html; charset="gb2312"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<meta charset=3Dgb2312><p>=C4=EA=B1=A8</p><table><tr><td>1<td>2</table>\r\n--x--\r\n"
    )
    paragraph, table = read(data, "mht")
    assert paragraph == Paragraph("年报")
    assert isinstance(table, Table)
    with pytest.raises(Unreadable, match="太大"):
        read(data + b"\n" * 500_000, "mht")
    with pytest.raises(Unreadable, match="没有正文"):
        read(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\na", "mht")


@pytest.mark.parametrize("data", [b"", b"abc", bytes(100)])
def test_something_else(data: bytes) -> None:
    with pytest.raises(Unreadable, match="这不是 Word、WPS"):
        read(data, "doc")


def test_too_large() -> None:
    with pytest.raises(Unreadable, match="太大"):
        read(bytes(office.LARGEST_FILE + 1), "odt")


def test_without_the_program_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(Unreadable, match="LibreOffice，这台电脑上没有安装"):
        read(OLE, "doc")


@libreoffice.NEEDED
@pytest.mark.takes_turns(1)
def test_with_the_program_itself() -> None:
    """A real file of the old kind."""
    data = b"{\\rtf1\\ansi \\u24180?\\u25253?\\par\\trowd\\cellx2000\\cellx4000 1\\cell 2\\cell\\row}"
    paragraph, table = read(data, "rtf")[:2]
    assert paragraph == Paragraph("年报")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["1", "2"]


def test_rtf_that_is_too_deep_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_converted", None)
    for text in (b"{" * 5_000, b"{\\b x}{" * 300, b"{\\\\{" * 300):
        with pytest.raises(Unreadable, match="层次深得不正常"):
            office.read(b"{\\rtf1 " + text)


def test_rtf_with_brackets_in_its_text_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def converted(data: bytes, _: str) -> bytes:
        seen.append(data)
        raise Unreadable("到这里")

    monkeypatch.setattr(office, "_converted", converted)
    for text in (rb"\{" * 300, b"{\\b x}" * 300, b"{" * 100 + b"}" * 100):
        with pytest.raises(Unreadable, match="到这里"):
            office.read(b"{\\rtf1 " + text)
    assert len(seen) == 3
