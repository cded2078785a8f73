"""What else a workbook has than our own: other sheets, other texts, other formulas and looks."""

from __future__ import annotations

from itertools import zip_longest

from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.publish.proof.docx import container, require_small
from nianbao.publish.proof.inventory import Trait, deviations
from nianbao.publish.proof.unseen import HIDDEN
from nianbao.publish.proof.words import UNNAMED, by_name
from nianbao.publish.proof.xml import traits
from nianbao.read.docx.package import WORKBOOK, Package
from nianbao.read.workbook.document import texts_of
from nianbao.words import letters

_LEAST = 3.0  # points, or letters of a column
# Elements and attributes of a workbook, an attribute before the element that it stands at.
_KINDS = by_name(
    {
        "隐藏的行、列或工作表": "hidden state collapsed",
        "数字格式": "numFmt numFmts numFmtId formatCode",
        "单元格的样式": "xf cellXfs cellStyleXfs s cellStyle cellStyles",
        "文字颜色或底色": "color fgColor bgColor fill fills patternFill tabColor",
        "字体或字号": "font fonts sz name family charset scheme",
        "加粗": "b",
        "条件格式": "conditionalFormatting cfRule dxf dxfs",
        "行高": "row ht customHeight",
        "列宽": "col cols width",
        "工作表的显示方式": "sheetView sheetViews pane selection",
        "单元格的内容": "c v t is si sst r",
        "公式": "f",
        "合并的单元格": "mergeCell mergeCells",
        "页眉或页脚": "headerFooter oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
        "输入提示": "dataValidation dataValidations",
        "计算设置": "calcPr date1904 fullCalcOnLoad",
        "图形或图片": "drawing legacyDrawing picture",
        "工作表": "sheet sheets",
        "引用的部件": "Relationship Override Default",
        "文件属性": "title creator lastModifiedBy modified created property lpwstr Application AppVersion",
        "主题": "theme",
    }
)


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Every cell whose text differs, hidden sheets included, and the parts of the file that are not ours.

    Raises Unreadable if the other file is no workbook.
    """
    own, other = texts_of(ours), texts_of(theirs)
    found = [Difference("工作表", "、".join(own), "、".join(other))] if list(own) != list(other) else []
    for sheet in own.keys() & other.keys():
        nothing: list[str] = []
        for row, (wanted, met) in enumerate(zip_longest(own[sheet], other[sheet], fillvalue=nothing), 1):
            for column, (one, two) in enumerate(zip_longest(wanted, met, fillvalue="")):
                if one != two:
                    found.append(Difference(f"{sheet}!{letters(column)}{row}", one, two))
    found.sort(key=lambda difference: difference.place)
    return found, _parts(ours, theirs)


def _parts(ours: bytes, theirs: bytes) -> list[Deviation]:
    """Parts that one of the two has alone, and what is in them otherwise."""
    own, other = Package(ours, WORKBOOK), Package(theirs, WORKBOOK)
    require_small(own, other)
    found = list(container(own, other))
    found += [Deviation("文件里多出的部分", name) for name in other.names if own.content(name) is None]
    found += [Deviation("文件里少了的部分", name) for name in own.names if other.content(name) is None]
    for name in own.names:
        its = other.content(name)
        if its is not None and its != own.content(name):
            mine, counterpart = (package.part(name, whole=True) for package in (own, other))
            found += deviations(traits(mine), traits(counterpart), _named)
    return found


def _named(trait: Trait) -> str:
    """The kind of a trait in Chinese."""
    if trait.attribute in ("ht", "width") and _is_nothing(trait.value):
        return _KINDS["hidden"]
    if trait.element == "sz" and trait.attribute == "val" and _is_nothing(trait.value):
        return HIDDEN
    element, attribute = (name.rpartition(":")[2] for name in (trait.element, trait.attribute))
    return _KINDS.get(attribute) or _KINDS.get(element, f"{UNNAMED} {element}")


def _is_nothing(size: str) -> bool:
    """Whether a height or width is so small that nothing is seen; what is no number is taken for 0."""
    try:
        return float(size) < _LEAST
    except ValueError:
        return True
