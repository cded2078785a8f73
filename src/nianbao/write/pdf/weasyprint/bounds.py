"""Nothing is printed beside the paper or cut off, whatever the style sheet: seen in the finished layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from nianbao.problem import OutputError
from nianbao.words import first_of, shortened

_SLACK = 1.0  # CSS pixels (0.26 mm): spaces that stretch a line are rounded
_ASCENT = 0.75  # of the type size: what a sign needs above its base line, and below it
_DESCENT = 0.05
_SMALLEST = 4.0  # points: what is smaller cannot be read
_MOST_NAMED = 3
_SHOWN = 20  # characters of a text that is named

Box = Any


@dataclass(frozen=True, slots=True)
class _Room:
    """The rectangle in which a text is seen, and what it is called."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return (
            self.left - _SLACK <= x <= self.right + _SLACK and self.top - _SLACK <= y <= self.bottom + _SLACK
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """How far down the tree of boxes a walk has come: what limits a text there, and how it is turned."""

    rooms: tuple[tuple[_Room, Any], ...]  # each with the matrix it was measured in
    matrix: Any
    shown: bool


def require_inside(document: Any) -> None:
    """Raise OutputError, naming the texts, if part of a document that WeasyPrint laid out cannot be seen."""
    found = list(dict.fromkeys(_faults(document)))
    if found:
        named = first_of(found, _MOST_NAMED, more=f"等{len(found)}处", between="；")
        raise OutputError(
            f"{named}。请缩短这些文字，或在长的外文词中加空格；改过样式表的，请检查样式表 report.css。"
        )


def _faults(document: Any) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        paper = page._page_box
        room = _Room("纸外", 0, 0, paper.margin_width(), paper.margin_height())
        for text, fault in _texts(paper, _Place(((room, None),), None, True)):
            shown = shortened(text, _SHOWN)
            yield f"第{number}页的“{shown}”{fault}"


def _texts(box: Box, place: _Place) -> Iterator[tuple[str, str]]:
    """Every text below a box that is not seen whole, with what is wrong with it."""
    place = _within(box, place)
    if isinstance(box, boxes.TextBox):
        text = box.text.strip()
        if text and (fault := _fault(box, place)):
            yield text, fault
        return
    for child in box.all_children() if isinstance(box, boxes.ParentBox) else ():
        placed = child._box if isinstance(child, AbsolutePlaceholder) else child
        if isinstance(placed, boxes.Box):
            yield from _texts(placed, place)


def _within(box: Box, place: _Place) -> _Place:
    """The place inside of a box."""
    if (turned := box.transformation_matrix) is not None:
        place = replace(place, matrix=turned if place.matrix is None else turned @ place.matrix)
    if box.style["opacity"] == 0:
        place = replace(place, shown=False)
    if isinstance(box, boxes.PageBox):
        return place
    if box.is_absolutely_positioned() and box.style["clip"]:
        return replace(place, shown=False)
    if isinstance(box, boxes.TableCellBox):
        room = _Room(
            "格子外",
            box.border_box_x(),
            box.border_box_y(),
            box.border_box_x() + box.border_width(),
            box.border_box_y() + box.border_height(),
        )
        place = replace(place, rooms=(*place.rooms, (room, place.matrix)))
    if box.style["overflow"] != "visible" and isinstance(box, boxes.ParentBox):
        left, top = box.padding_box_x(), box.padding_box_y()
        room = _Room("看得见的范围外", left, top, left + box.padding_width(), top + box.padding_height())
        place = replace(place, rooms=(*place.rooms, (room, place.matrix)))
    return place


def _fault(box: Box, place: _Place) -> str:
    """What is wrong with a text; empty if it is seen whole."""
    size = box.style["font_size"]
    if not place.shown or box.style["color"].alpha == 0:
        return "印出来看不见"
    if size * 0.75 < _SMALLEST:
        return "小得无法辨认"
    base = box.position_y + box.baseline
    for x in (box.position_x, box.position_x + box.width):
        for y in (base - _ASCENT * size, base + _DESCENT * size):
            for room, matrix in place.rooms:
                if not room.holds(*_seen_from(x, y, place.matrix, matrix)):
                    return f"有一部分会印到{room.name}"
    return ""


def _seen_from(x: float, y: float, inner: Any, outer: Any) -> tuple[float, float]:
    """A point of a turned box in the measures of a box around it."""
    if inner is None or inner is outer:
        return x, y
    matrix = inner if outer is None else inner @ outer.invert
    x, y = matrix.transform_point(x, y)
    return x, y
