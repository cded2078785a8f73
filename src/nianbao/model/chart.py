"""What a form wants to be drawn where somebody asks for charts."""

from typing import NamedTuple


class Bar(NamedTuple):
    """A bar: its name for people, and the ids of the cells that it adds up."""

    name: str
    cells: tuple[str, ...]


class Chart(NamedTuple):
    """Bars of one measure. ``title`` may hold ``{year}``; ``unit`` stands behind each number; of ``years``
    the last is the report's, and as many as are known are drawn."""

    id: str
    title: str
    unit: str
    years: int
    bars: tuple[Bar, ...]
