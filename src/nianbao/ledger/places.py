"""The places of the form that applications are counted in, by the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nianbao.ledger.words import LedgerWords, Meant, plain
from nianbao.model.form import Entry, Form, name_of

# Instead of the id of a row: counted in none; not yet answered; a word that has no meaning yet, or is hidden.
SKIP, PENDING, OPEN = "-skip", "-pending", "-open"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a word of a ledger can mean. ``name`` is how the mapping and questions call it,
    ``label`` the form's own text; ``group`` the label of the group that it stands in."""

    id: str
    name: str
    label: str
    words: Meant
    group: str = ""
    shown: str = ""  # in a list to choose from: with its number, or what it means

    def is_called(self, word: str) -> bool:
        """Whether a word, as it is compared, is one of its own names."""
        names = (self.id, self.name, self.label, name_of(self.label), f"{self.group}{self.label}")
        return word in set(map(plain, names))


@dataclass(frozen=True)
class Places:
    """The table that is filled: its kinds of applicants and its outcomes, in the order of the form."""

    words: LedgerWords
    kinds: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    row_ids: tuple[str, ...]

    def cell(self, row: str, column: str) -> str:
        """The id of a cell of the table."""
        return f"{self.words.section}.{row}.{column}"

    def outcome_choices(self) -> tuple[Choice, ...]:
        """All that a word in the column of outcomes can mean."""
        pending, skipped = self.words.pending, self.words.skipped
        return (
            *self.outcomes,
            _beside(PENDING, pending.same[0], "还没有答复，结转下年度", pending),
            _beside(SKIP, self.words.skipped_name, "不算一件申请，如并案、重复登记", skipped),
        )


def places_of(form: Form, words: LedgerWords) -> Places:
    """The places in the table of a form."""
    table = form.section(words.section).table
    assert table is not None  # noqa: S101 - a form with applications has a table for them
    cells = [cell for cell in form.cells.values() if cell.section == words.section]
    typed = [cell for cell in cells if cell.id not in form.totals]
    groups = [row for block in table.blocks for row in block.rows if row.id == words.results]
    results = {leaf.id: group for row in groups for leaf, group in _leaves(row, "")}
    rows = tuple(dict.fromkeys(cell.row.id for cell in typed))
    columns = {cell.column.id: cell.column for cell in typed}
    named = {cell.row.id: cell for cell in typed}
    return Places(
        words,
        tuple(_choice(column, words.kinds) for column in columns.values()),
        tuple(_choice(named[row].row, words.outcomes, results[row]) for row in rows if row in results),
        rows,
    )


def find(choices: Iterable[Choice], word: str) -> Choice | None:
    """What a word certainly means: it is the form's own, or one that means only this."""
    word = plain(word)
    named = [choice for choice in choices if choice.is_called(word)]
    found = named or [choice for choice in choices if word in choice.words.same]
    return found[0] if len(found) == 1 else None


def proposed(choices: Iterable[Choice], word: str) -> Choice | None:
    """What a word probably means; somebody has to say yes."""
    word = plain(word)
    found = [choice for choice in choices if word in choice.words.maybe]
    return found[0] if len(found) == 1 else None


def _choice(entry: Entry, words: Mapping[str, Meant], group: str = "") -> Choice:
    shown = f"{entry.mark} {entry.name}".strip()
    return Choice(entry.id, entry.name, entry.label, words.get(entry.id, Meant()), group, shown)


def _beside(choice: str, name: str, means: str, words: Meant) -> Choice:
    """Something beside the rows of the form."""
    return Choice(choice, name, means, words, shown=f"{name}（{means}）")


def _leaves(entry: Entry, group: str) -> Iterable[tuple[Entry, str]]:
    for inner in entry.entries:
        if inner.entries:
            yield from _leaves(inner, inner.label)
        else:
            yield inner, group
