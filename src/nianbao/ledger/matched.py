"""Which column of each sheet is which and what each word means: what was decided, what is certain, and
what has to be asked. Nothing is guessed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nianbao.ledger.mapping import COLUMNS, KINDS, NO_COLUMN, OUTCOMES, By, Decided, Meaning
from nianbao.ledger.places import Choice, Places, find, proposed
from nianbao.ledger.sheets import Ledger, LedgerSheet
from nianbao.ledger.words import Field, Holds, plain
from nianbao.problem import InputError, Problem
from nianbao.read.workbook.listed import MOST_VALUES, Column


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be asked once. ``table`` and ``key`` say where the answer stands in the mapping,
    ``by`` the word that another column tells apart; ``rows`` how many rows wait for it, ``first`` the
    numbers of some. ``proposal`` is the name of what is probably meant."""

    table: str
    key: str
    by: str
    where: str
    rows: int
    first: tuple[int, ...]
    options: tuple[str, ...]
    proposal: str = ""
    shown: tuple[str, ...] = ()  # the options in words for people, where they are not the same


@dataclass(frozen=True, slots=True)
class Split:
    """What a word means by the words of another column of its sheet."""

    column: str
    words: Mapping[str, Choice]


@dataclass(frozen=True)
class Matched:
    """``columns``: of each sheet that counts the names of its columns by the id of the field.
    ``passed`` are the sheets that have none of them. ``decided`` is the mapping with all that was
    certain put in."""

    columns: Sequence[tuple[LedgerSheet, Mapping[str, str]]]
    kinds: Mapping[str, Choice | Split]
    outcomes: Mapping[str, Choice | Split]
    passed: Sequence[LedgerSheet]
    questions: Sequence[Question]
    decided: Decided


def match(ledger: Ledger, places: Places, decided: Decided, name: str) -> Matched:
    """Match a ledger. ``name`` is what sentences call the mapping. Raises InputError if what was
    decided makes no sense for this form, or if a column can be none of categories."""
    matcher = _Matcher(ledger, places, decided, name)
    return matcher.matched()


class _Matcher:
    def __init__(self, ledger: Ledger, places: Places, decided: Decided, name: str) -> None:
        self._ledger = ledger
        self._places = places
        self._decided = decided
        self._name = name
        self._questions: list[Question] = []

    def matched(self) -> Matched:
        columns, passed = self._columns()
        words = self._places.words
        found: dict[Holds, tuple[dict[str, Choice | Split], dict[str, Meaning]]] = {}
        for holds, table, given, choices in (
            (Holds.KIND, KINDS, self._decided.kinds, self._places.kinds),
            (Holds.OUTCOME, OUTCOMES, self._decided.outcomes, self._places.outcome_choices()),
        ):
            fields = [field for field in words.fields if field.holds is holds]
            heads = [
                (sheet, each[field.id]) for sheet, each in columns for field in fields if field.id in each
            ]
            found[holds] = self._words(table, heads, given, choices)
        names = {
            **self._decided.columns,
            **{field: head for _, each in reversed(columns) for field, head in each.items()},
        }
        names |= {each.key: "" for each in self._questions if each.table == COLUMNS}
        return Matched(
            columns,
            found[Holds.KIND][0],
            found[Holds.OUTCOME][0],
            passed,
            tuple(self._questions),
            Decided(names, found[Holds.KIND][1], found[Holds.OUTCOME][1]),
        )

    # ---- columns

    def _columns(self) -> tuple[list[tuple[LedgerSheet, dict[str, str]]], list[LedgerSheet]]:
        found = []
        passed: list[LedgerSheet] = []
        for sheet in self._ledger.sheets:
            each = {
                field.id: heads[0]
                for field in self._places.words.fields
                if len(heads := self._certain(sheet, field)) == 1
            }
            found.append((sheet, each))
        # Beside a sheet that is a ledger for certain, one that is not has notes, sums or choices.
        if any(len(each) >= _LEAST_COLUMNS for _, each in found):
            passed = [sheet for sheet, each in found if len(each) < _LEAST_COLUMNS]
            found = [(sheet, each) for sheet, each in found if len(each) >= _LEAST_COLUMNS]
        for field in self._places.words.fields:
            self._ask_column(field, found)
        return found, passed

    def _certain(self, sheet: LedgerSheet, field: Field) -> list[str]:
        """The columns of a sheet that can be the field, without a doubt."""
        given = self._decided.columns.get(field.id, "")
        if given == NO_COLUMN:
            return []
        offered = [head for head in sheet.heads if head in self._ledger.offered]
        if given in offered:
            return [given]
        named = [head for head in offered if head == plain(field.name)]
        return named or [head for head in offered if head in field.words.same]

    def _ask_column(self, field: Field, sheets: list[tuple[LedgerSheet, dict[str, str]]]) -> None:
        """Ask for a column that is needed and missing, or that is perhaps there under another name."""
        missing = [sheet for sheet, each in sheets if field.id not in each]
        given = self._decided.columns.get(field.id, "")
        if not missing or (given == NO_COLUMN and not field.needed):
            return
        taken = {head for sheet, each in sheets if sheet in missing for head in each.values()}
        heads = [head for head in missing[0].heads if head in self._ledger.offered and head not in taken]
        likely = [head for head in (*self._certain(missing[0], field), *heads) if head in field.words.maybe]
        several = len(self._certain(missing[0], field)) > 1
        if field.needed or likely or several:
            options = (*heads, *(() if field.needed else (NO_COLUMN,)))
            rows = len(missing[0].sheet.rows)
            self._questions.append(
                Question(
                    COLUMNS, field.id, "", missing[0].where, rows, (), options, likely[0] if likely else ""
                )
            )

    # ---- words

    def _words(
        self,
        table: str,
        heads: Sequence[tuple[LedgerSheet, str]],
        given: Mapping[str, Meaning],
        choices: Sequence[Choice],
    ) -> tuple[dict[str, Choice | Split], dict[str, Meaning]]:
        """What each word means, and what is to be kept of that."""
        found: dict[str, Choice | Split] = {}
        kept: dict[str, Meaning] = dict(given)
        words = _words_in(heads)
        if table == KINDS and len(words) > _MOST_KINDS:
            raise _no_categories(*heads[0], _MOST_KINDS)
        for word in words:
            meaning = given.get(word, "")
            if isinstance(meaning, By):
                found[word], kept[word] = self._split(table, word, meaning, heads, choices)
                continue
            choice = self._named(table, word, meaning, choices) if meaning else find(choices, word)
            if choice is not None:
                found[word], kept[word] = choice, choice.name
                continue
            kept[word] = ""
            likely = proposed(choices, word)
            self._ask(table, word, "", _rows_with(heads, word), choices, likely)
        return found, kept

    def _split(
        self,
        table: str,
        word: str,
        by: By,
        heads: Sequence[tuple[LedgerSheet, str]],
        choices: Sequence[Choice],
    ) -> tuple[Split, By]:
        """What a word means by the words beside it."""
        if by.column not in self._ledger.offered:
            where = f"{self._name}：{table}.{word}"
            raise InputError(Problem(where, f"台账里没有“{by.column}”这一列", "；请改正 by 后面的列名。"))
        found: dict[str, Choice] = {}
        kept = dict(by.words)
        for other, rows in _rows_beside(heads, word, by.column).items():
            meaning = by.words.get(other, "")
            choice = self._named(table, other, meaning, choices) if meaning else find(choices, other)
            if choice is not None:
                found[other], kept[other] = choice, choice.name
            else:
                kept[other] = ""
                self._ask(table, other, word, rows, choices, proposed(choices, other))
        return Split(by.column, found), By(by.column, kept)

    def _ask(
        self,
        table: str,
        key: str,
        by: str,
        rows: Sequence[tuple[str, int]],
        choices: Sequence[Choice],
        likely: Choice | None,
    ) -> None:
        first = tuple(number for _, number in rows[:_MOST_ROWS])
        options = tuple(choice.name for choice in choices)
        shown = tuple(choice.shown for choice in choices)
        where = rows[0][0] if rows else ""
        self._questions.append(
            Question(table, key, by, where, len(rows), first, options, likely.name if likely else "", shown)
        )

    def _named(self, table: str, word: str, name: str, choices: Sequence[Choice]) -> Choice:
        """The choice that somebody wrote down."""
        found = [choice for choice in choices if choice.is_called(plain(name))]
        if len(found) == 1:
            return found[0]
        names = [choice.name for choice in choices]
        near = difflib.get_close_matches(name, names, n=1) or names
        what = f"“{name}”不是报告格式里的名称"
        raise InputError(Problem(f"{self._name}：{table}.{word}", what, f"；可以写 {'、'.join(near)}。"))


