"""The text of a tagged PDF by marked content: which words stand under which mark of which page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

import pikepdf

from nianbao.problem import Unreadable
from nianbao.read.blocks import UNKNOWN
from nianbao.read.pdf.canvas import Canvas, operators
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.fonts import LOST, Decoder, decoder, splitter
from nianbao.read.pdf.plain import is_plain
from nianbao.read.pdf.ruled import Box
from nianbao.read.pdf.specimens import Specimen, Specimens
from nianbao.words import without_spaces

Owner = tuple[int, int]  # object number and generation of a page or of a form
Mark = tuple[Owner, int]  # marked content is numbered within its page or form

MOST_PAGE_BYTES = 2_000_000
MOST_BYTES = 20_000_000
MOST_FONTS = 300
MOST_FORMS = 2_000
DEEPEST = 12  # forms within forms
SEEN = "\ufdee"  # before a text that was made of what its page shows; no text has it
_ASIDE = frozenset(("/Link", "/Popup"))  # kinds of notes that are not drawn upon words, without a look
LONGEST_STRING = 65_535  # bytes; the standard's own limit is half of that

_EVERYWHERE = Box(-inf, -inf, inf, inf)
_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do q Q"
# Each operator has one of these, and so has a line of a drawing; a mark with properties, which takes longer,
# has three.
_SIGNS = (b"q", b"Q", b"T", b"MC", b"BDC", b"<<", b"Do", b"'", b'"', b" l")
_SHOW = frozenset({"Tj", "TJ", "'", '"'})
_ON_NEXT_LINE = frozenset({"'", '"'})
_TOO_LARGE = "这份 PDF 的页面内容大得不正常，没有读取。"
_REMEDY = "请改用 Word 文件，或只保留报告本身的页面。"


class Marked(NamedTuple):
    """The text of marked content, the pages (from 0) that may show it otherwise than it is stored, and what
    of its fonts may be part of a figure."""

    texts: dict[Mark, str]
    doubtful: set[int]
    specimens: Specimens


def marked_text(pdf: pikepdf.Pdf, effort: Effort, untrue: Collection[Specimen] = ()) -> Marked:
    """The text of all marked content of a PDF. Codes of fonts that are ``untrue`` are UNKNOWN.

    Raises Unreadable if there is more of it than any report has.
    """
    reader = _Reader(pdf, effort, untrue)
    doubts = [reader.page(page) for page in pdf.pages]
    return Marked(
        {mark: "".join(words) for mark, words in reader.words.items()},
        {number for number, is_doubtful in enumerate(doubts) if is_doubtful},
        reader.specimens(),
    )


def agreed(drawn: str, meant: str) -> str:
    """The text of something drawn as one text while the file states another (/ActualText).

    The statement counts where it only adds spaces or resolves ligatures, or where nothing legible is drawn.
    Where the two contradict each other what a person sees counts.
    """
    if SEEN in drawn:
        return drawn
    return meant if not drawn or LOST in drawn or bare(drawn) == bare(meant) else drawn


def entry(dictionary: Any, key: str) -> Any:
    """What a dictionary of a PDF has under a key, None if it has none."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401 - its ``get`` is slow to find nothing


def bare(text: str) -> str:
    """What two texts have in common that differ in spaces and ways to write a character."""
    return without_spaces(unicodedata.normalize("NFKC", text)).replace("\N{SOFT HYPHEN}", "")


