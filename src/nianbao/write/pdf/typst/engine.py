"""typst with our fonts and templates: both are costly to load and serve all documents of a process."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Any

from nianbao import resources
from nianbao.problem import OutputError, shown
from nianbao.write.look import OF_PROGRAM, OURS, Look
from nianbao.write.page import NO_DATE, Page
from nianbao.write.pdf.faults import no_font
from nianbao.write.pdf.typst.compiler import Compiler, Fault, no_room
from nianbao.write.pdf.typst.content import Content, content
from nianbao.write.pdf.typst.marks import MARKS
from nianbao.write.pdf.typst.tags import completed

REPORT, DRAWING = "report.typ", "picture.typ"
OTHERS = {"sheet": "checklist.typ", "letter": "letter.typ"}  # for pages by a class of their body
_PACKAGE = re.compile(r'"@|\\u\{0*40\}')  # how the name of a package of typst begins
_NO_FONT = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed')
_PLACE = re.compile(r"(?P<file>[\w.-]+\.typ):(?P<line>\d+):\d+")
_ESCAPE = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")


def load(look: Look = OURS) -> Engine:
    """Prepare typst. Raises OutputError if the installation is not complete or a template wants more than
    what lies beside it."""
    for name in (REPORT, DRAWING, *OTHERS.values()):
        look.find(name)
    for path in (*look.own(".typ"), *resources.folder("templates").glob("*.typ")):
        if _PACKAGE.search(path.read_text(encoding="utf-8", errors="replace")):
            name = shown(path.name)
            raise OutputError(f"模板 {name} 要用网上的程序包；PDF 只由报告本身生成，请从模板中删去。")
    return Engine(look)


class Engine:
    """A compiler that knows the five fonts and can read nothing outside of the folder of templates.

    typst reads below one folder alone: the templates are put together in a temporary one, which is gone with
    the engine. Those of an office are printed within limits.
    """

    def __init__(self, look: Look) -> None:
        try:
            together = Path(tempfile.mkdtemp(prefix="nianbao-"))
            weakref.finalize(self, shutil.rmtree, together, ignore_errors=True)
            _put_together(look, together)
        except OSError as error:
            raise no_room(error) from error
        folders = [resources.folder("fonts"), *dict.fromkeys(font.parent for font in look.fonts())]
        apart = bool(look.own(".typ"))
        self._compiler = Compiler(str(together), tuple(map(str, folders)), apart=apart)

    def write(self, page: Page) -> bytes:
        """The PDF of a page. Raises OutputError."""
        found = content(page)
        name = next((OTHERS[each] for each in found.classes if each in OTHERS), REPORT)
        try:
            data = self._compiler.pdf(name, json.dumps(_values(page, found), ensure_ascii=False))
        except Fault as fault:
            raise _refusal(fault) from fault
        return completed(data, found)

    def draw(self, svg: str, pixels: int) -> bytes:
        """SVG as a PNG. Raises OutputError."""
        try:
            return self._compiler.png(DRAWING, svg, pixels)
        except Fault as fault:
            raise _refusal(fault) from fault


def _put_together(look: Look, folder: Path) -> None:
    """Put our templates into a folder, or where an office has some for typst, these in their place. Raises
    OSError."""
    (folder / OF_PROGRAM).mkdir()
    for path in resources.folder("templates").glob("*.typ"):
        shutil.copyfile(path, folder / path.name)
        shutil.copyfile(path, folder / OF_PROGRAM / path.name)
    for path in look.files() if look.own(".typ") else ():
        if path.suffix != ".ttf":
            target = folder / path.relative_to(look.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _values(page: Page, found: Content) -> dict[str, Any]:
    """What the templates get."""
    date = page.date or NO_DATE
    source = page.source
    return {
        **found.values,
        "date": {"year": date.year, "month": date.month, "day": date.day},
        "source": None
        if source is None
        else {"name": source.name, "text": source.text, "description": source.description},
    }


def _refusal(fault: Fault) -> OutputError:
    """Why typst refused a page: a character without a font, or a template that is wrong."""
    texts = [match["text"] for match in _NO_FONT.finditer(fault.diagnostic)]
    missing = {
        sign for text in texts for sign in _ESCAPE.sub(lambda match: chr(int(match["code"], 16)), text)
    } - MARKS  # of which typst complains together with what stands beside them
    if missing:
        return no_font(missing)
    if not fault.diagnostic:  # a warning
        return OutputError(f"排版没有完成：{fault.message}。请检查改过的 .typ 模板。")
    place = _PLACE.search(fault.diagnostic)
    where = f" {shown(place['file'])} 第{place['line']}行" if place else ""
    return OutputError(f"模板{where} 有误，没有生成 PDF：{fault.message}。请检查改过的 .typ 模板。")