_MOST_KINDS = 20  # words for kinds of applicants; more are rather their names, which nobody is to see
_LEAST_COLUMNS = 2  # of a sheet that is part of the ledger, where another one is for certain
_MOST_ROWS = 5  # numbers of rows that a question tells


def _words_in(heads: Sequence[tuple[LedgerSheet, str]]) -> list[str]:
    """The words of columns. Raises InputError where they are too many."""
    found: dict[str, None] = {}
    for sheet, head in heads:
        if (column := _categories(sheet, head)) is not None:
            used = set(column.codes or ())
            found |= dict.fromkeys(word for code, word in enumerate(column.values) if code in used)
    return list(found)


def _rows_with(heads: Sequence[tuple[LedgerSheet, str]], word: str) -> list[tuple[str, int]]:
    """The rows that have a word."""
    return [
        (sheet.where, number) for sheet, head in heads for number, each in _cells(sheet, head) if each == word
    ]


def _rows_beside(
    heads: Sequence[tuple[LedgerSheet, str]], word: str, column: str
) -> dict[str, list[tuple[str, int]]]:
    """The words that stand in another column beside a word; an empty cell is an empty word."""
    found: dict[str, list[tuple[str, int]]] = {}
    for sheet, head in heads:
        beside = dict(_cells(sheet, column)) if column in sheet.heads else {}
        for number, each in _cells(sheet, head):
            if each == word:
                found.setdefault(beside.get(number, ""), []).append((sheet.where, number))
    return found


def _cells(sheet: LedgerSheet, head: str) -> Iterator[tuple[int, str]]:
    """The rows of a sheet with their words in a column, blank ones and hidden ones left out."""
    column = _categories(sheet, head)
    if column is None:
        return
    for number, code in zip(sheet.sheet.rows, column.codes or (), strict=True):
        if code >= 0:
            yield number, column.values[code]


def _categories(sheet: LedgerSheet, head: str) -> Column | None:
    """A column that tells its words by number, None if the sheet has no such column. Raises InputError where
    the words are too many."""
    column = sheet.column(head)
    if column is not None and column.codes is None:
        raise _no_categories(sheet, head, MOST_VALUES)
    return column


def _no_categories(sheet: LedgerSheet, head: str, most: int) -> InputError:
    return InputError(
        Problem(
            f"{sheet.where}：“{head}”列",
            f"不同的写法超过{most}种，或者多半是号码，不能当作类别",
            "；请在台账里统一写法，或者在台账对照里改用别的列。",
        )
    )
