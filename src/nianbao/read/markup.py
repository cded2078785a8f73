"""What Word and WPS keep beside the text of a file: tracked changes and comments, by whom and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, auto

END = "\n"  # the words of a revision that made two paragraphs of one, or one of two


class How(Enum):
    """What was done to words."""

    INSERTED = auto()
    DELETED = auto()
    MOVED_HERE = auto()
    MOVED_AWAY = auto()

    @property
    def is_new(self) -> bool:
        """Whether the words stand there now, and did not before."""
        return self in (How.INSERTED, How.MOVED_HERE)


@dataclass(frozen=True, slots=True)
class Revision:
    """Words that were put in or taken out, or an END; ``before`` and ``after`` are the whole paragraph
    without and with all its tracked changes."""

    by: str
    on: datetime.date | None
    how: How
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Note:
    """A comment; ``at`` is the paragraph at which it begins, tracked changes accepted; ``cell`` the number of
    its cell among the cells of all tables in the file, from 0 in the order of the file, None outside."""

    by: str
    on: datetime.date | None
    words: str
    at: str
    cell: int | None


@dataclass(frozen=True, slots=True)
class Markup:
    """The tracked changes of the text and the comments in reading order; how many tracked changes are of
    layout alone, and how many put in, take out or join rows and cells of tables."""

    revisions: tuple[Revision, ...] = ()
    notes: tuple[Note, ...] = ()
    of_layout: int = 0
    of_tables: int = 0
