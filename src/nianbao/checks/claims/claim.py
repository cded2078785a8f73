"""What the text says of the figures: a claim with its place, and the cells that it can mean."""

from enum import StrEnum
from typing import NamedTuple

from nianbao.model.figure import Number
from nianbao.model.formula import Look, Side

Span = tuple[int, int]


class Saying(StrEnum):
    """What a claim says of the cells that it means."""

    COUNT = "count"  # 收到申请12件
    NONE = "none"  # 未收到申请
    ALL = "all"  # 均获维持: what is counted is all of `wholes`
    SHARE = "share"  # 占22.3%: of `wholes`
    PART = "part"  # 其中网上提交8件: of the cells, which may hold more
    GROWTH = "growth"  # 同比增长5%: against the year before


class Part(NamedTuple):
    """Cells that are called by one name, such as those of a group of rows."""

    label: str
    side: Side


class Reading(NamedTuple):
    """One way to understand what was counted: the sum of its parts."""

    parts: tuple[Part, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The ids of all cells that are added up."""
        return tuple(term.cell for part in self.parts for term in part.side.terms)

    def bounds(self, look: Look) -> tuple[Number | None, Number | None]:
        """The least and the greatest value it can have; None means without bound."""
        low: Number | None = 0
        high: Number | None = 0
        for part in self.parts:
            least, most = part.side.bounds(look)
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        return low, high


class Quantity(NamedTuple):
    """A number with its measure as it stands in the text; ``value`` is None for a reference to what is not
    known.

    ``low`` and ``high`` are what it can stand for: 20余件 is anything from 20 to 30.
    """

    value: Number | None
    low: Number
    high: Number
    measure: str
    words: str
    span: Span

    def moved(self, offset: int) -> "Quantity":
        """The quantity in a text that has so many more characters before it."""
        span = (self.span[0] + offset, self.span[1] + offset)
        return Quantity(self.value, self.low, self.high, self.measure, self.words, span)


class Why(StrEnum):
    """Why a number was left alone."""

    DENIED = "denied"  # in a clause that says no
    ELSEWHERE = "elsewhere"  # another organ's
    LIMITED = "limited"  # a word makes it a part or another number: 网上申请, 平均
    SOME = "some"  # of some only: 涉及征地的申请
    UNKNOWN = "unknown"  # a word beside it is not understood
    NOTHING = "nothing"  # nothing that the tables count is named
    PERIOD = "period"  # not of this year or the last one as a whole
    TRADE = "trade"  # what an organ does as its trade
    MEASURE = "measure"  # the tables do not count it in this measure
    RATE = "rate"  # a percentage of what was not told


class Claim(NamedTuple):
    """One thing the text says of the tables.

    ``rule`` is the code of the rule that it breaks if no reading fits. ``last_year`` tells that the
    figures are those of the report before. ``wholes`` are the readings of what ALL and SHARE refer to,
    ``part`` and ``stated`` the numbers that the text itself gives for the part (of GROWTH: for this year)
    and for the whole. ``given`` is what must be right for this to be said at all: 其中维持11件 behind 14件
    that were not fully understood is of these figures only if 14 is. ``among`` are the other numbers of the
    sentence that are in ``doubt``: it is said only if all of them are right. ``besides`` is what the cells
    may count besides: 新收46件申请中办结41件 is right of 45 if 4 were carried in. ``unless`` is what must not
    be right, none of it: 全系统收到申请60件，其中局机关46件 is of these figures if 46 is not. ``kin`` are the
    other claims of the line that are ``given`` the same: where they are right, so is what they were given.
    ``told`` is where a rate stands with its name: 纠错率12.9%. ``plain`` tells of a whole whether its words
    leave no doubt that it is of these figures, ``beside`` that it stands beside applications, and ``wide``
    that they speak of a whole area. Of ``some``, if there are any, one must be right.
    """

    saying: Saying
    rule: str
    readings: tuple[Reading, ...]
    quantity: Quantity
    last_year: bool = False
    wholes: tuple[Reading, ...] = ()
    part: Quantity | None = None
    stated: tuple[Quantity, ...] = ()
    given: "Claim | None" = None
    among: "tuple[Claim, ...]" = ()
    doubt: tuple[Why, str] | None = None
    besides: tuple[Reading, ...] = ()
    unless: "tuple[Claim, ...]" = ()
    kin: "tuple[Claim, ...]" = ()
    told: Span | None = None
    plain: bool | None = None
    beside: bool = False
    wide: bool = False
    some: "tuple[Claim, ...]" = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The ids of all cells that decide whether it is right."""
        return tuple(dict.fromkeys(c for r in (*self.readings, *self.wholes) for c in r.cells))

    def of_either_year(self) -> "Claim":
        """今年收到46件，去年收到58件；办结41件: last year's, unless it is right of this one."""
        return self._replace(unless=(*self.unless, self._replace(last_year=False)))

    def moved(self, offset: int) -> "Claim":
        """The claim in a text that has so many more characters before it."""
        return Claim(
            self.saying,
            self.rule,
            self.readings,
            self.quantity.moved(offset),
            self.last_year,
            self.wholes,
            self.part,
            self.stated,
            self.given,
            self.among,
            self.doubt,
            self.besides,
            self.unless,
            self.kin,
            None if self.told is None else (self.told[0] + offset, self.told[1] + offset),
            self.plain,
            self.beside,
            self.wide,
            self.some,
        )


class Sum(NamedTuple):
    """A number and its parts in one sentence; any of ``wholes`` may be the sum that is meant.

    ``more`` are numbers after a stronger mark, which may belong to the list or not; ``complete`` tells
    that the list says of itself that nothing is left out, ``mixed`` that some of it is counted otherwise.
    ``after`` tells that the sum stands behind its parts: 甲3件，乙4件，合计7件.
    """

    wholes: tuple[Quantity, ...]
    parts: tuple[Quantity, ...]
    more: tuple[Quantity, ...] = ()
    complete: bool = False
    mixed: bool = False
    after: bool = False

    def moved(self, offset: int) -> "Sum":
        """The sum in a text that has so many more characters before it."""
        wholes, parts, more = (
            tuple(quantity.moved(offset) for quantity in quantities)
            for quantities in (self.wholes, self.parts, self.more)
        )
        return Sum(wholes, parts, more, self.complete, self.mixed, self.after)

    @property
    def span(self) -> Span:
        """From the whole, if there is just one, else from the first part to the last part."""
        if self.after:
            return self.parts[0].span[0], self.wholes[0].span[1]
        first = self.wholes[0] if len(self.wholes) == 1 else self.parts[0]
        return first.span[0], self.parts[-1].span[1]


class Left(NamedTuple):
    """A number that was left alone; ``word`` is what was not understood."""

    quantity: Quantity
    why: Why
    word: str = ""

    def moved(self, offset: int) -> "Left":
        """The number in a text that has so many more characters before it."""
        return Left(self.quantity.moved(offset), self.why, self.word)


class Said(NamedTuple):
    """Everything that a line says of figures, the numbers that it says nothing by, and the topic that the
    lines below it stand under. ``rivals`` are numbers of the own office of who reports for others, too: it is
    not held against the tables, but shows of what others are if it is right."""

    claims: tuple[Claim, ...] = ()
    sums: tuple[Sum, ...] = ()
    topic: str = ""
    left: tuple[Left, ...] = ()
    rivals: tuple[Claim, ...] = ()

    def moved(self, offset: int) -> "Said":
        """The same of a line that has so many characters of the text before it."""
        if not (self.claims or self.sums or self.left):  # a rival is left alone, too
            return self
        return Said(
            tuple(claim.moved(offset) for claim in self.claims),
            tuple(total.moved(offset) for total in self.sums),
            self.topic,
            tuple(number.moved(offset) for number in self.left),
            tuple(claim.moved(offset) for claim in self.rivals),
        )
