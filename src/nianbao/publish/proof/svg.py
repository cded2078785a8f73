"""A drawing (SVG) beside our own of the same report: element by element. Its texts and bars are compared by
``drawings``; what hides them, covers them or stands beside them is told here."""

from __future__ import annotations

from lxml import etree

from nianbao.problem import OutputError, Unreadable
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.publish.proof.inventory import Trait, deviations
from nianbao.publish.proof.words import UNNAMED, by_name
from nianbao.publish.proof.xml import local_name, traits

# Elements and attributes of a drawing (SVG), an attribute before the element that it stands at.
_KINDS = by_name(
    {
        "脚本": "script",
        "样式表": "style",
        "图片": "image",
        "嵌入的网页": "foreignObject",
        "引用的图形": "use defs symbol href",
        "动画": "animate set animateTransform",
        "隐藏的内容": "display visibility opacity fill-opacity clip-path mask filter",
        "颜色": "fill stroke color",
        "位置或大小": "x y dx dy width height viewBox transform font-size textLength",
        "字体": "font-family",
        "图形": "rect path circle line g",
        "画出的文字": "text tspan",
        "图的说明": "title desc aria-label role",
        "注释": "#comment",
        "处理指令": "#instruction",
    }
)


_HIDING = {
    "opacity": ("0", "0%", ".0", "0.0"),
    "fill-opacity": ("0", "0%", ".0", "0.0"),
    "fill": ("none", "transparent"),
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
}


def require_visible(svg: str, template: str) -> None:
    """Raise OutputError if what a template drew is no SVG, or if attributes hide words of it."""
    try:
        root = _root(svg.encode())
    except Unreadable as error:
        raise OutputError(f"模板 {template} 画出的不是 SVG 图，请核对标签是否成对。") from error
    for text in (each for each in root.iter() if local_name(each) == "text"):
        for element in (text, *text.iterancestors(), *text.iterdescendants()):
            for name, values in _HIDING.items():
                if (element.get(name) or "").strip() in values:
                    raise OutputError(
                        f"模板 {template} 里的 {name}=“{element.get(name)}”使图里的字看不见，请去掉。"
                    )


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Everything in a drawing that is otherwise than in our own. Raises Unreadable."""
    own, other = _root(ours), _root(theirs)
    found = list(deviations(traits(own), traits(other), _named))
    if other.getroottree().docinfo.internalDTD is not None:  # its defaults may hide every text
        found.append(Deviation("文档类型"))
    if next(other.itersiblings(preceding=True), None) is not None:  # as a style sheet is named
        found.append(Deviation("处理指令", "图的前面"))
    return [], found


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("这不是 SVG 图，或者文件已经损坏。", "请重新生成。") from error


def _named(trait: Trait) -> str:
    """The kind of a trait in Chinese."""
    if trait.attribute.startswith("on"):
        return _KINDS["script"]
    return _KINDS.get(trait.attribute) or _KINDS.get(trait.element, f"{UNNAMED} {trait.element}")
