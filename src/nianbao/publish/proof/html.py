"""A web page beside our own of the same report: tag by tag, as they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.publish.proof.inventory import Trait, deviations
from nianbao.publish.proof.markup import BLANKS, misread, unusual
from nianbao.publish.proof.words import TAG_ATTRIBUTES, TAGS, UNNAMED
from nianbao.read.html.page import decoded

_RAW = ("style", "script")  # whose content is no text
_DATA = ("type", "application/ld+json")  # of a script that is data for machines and that no browser executes
_VOID = frozenset(
    ("br", "col", "meta", "link", "img", "input", "hr", "base", "embed", "area", "wbr", "source")
)
_PAIRS = (("<!--", "-->"), ("<![", "]>"))


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """The texts that no reader looks for (the page's title, the mark of a draft), and everything else that is
    otherwise than in our own page. Raises Unreadable."""
    own, other = _Page(decoded(ours)), _Page(decoded(theirs))
    found = list(deviations(own.traits, other.traits, _named))
    if not theirs.isascii() and ours != theirs and not _is_utf8(theirs):
        found.append(Deviation("文字编码", "不是 UTF-8"))
    found += misread(theirs)
    return list(_texts(own, other)), found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith("\ufeff".encode())


class _Page(HTMLParser):
    """A page taken apart: what its tags are, and its texts with the tag that each stands in."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.traits: list[Trait] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._is_data = False  # the script that stands open
        self._times = Counter[str]()  # each tag is open: end tags of none are many in strange pages
        whole, rest = _cut(page)
        self.feed(whole)
        self.close()
        self.traits += unusual(page)
        if rest.strip():
            self.traits.append(Trait("!", attribute="#", value=rest))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.traits.append(Trait(tag, self._open[-1] if self._open else ""))
        self.traits += [
            Trait(tag, attribute=name, value=value or "") for name, value in _sorted_by_name(attrs)
        ]
        self._is_data = tag == "script" and _DATA in attrs
        if tag not in _VOID:
            self._open.append(tag)
            self._times[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.traits.append(Trait(f"/{tag}"))
        closed = ""
        while self._times[tag] and closed != tag:
            closed = self._open.pop()
            self._times[closed] -= 1

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside in _RAW:
            kind = "#data" if self._is_data else ""
            self.traits += [Trait(inside, kind, "#", rule) for rule in _rules(data)]
        elif text := " ".join(data.split()):
            self.texts.append((inside, text))

    def handle_comment(self, data: str) -> None:
        self.traits.append(Trait("!", attribute="#", value=data))

    def handle_decl(self, decl: str) -> None:
        self.traits.append(Trait("!doctype", attribute="#", value=decl))

    def unknown_decl(self, data: str) -> None:
        self.traits.append(Trait("!", attribute="#", value=data))

    def handle_pi(self, data: str) -> None:
        self.traits.append(Trait("?", attribute="#", value=data))


def _cut(page: str) -> tuple[str, str]:
    """The page up to the first tag or comment that has no end, and what follows: the parser would look for
    each end again and again."""
    end = page.rfind(">") + 1
    for begin, close in _PAIRS:
        unclosed = page.find(begin, page.rfind(close) + 1)
        end = end if unclosed < 0 else min(end, unclosed)
    return page[:end], page[end:]


def _sorted_by_name(attrs: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """The attributes of a tag in an order that says nothing."""
    return sorted(attrs, key=lambda pair: (pair[0], pair[1] or ""))


def _rules(sheet: str) -> Iterator[str]:
    """The rules of a style sheet, or the pieces of a script: enough to tell what is not ours."""
    return (BLANKS.sub(" ", rule).strip(" ") for rule in sheet.split("}"))  # a brace too many ends another


def _texts(own: _Page, other: _Page) -> Iterator[Difference]:
    """Where the texts of the pages differ, hidden ones too."""
    wanted, found = own.texts, other.texts
    if "".join(text for _, text in wanted) == "".join(text for _, text in found):
        return
    for tag, first, last, start, end in aligned(_tagged(wanted), _tagged(found)):
        if tag != "equal":
            inside = (found[start:end] or wanted[first:last])[0][0]
            place = "网页标题" if inside == "title" else f"网页的文字（{inside}）"
            texts = [" ".join(text for _, text in part) for part in (wanted[first:last], found[start:end])]
            yield Difference(place, *texts)


def _tagged(texts: list[tuple[str, str]]) -> list[str]:
    """Each text with the tag that it stands in."""
    return [f"{tag}\n{text}" for tag, text in texts]


def _named(trait: Trait) -> str:
    """The kind of a trait in Chinese."""
    if trait.attribute.startswith("on"):
        return "点击或载入时执行的脚本"
    if trait.attribute in TAG_ATTRIBUTES:
        return TAG_ATTRIBUTES[trait.attribute]
    tag = trait.parent if trait.attribute == "#" and trait.parent else trait.element.removeprefix("/")
    return TAGS.get(tag, f"{UNNAMED} {trait.element}")
