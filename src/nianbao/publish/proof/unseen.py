"""Settings of a Word file so extreme that what they apply to is not seen any more, or as something else."""

from __future__ import annotations

HIDDEN = "看不见的文字或表格"
SYMBOLS = "符号字体"
_EXACT = "固定的行高"  # what is higher is cut off

_PAGE = 6_000  # twentieths of a point; half a page is 6,000 wide
_FAR = (-600, _PAGE)  # further to the left it stands in another column
_SEEN: dict[tuple[str, str], tuple[int, int]] = {  # by element and attribute: the least and the most
    ("sz", "val"): (8, 200),  # half points; what is larger than that is cut off in its cell
    ("szCs", "val"): (8, 200),
    ("w", "val"): (20, 600),  # percent of the usual width of letters
    ("position", "val"): (-40, 40),  # half points above the line
    ("spacing", "val"): (-20, 1_000),  # twentieths of a point between letters
    ("spacing", "line"): (200, 3_000),
    ("spacing", "before"): (-1, _PAGE),
    ("spacing", "after"): (-1, _PAGE),
    ("ind", "left"): _FAR,
    ("ind", "start"): _FAR,
    ("ind", "right"): _FAR,
    ("ind", "end"): _FAR,
    ("ind", "firstLine"): _FAR,
    ("ind", "hanging"): _FAR,
    ("tblInd", "w"): _FAR,
    ("trHeight", "val"): (120, 14_000),
    ("pgSz", "w"): (_PAGE, 30_000),
    ("pgSz", "h"): (_PAGE, 30_000),
}
_SIDES = ("top", "left", "bottom", "right", "start", "end")
_SEEN |= {("pgMar", side): (-1, _PAGE) for side in _SIDES} | {(side, "w"): (-1, 2_000) for side in _SIDES}
_OR_NOTHING: dict[tuple[str, str], tuple[int, int]] = {  # 0 is for whatever width is needed
    ("tcW", "w"): (200, 12_000),
    ("gridCol", "w"): (200, 12_000),
    ("tblW", "w"): (1_000, 12_000),
}
_SYMBOLS = (
    *("wingdings", "webdings", "symbol", "marlett", "dingbats", "mt extra", "outlook"),
    *("barcode", "code 128", "code128", "code 39", "code39", "3 of 9", "blank", "redacted"),
)


def unseen(element: str, attribute: str, value: str) -> str:
    """The kind of what is not seen any more; empty for settings as people make them."""
    if element == "rFonts" and any(name in value.lower() for name in _SYMBOLS):
        return SYMBOLS
    key = element, attribute.rpartition(":")[2]
    if key == ("trHeight", "hRule") and value == "exact":
        return _EXACT
    number = _number(value)
    if number is None or (number == 0 and key in _OR_NOTHING):
        return ""
    bounds = _SEEN.get(key) or _OR_NOTHING.get(key)
    return "" if bounds is None or bounds[0] <= number <= bounds[1] else HIDDEN


def _number(value: str) -> float | None:
    """What a setting counts in Word's own units; None for words."""
    try:
        return float(value.strip().removesuffix("%"))
    except ValueError:
        return None
