"""A Word file beside our own of the same report: part by part, element by element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.publish.proof.inventory import Trait, deviations
from nianbao.publish.proof.unseen import unseen
from nianbao.publish.proof.words import ATTRIBUTES, PARTS, UNNAMED, WORD
from nianbao.publish.proof.xml import local_name, traits
from nianbao.read.docx.package import Package

_TEXT = "t"
_STRANGE = "main:"
_REFERRED = {
    ("Relationship", "Type"),
    ("Relationship", "Target"),
    ("Override", "PartName"),
    ("Override", "ContentType"),
}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEFAULTS = frozenset((("textDirection", "lrTb"), ("bidi", "0"), ("bidi", "false"), ("color", "auto")))
_UNSHOWN_PARTS = (
    "/docProps/",
    "/_rels/",
    "/word/_rels/",
    "/word/theme/",
    "/word/fontTable",
    "/word/settings",
)
_PROPERTIES = PARTS["docprops"]
_PAGE = "PAGE"
_ANY_PAGE = "〔页码〕"
LARGEST = 6_000_000  # bytes of all parts that are not ours; what Word saves of a report has 1,500,000
MOST_TAGS = 200_000  # in them


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """The texts outside of the body that differ (headers, footers, notes, comments), and everything else that
    is otherwise than in our own file. Raises Unreadable."""
    own, other = Package(ours), Package(theirs)
    texts: list[Difference] = []
    require_small(own, other)
    found = list(container(own, other))
    for name in [*own.names, *(name for name in other.names if name not in own.names)]:
        mine, its = own.content(name), other.content(name)
        if mine == its:
            continue
        kind = _kind_of(name)
        if its is None or mine is None:
            found.append(Deviation(f"{'少了' if its is None else '多出'}：{kind}", name))
        if not name.endswith((".xml", ".rels")):
            found += [Deviation(kind, name)] if mine and its else []
            continue
        before = own.part(name, whole=True) if mine else None
        after = other.part(name, whole=True) if its else None
        if name.lower() != other.main.lstrip("/").lower():
            texts += _texts(kind, before, after)
        names = _of_properties if kind == _PROPERTIES else _named
        found += deviations(traits(_without_defaults(before)), traits(_without_defaults(after)), names)
    return texts, found


def _without_defaults(root: etree._Element | None) -> etree._Element | None:
    """A part without what says only what holds anyway: other programs write it at every cell."""
    if root is not None:
        for element in list(root.iter(*(f"{_WORD}{name}" for name, _ in _DEFAULTS))):
            values = list(map(str, element.attrib.values()))
            parent = element.getparent()
            if parent is not None and len(values) == 1 and (local_name(element), values[0]) in _DEFAULTS:
                parent.remove(element)
    return root


def _of_properties(_: Trait) -> str:
    """The kind of whatever stands in a part that describes the file and is not shown."""
    return _PROPERTIES


def require_small(own: Package, other: Package) -> None:
    """Raise Unreadable if there is more to be looked at than in any report. A reader unpacks a part or two,
    this looks into all of them."""
    size = tags = 0
    for name in other.names:
        its = other.content(name) or b""
        if its != own.content(name):
            size += len(its)
            tags += its.count(b"<") if name.endswith((".xml", ".rels")) else 0
        if size > LARGEST or tags > MOST_TAGS:
            raise Unreadable("文件里的内容多得不正常，没有核对。", "请检查是否选错了文件。")


def container(own: Package, other: Package) -> Iterator[Deviation]:
    """What the package itself has besides its parts."""
    for name, times in Counter(name.lower() for name in other.names).items():
        if times > 1:
            yield Deviation("同名的部件", name)
    if other.has_more:
        yield Deviation("压缩包前面或后面的内容")
    if own.main != other.main:
        yield Deviation("正文换成了另一个部件", other.main)


def _kind_of(name: str) -> str:
    """What a part is for, by its place in the package."""
    plain = name.lower()
    return next((words for key, words in PARTS.items() if key in plain), "不认识的部件")


def _texts(kind: str, before: etree._Element | None, after: etree._Element | None) -> Iterator[Difference]:
    """The paragraphs of a part that is no body, where they differ."""
    wanted, found = _paragraphs(before), _paragraphs(after)
    for tag, first, last, start, end in aligned(wanted, found):
        if tag != "equal":
            yield Difference(kind, "".join(wanted[first:last]), "".join(found[start:end]))


def _paragraphs(root: etree._Element | None) -> list[str]:
    """What stands in the text elements of a part, whatever they belong to, a line for each paragraph. The
    number of the page that a field had when the file was saved is any: it is counted anew when it is opened.
    """
    if root is None:
        return []
    lines: list[str] = []
    field = ""  # its instruction, while its result follows
    for element in root.iter():
        name = local_name(element)
        if name == "p":
            lines.append("")
            field = ""
        elif name == "instrText":
            field = (element.text or "").strip()
        elif name == "fldChar" and _value(element, "fldCharType") == "end":
            field = ""
        elif name == _TEXT and element.text and field == _PAGE and element.text.strip().isdecimal():
            lines = lines or [""]
            lines[-1] += _ANY_PAGE
        elif name == _TEXT and element.text:
            lines = lines or [""]
            lines[-1] += element.text
    return [line for line in lines if line]


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")


def _named(trait: Trait) -> str:
    """The kind of a trait in Chinese."""
    if trait.element == "Relationship" and trait.attribute == "TargetMode":
        return "链接到文件外面的内容"
    if trait.attribute == "PartName" and trait.value.startswith(_UNSHOWN_PARTS):
        return PARTS["[content_types]"]
    if (trait.element, trait.attribute) in _REFERRED:
        return "引用的部件"
    if trait.element.startswith(_STRANGE):  # of Word's names, and none of Word's: it is not read there
        return f"{UNNAMED} {trait.element}"
    element = trait.element.rpartition(":")[2]
    if hidden := unseen(element, trait.attribute, trait.value):
        return hidden
    local = trait.attribute.rpartition(":")[2]
    if local in ATTRIBUTES:
        return ATTRIBUTES[local]
    return WORD.get(element, f"{UNNAMED} {trait.element}")
