"""What each label of monthly counts means: what was decided, what is certain, and what has to be asked.
Nothing is guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from nianbao.ledger.monthly.cells import Number
from nianbao.ledger.monthly.words import MonthlyWords
from nianbao.ledger.places import Choice, find, proposed
from nianbao.ledger.words import plain
from nianbao.model.figure import UNITS_OF_MONEY, Kind
from nianbao.model.form import Form
from nianbao.problem import InputError, Problem

LABELS, SHEETS, UNITS = "labels", "sheets", "units"  # tables of the mapping
COUNTED, NOT_COUNTED = "计入", "不计入"
MOST_LABELS = 60  # that nobody knows; more are no labels of counts, and perhaps names of people
_LONG_NUMBER = re.compile(r"\d{5,}|@")


class Says(StrEnum):
    """What a label says that is no item."""

    PART = "part"  # of an office, of a kind: it is added
    SKIPPED = "skipped"  # as somebody decided, or because it is no count of the month
    LAST_YEAR = "last_year"  # 上年同期, 同比
    YEAR_TOTAL = "year_total"
    OTHER_TOTAL = "other_total"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided so far, by labels and names of sheets as they are compared; an empty text is a
    question that is still open."""

    labels: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def answered(self, table: str, key: str, answer: str) -> Decided:
        """The same with an answer in it."""
        values = {**getattr(self, table), key: answer}
        match table:
            case "labels":
                return replace(self, labels=values)
            case "sheets":
                return replace(self, sheets=values)
            case _:
                return replace(self, units=values)


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be asked once. ``cells`` are how many numbers wait for it, ``first`` where some stand."""

    table: str
    key: str
    cells: int
    first: tuple[str, ...]
    options: tuple[str, ...]
    proposal: str = ""
    twice: bool = False  # of a sheet: the same month stands elsewhere, too


@dataclass(frozen=True, slots=True)
class Meant:
    """A number with what it counts. ``series`` are the labels that tell it from others of the same kind;
    ``unit`` is that of money."""

    number: Number
    choice: Choice
    series: tuple[str, ...]
    total: Says | None = None
    unit: str = ""


class Left(StrEnum):
    """Why a number counts for nothing."""

    NO_MONTH = "no_month"
    SEVERAL_MONTHS = "several_months"
    SEVERAL_ITEMS = "several_items"
    OTHER_MEASURE = "other_measure"  # money where cases are counted, or cases where money is
    LAST_YEAR = "last_year"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Matched:
    """``meant`` are the numbers of which it is known what they count; ``left`` those that count for nothing,
    ``unclear`` those of them that may have belonged to an item."""

    meant: Sequence[Meant]
    left: Mapping[Left, Sequence[Number]]
    unclear: Sequence[tuple[Choice, Number]]
    questions: Sequence[Question]
    decided: Decided
    choices: tuple[Choice, ...]


def match(numbers: Sequence[Number], words: MonthlyWords, form: Form, decided: Decided, name: str) -> Matched:
    """Match all numbers. ``name`` is what sentences call the mapping. Raises InputError if what was decided
    makes no sense for this form, or where there are too many labels that nobody knows."""
    return _Matcher(words, form, decided, name).matched(numbers)


class _Matcher:
    def __init__(self, words: MonthlyWords, form: Form, decided: Decided, name: str) -> None:
        self._words, self._form, self._decided, self._name = words, form, decided, name
        self._choices = words.choices(form)
        self._known: dict[str, Choice | Says] = {}
        self._left: dict[Left, list[Number]] = {}
        self._unclear: list[tuple[Choice, Number]] = []
        self._waiting: dict[tuple[str, str], list[Number]] = {}
        self._kept = decided

    def matched(self, numbers: Sequence[Number]) -> Matched:
        meant = [found for number in numbers if (found := self._meant(number)) is not None]
        opened = [key for table, key in self._waiting if table == LABELS]
        if len(opened) > MOST_LABELS:
            raise self._fault(f"认不出的行名和列名超过{MOST_LABELS}个，不像按月统计的表")
        questions = tuple(self._question(table, key, of) for (table, key), of in self._waiting.items())
        for each in questions:
            self._kept = self._kept.answered(each.table, each.key, "")
        return Matched(meant, self._left, self._unclear, questions, self._kept, self._choices)

    def _meant(self, number: Number) -> Meant | None:
        """What a number counts; None where it counts for nothing, or waits for an answer."""
        says = {label: self._says(label) for label in number.labels}
        kinds = set(says.values())
        if Says.SKIPPED in kinds or self._decided.sheets.get(number.sheet) == NOT_COUNTED:
            self._leave(Left.SKIPPED, number)
            return None
        if Says.LAST_YEAR in kinds:
            self._leave(Left.LAST_YEAR, number)
            return None
        total = next((each for each in (Says.OTHER_TOTAL, Says.YEAR_TOTAL) if each in kinds), None)
        items = {each for each in kinds if isinstance(each, Choice)}
        if number.clash or (number.month is None and total is None):
            self._leave(Left.SEVERAL_MONTHS if number.clash else Left.NO_MONTH, number, items)
            return None
        if total is Says.OTHER_TOTAL or (total and number.month is not None):
            return self._of_total(number, says)
        opened = [plain(label) for label in number.labels if says[label] is Says.OPEN]
        for key in opened if total is None else ():
            self._wait(LABELS, key, number)
        if len(items) > 1:
            self._leave(Left.SEVERAL_ITEMS, number, items)
        if opened or len(items) > 1:
            return None
        choice = items.pop() if items else self._of_sheet(number, ask=total is None)
        if choice is None:
            return None
        series = [plain(label) for label in number.labels if says[label] in {Says.PART, choice}]
        return self._measured(Meant(number, choice, tuple(series), total))

    def _of_total(self, number: Number, says: Mapping[str, Choice | Says]) -> Meant | None:
        """A total that no months are compared with; kept to tell of items that have nothing else."""
        items = [each for each in says.values() if isinstance(each, Choice)]
        return Meant(number, items[0], (), Says.OTHER_TOTAL) if len(items) == 1 else None

    def _leave(self, why: Left, number: Number, items: Iterable[Choice] = ()) -> None:
        """Leave a number out; the ``items`` that it may have been one of are not certain then."""
        self._left.setdefault(why, []).append(number)
        self._unclear += [(choice, number) for choice in items]

    def _wait(self, table: str, key: str, number: Number) -> None:
        self._waiting.setdefault((table, key), []).append(number)

    # ---- labels

    def _says(self, label: str) -> Choice | Says:
        key = plain(label)
        if key not in self._known:
            self._known[key] = self._new(key)
        return self._known[key]

    def _new(self, key: str) -> Choice | Says:
        labels, bare = self._words.labels, self._words.bare(key)
        if given := self._decided.labels.get(key, ""):
            return self._named(LABELS, key, given)
        if key in labels.part or bare in labels.part:
            return Says.PART
        if key in labels.ignored or _LONG_NUMBER.search(key):
            return Says.SKIPPED
        if any(each.search(key) for each in labels.ignored_parts):
            return Says.LAST_YEAR
        if any(each.fullmatch(key) for each in self._words.year_totals):
            return Says.YEAR_TOTAL
        if any(each.search(key) for each in self._words.other_totals):
            return Says.OTHER_TOTAL
        if choice := self._certain(key, bare):
            self._kept = self._kept.answered(LABELS, key, choice.name)
            return choice
        return Says.OPEN

    def _certain(self, *texts: str) -> Choice | None:
        return next(filter(None, (find(self._choices, text) for text in texts)), None)

    def _named(self, table: str, key: str, name: str) -> Choice | Says:
        """What somebody wrote down."""
        if name in {COUNTED, NOT_COUNTED}:
            return Says.PART if name == COUNTED else Says.SKIPPED
        found = [choice for choice in self._choices if choice.is_called(plain(name))]
        if len(found) == 1:
            return found[0]
        names = [*(choice.name for choice in self._choices), COUNTED, NOT_COUNTED]
        near = difflib.get_close_matches(name, names, n=1) or names
        raise self._fault(f"“{name}”不是可以填的项目", f"{table}.{key}", f"；可以写 {'、'.join(near)}。")

    def _fault(self, what: str, where: str = "", remedy: str = "；请确认选对了文件。") -> InputError:
        return InputError(Problem(f"{self._name}：{where}" if where else self._name, what, remedy))

    # ---- sheets and units

    def _of_sheet(self, number: Number, *, ask: bool) -> Choice | None:
        """The item of a number whose labels name none: that of its sheet."""
        given = self._decided.sheets.get(number.sheet, "")
        if given and given != COUNTED:
            named = self._named(SHEETS, number.sheet, given)
            return named if isinstance(named, Choice) else None
        if choice := self._certain(number.sheet, self._words.bare(number.sheet)):
            return choice
        if ask:
            self._wait(SHEETS, number.sheet, number)
        return None

    def _measured(self, meant: Meant) -> Meant | None:
        """The same with its unit; None where the number is no measure of what is counted."""
        number, labels = meant.number, self._words.labels
        cell = self._form.cells.get(meant.choice.id)
        texts = [plain(label) for label in number.labels]
        if cell is None or cell.column.kind is not Kind.AMOUNT:
            money = number.figure.unit in UNITS_OF_MONEY or _any(labels.money, texts)
            if money:
                self._leave(Left.OTHER_MEASURE, number)
            return None if money else meant
        if _any(labels.counts, texts):
            self._leave(Left.OTHER_MEASURE, number)
            return None
        unit = number.figure.unit or self._unit(number)
        unit = unit if unit in UNITS_OF_MONEY else self._decided.units.get(number.sheet, "")
        if unit and unit not in UNITS_OF_MONEY:
            raise self._fault(
                f"“{unit}”不是金额的单位", f"{UNITS}.{number.sheet}", "；可以写 元、万元、亿元。"
            )
        if not unit and meant.total is None:
            self._wait(UNITS, number.sheet, number)
        return replace(meant, unit=unit) if unit else None

    def _unit(self, number: Number) -> str:
        """The unit of money that the labels tell, else the nearest line above that tells one."""
        for texts in ([plain(label) for label in number.labels], *([plain(each)] for each in number.title)):
            found = {m["unit"] for each in self._words.units for text in texts for m in each.finditer(text)}
            if len(found) == 1:
                return found.pop()
        return ""

    # ---- questions

    def _question(self, table: str, key: str, numbers: Sequence[Number]) -> Question:
        first = tuple(number.place for number in numbers[:_MOST_PLACES])
        names = tuple(choice.name for choice in self._choices)
        match table:
            case "units":
                return Question(table, key, len(numbers), first, tuple(UNITS_OF_MONEY))
            case "sheets":
                likely = _only(self._choices, lambda word: any(word in plain(t) for t in numbers[0].title))
                options = (*names, NOT_COUNTED)
                return Question(table, key, len(numbers), first, options, likely.name if likely else "")
            case _:
                likely = proposed(self._choices, key) or proposed(self._choices, self._words.bare(key))
                proposal = likely.name if likely else ""
                if _any(self._words.labels.subset, [key]):
                    proposal = NOT_COUNTED
                return Question(table, key, len(numbers), first, (*names, COUNTED, NOT_COUNTED), proposal)


_MOST_PLACES = 3  # that a question tells


def _any(patterns: Sequence[re.Pattern[str]], texts: Sequence[str]) -> bool:
    return any(each.search(text) for each in patterns for text in texts)


def _only(choices: Sequence[Choice], says: Callable[[str], bool]) -> Choice | None:
    """The one choice whose name or certain word is said."""
    found = [choice for choice in choices if any(map(says, (choice.name, *choice.words.same)))]
    return found[0] if len(found) == 1 else None
