"""The text of a tagged PDF by marked content: which words stand under which mark of which page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pikepdf

from nianbao.problem import Unreadable
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.fonts import LOST, Decoder, decoder
from nianbao.words import without_spaces

Owner = tuple[int, int]  # object number and generation of a page or of a form
Mark = tuple[Owner, int]  # marked content is numbered within its page or form

MOST_PAGE_BYTES = 2_000_000
MOST_BYTES = 20_000_000
MOST_FONTS = 300
MOST_FORMS = 2_000
DEEPEST = 12  # forms within forms
LONGEST_STRING = 65_535  # bytes; the standard's own limit is half of that

_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do q Q"
# Each operator has one of these; a mark with properties, which takes longer, three.
_SIGNS = (b"q", b"Q", b"T", b"MC", b"BDC", b"<<", b"Do", b"'", b'"')
_SHOW = frozenset({"Tj", "TJ", "'", '"'})
_TOO_LARGE = "这份 PDF 的页面内容大得不正常，没有读取。"
_REMEDY = "请改用 Word 文件，或只保留报告本身的页面。"


def marked_text(pages: Iterable[Any], effort: Effort) -> dict[Mark, str]:
    """The text of all marked content on ``pages``.

    Raises Unreadable if there is more of it than any report has.
    """
    reader = _Reader(effort)
    for page in pages:
        reader.page(page)
    return {mark: "".join(words) for mark, words in reader.words.items()}


def agreed(drawn: str, meant: str) -> str:
    """The text of something drawn as one text while the file states another (/ActualText).

    The statement counts where it only adds spaces or resolves ligatures, or where nothing legible is drawn.
    Where the two contradict each other what a person sees counts.
    """
    return meant if not drawn or LOST in drawn or _bare(drawn) == _bare(meant) else drawn


def entry(dictionary: Any, key: str) -> Any:
    """What a dictionary of a PDF has under a key, None if it has none."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401 - its ``get`` is slow to find nothing


def _bare(text: str) -> str:
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


class _Reader:
    """Follows the operators of pages and forms."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.words: dict[Mark, list[str]] = {}
        self.decoders: dict[Owner, Decoder] = {}
        self.bytes = 0
        self.forms = 0
        self.fonts = 0

    def page(self, page: Any) -> None:
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        self._weigh(streams, drawn=True)
        self._run(page, page.get("/Resources"), _Scope(None), 0)

    def _weigh(self, streams: list[Any], *, drawn: bool) -> None:
        """Refuse content (what is drawn, or a font's tables) that is too large before it is taken apart."""
        content = [stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)]
        size = sum(map(len, content))
        operators = sum(data.count(sign) for data in content for sign in _SIGNS)
        self.effort.spend(size // 20 + operators * 3 // 2 if drawn else size // 4)
        self.bytes += size
        if size > MOST_PAGE_BYTES or self.bytes > MOST_BYTES:
            raise Unreadable(_TOO_LARGE, _REMEDY)

    def _run(self, owner: Any, resources: Any, outer: _Scope, depth: int) -> None:
        scopes = [outer]
        fonts: list[Decoder | None] = [None]
        named: dict[str, Decoder | None] = {}
        for instruction in pikepdf.parse_content_stream(owner, _OPERATORS):
            name, operands = str(instruction.operator), instruction.operands
            if name in _SHOW:
                self._show(operands, fonts[-1], scopes[-1].words)
            elif name in ("BDC", "BMC"):
                scopes.append(self._scope(operands, resources, owner.objgen, scopes[-1]))
            elif name == "EMC" and len(scopes) > 1:
                scopes.pop().close(self.effort)
            elif name == "q":
                fonts.append(fonts[-1])
            elif name == "Q" and len(fonts) > 1:
                fonts.pop()
            elif name == "Tf":
                fonts[-1] = self._named_font(operands, resources, named)
            elif name == "Do":
                self._form(_resource(resources, "/XObject", operands), resources, scopes[-1], depth)
        for scope in reversed(scopes[1:]):
            scope.close(self.effort)

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

    def _named_font(self, operands: Any, resources: Any, named: dict[str, Decoder | None]) -> Decoder | None:
        """The font that an operator names, from those already ``named`` in the same content: looking one up
        takes longer than reading a line of it."""
        name = str(operands[0]) if len(operands) else ""
        if name not in named:
            named[name] = self._font(_resource(resources, "/Font", operands))
        return named[name]

    def _font(self, font: Any) -> Decoder | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = font.objgen
        if key in self.decoders:
            return self.decoders[key]
        self.fonts += 1
        if self.fonts > MOST_FONTS:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        self._weigh([font.get("/ToUnicode"), font.get("/Encoding")], drawn=False)
        found = decoder(font, self.effort)
        if key != (0, 0):  # one written in place has no number to remember it by
            self.decoders[key] = found
        return found

    def _form(self, form: Any, resources: Any, scope: _Scope, depth: int) -> None:
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form":
            return
        self.forms += 1
        if depth >= DEEPEST or self.forms > MOST_FORMS:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        self._weigh([form], drawn=True)
        self._run(form, form.get("/Resources", resources), _Scope(scope.words), depth + 1)

    def _show(self, operands: Any, font: Decoder | None, words: list[str] | None) -> None:
        if words is None or font is None or not len(operands):
            return
        shown = operands[-1]
        if isinstance(shown, pikepdf.String):
            texts = [bytes(shown)]
        elif isinstance(shown, pikepdf.Array):
            texts = [bytes(item) for item in shown if isinstance(item, pikepdf.String)]
        else:
            return
        if max(map(len, texts), default=0) > LONGEST_STRING:
            raise Unreadable(_TOO_LARGE, _REMEDY)
        found = list(map(font, texts))
        self.effort.spend(sum(map(len, found)) // 10)
        words += found


def _resource(resources: Any, kind: str, operands: Any) -> Any:
    """The resource that an operator's first operand names, or None."""
    if not isinstance(resources, pikepdf.Dictionary) or not len(operands):
        return None
    shelf = resources.get(kind)
    if isinstance(shelf, pikepdf.Dictionary) and isinstance(operands[0], pikepdf.Name):
        return shelf.get(operands[0])
    return None