@dataclass(slots=True)
class _Scope:
    """A marked-content sequence: where its words go, None if it is decoration.

    If the file states its text (``meant``), the words are gathered apart and settled ``into`` the place of
    the scope around it.
    """

    words: list[str] | None
    meant: str | None = None
    into: list[str] | None = None

    def close(self, effort: Effort) -> None:
        if self.meant is not None and self.words is not None and self.into is not None:
            drawn = "".join(self.words)
            effort.spend(1 + (len(drawn) + len(self.meant)) // 5)  # scopes in scopes: the same words again
            self.into.append(agreed(drawn, self.meant))


class _Font(dict[bytes, str]):
    """The strings that are shown in a font, and what they mean: many are shown again and again."""

    def __init__(self, font: Any, says: Decoder) -> None:
        super().__init__()
        self.font, self.says = font, says

    def __missing__(self, data: bytes) -> str:
        return self.setdefault(data, self.says(data))


class _Reader:
    """Follows the operators of pages and forms."""

    def __init__(self, pdf: pikepdf.Pdf, effort: Effort, untrue: Collection[Specimen]) -> None:
        self.pdf = pdf
        self.effort = effort
        self.untrue = untrue
        self.words: dict[Mark, list[str]] = {}
        self.fonts_shown: dict[Owner, _Font] = {}
        self.bytes = 0
        self.forms = 0
        self.fonts = 0
        self.canvas = Canvas(_EVERYWHERE)  # of the page that is being read

    def page(self, page: pikepdf.Page) -> bool:
        """Read a page. Whether it may show something else than it stores."""
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        content = self._weighed(streams, drawn=True)
        self.canvas = Canvas(_visible(page))
        self._run(page.obj, content, page.obj.get("/Resources"), _Scope(None), 0)
        return self.canvas.is_doubtful(self.effort) or any(map(_may_cover, page.obj.get("/Annots", ())))

    def specimens(self) -> Specimens:
        """The glyphs that may stand in a figure."""
        found = Specimens(self.effort)
        for each in self.fonts_shown.values():
            codes = splitter(each.font, self.effort)
            found.add(each.font, {code for string in each for code in codes(string)}, each.says)
        return found

    def _weighed(self, streams: list[Any], *, drawn: bool) -> bytes:
        """Content (what is drawn, or a font's tables) that is not too large to be taken apart."""
        content = [stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)]
        size = sum(map(len, content))
        operators = sum(data.count(sign) for data in content for sign in _SIGNS)
        self.effort.spend(size // 20 + operators * 3 // 2 if drawn else size // 4)
        self.bytes += size
        if size > MOST_PAGE_BYTES or self.bytes > MOST_BYTES:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        return b"\n".join(content)

    def _run(self, owner: Any, content: bytes, resources: Any, outer: _Scope, depth: int) -> None:
        self.canvas.doubt_unless(is_plain(resources, content))
        scopes = [outer]
        fonts: list[_Font | None] = [None]
        named: dict[str, _Font | None] = {}
        drawing = operators(content)
        drawn_by = frozenset(drawing.split())
        for instruction in pikepdf.parse_content_stream(owner, f"{_OPERATORS} {drawing}"):
            name, operands = str(instruction.operator), instruction.operands
            if name in drawn_by:
                self.canvas.follow(name, operands)
            elif name in _SHOW:
                self._show(name, operands, fonts[-1], scopes[-1].words)
            elif name in ("BDC", "BMC"):
                scopes.append(self._scope(operands, resources, owner.objgen, scopes[-1]))
            elif name == "EMC" and len(scopes) > 1:
                scopes.pop().close(self.effort)
            elif name in ("q", "Q"):
                self._keep(name, fonts)
            elif name == "Tf":
                fonts[-1] = self._named_font(operands, resources, named)
                self.canvas.set_size(operands)
            elif name == "Do":
                self._object(_resource(resources, "/XObject", operands), resources, scopes[-1], depth)
        for scope in reversed(scopes[1:]):
            scope.close(self.effort)

    def _keep(self, name: str, fonts: list[_Font | None]) -> None:
        """Keep the state of drawing (q), or take up the one that was kept last (Q)."""
        if name == "q":
            fonts.append(fonts[-1])
            self.canvas.keep()
        elif len(fonts) > 1:
            fonts.pop()
            self.canvas.restore()

    def _scope(self, operands: Any, resources: Any, owner: Owner, outer: _Scope) -> _Scope:
        if len(operands) and operands[0] == "/Artifact":
            return _Scope(None)
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = _resource(resources, "/Properties", [properties])
        if not isinstance(properties, pikepdf.Dictionary):
            return _Scope(outer.words)
        number = entry(properties, "/MCID")
        words = self.words.setdefault((owner, number), []) if isinstance(number, int) else outer.words
        meant = entry(properties, "/ActualText")
        return _Scope([], str(meant), words) if isinstance(meant, pikepdf.String) else _Scope(words)

    def _named_font(self, operands: Any, resources: Any, named: dict[str, _Font | None]) -> _Font | None:
        """The font that an operator names, from those already ``named`` in the same content: looking one up
        takes longer than reading a line of it."""
        name = str(operands[0]) if len(operands) else ""
        if name not in named:
            font = _resource(resources, "/Font", operands)
            if isinstance(font, pikepdf.Dictionary) and font.objgen == (0, 0):  # written in place
                font = resources.Font[name] = self.pdf.make_indirect(font)
            named[name] = self._font(font)
        return named[name]

    def _font(self, font: Any) -> _Font | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = font.objgen
        if key in self.fonts_shown:
            return self.fonts_shown[key]
        self.fonts += 1
        if self.fonts > MOST_FONTS:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        self._weighed([font.get("/ToUnicode"), font.get("/Encoding")], drawn=False)
        codes = {each.code for each in self.untrue if each.font == key}
        says = decoder(font, self.effort)
        found = _Font(font, _without(codes, says, splitter(font, self.effort)) if codes else says)
        self.fonts_shown[key] = found
        return found

    def _object(self, item: Any, resources: Any, scope: _Scope, depth: int) -> None:
        """A form or a picture that is drawn by its name."""
        if not isinstance(item, pikepdf.Stream):
            return
        if item.get("/Subtype") != "/Form":
            self.canvas.paint_image()
            return
        self.forms += 1
        if depth >= DEEPEST or self.forms > MOST_FORMS:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        self.canvas.doubt_unless("/OC" not in item)
        content = self._weighed([item], drawn=True)
        kept = self.canvas.keep()
        self.canvas.follow("cm", item.get("/Matrix", (1, 0, 0, 1, 0, 0)))
        self._run(item, content, item.get("/Resources", resources), _Scope(scope.words), depth + 1)
        self.canvas.restore(kept)

    def _show(self, name: str, operands: Any, font: _Font | None, words: list[str] | None) -> None:
        if name in _ON_NEXT_LINE:
            self.canvas.next_line()
        if not len(operands):
            return
        self.canvas.doubt_unless(font is not None)
        if font is None:
            return
        shown = operands[-1]
        parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        texts = [
            bytes(item) for item in parts if type(item) is pikepdf.Object and isinstance(item, pikepdf.String)
        ]
        if max(map(len, texts), default=0) > LONGEST_STRING:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        found = [font[each] for each in texts]
        self.effort.spend(sum(map(len, found)) // 10)
        self.canvas.write(found, parts, 0 if words is None else id(words))
        if words is not None:
            words += found


def _without(codes: Collection[bytes], says: Decoder, parted: Callable[[bytes], Iterable[bytes]]) -> Decoder:
    """What a font says, but for some of its codes."""
    return lambda data: "".join([UNKNOWN if code in codes else says(code) for code in parted(data)])


def _visible(page: pikepdf.Page) -> Box:
    """What is shown of a page."""
    box = page.cropbox
    if not (isinstance(box, pikepdf.Array) and len(box) == 4):
        return _EVERYWHERE
    x, y, x2, y2 = map(float, box)
    return Box(min(x, x2), min(y, y2), max(x, x2), max(y, y2))


def _may_cover(note: Any) -> bool:
    """Whether what somebody put on a page may cross words out or lie upon them."""
    return "/AP" in note or str(note.get("/Subtype")) not in _ASIDE


def _resource(resources: Any, kind: str, operands: Any) -> Any:
    """The resource that an operator's first operand names, or None."""
    if not isinstance(resources, pikepdf.Dictionary) or not len(operands):
        return None
    shelf = resources.get(kind)
    if isinstance(shelf, pikepdf.Dictionary) and isinstance(operands[0], pikepdf.Name):
        return shelf.get(operands[0])
    return None
