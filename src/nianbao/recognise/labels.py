"""Labels made comparable, and the labels of a form ready to be found again in a document.

Width, spaces, line breaks, quotes, brackets, punctuation and list numbers do not matter.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from unicodedata import normalize

from nianbao.model.figure import State, half_width, parse
from nianbao.model.form import Block, Entry, Form, Layout
from nianbao.model.load_forms import all_forms
from nianbao.model.numbering import NUMERALS, number_of, numbering
from nianbao.read.raised import LOWERED, RAISED
from nianbao.words import without_spaces

_NOISE = re.compile(
    r"[\s“”‘’\"'`*《》〈〉()\[\]【】〔〕{}、,。.．:;·/\\_|~—–―─\u00ad\u200b-\u200f\u2060\ufeff-]+"
)
_NO_NOTES = dict.fromkeys(map(ord, RAISED + LOWERED))
_SPELLINGS = (("其他", "其它"), ("总计", "合计"))
_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_NUMBER = re.compile(rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}")
_PIECE = re.compile(rf"[(（]?(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})[)）、.．]{{1,2}}")
_EMPTY_HEAD = re.compile(r"(?:数据|数值|数量|列|栏|第)\d{1,2}[列栏]?|类别|类型|项目|情形|分类|指标|名称|事项")
_NEARLY = 0.8  # likeness from which two wordings are the same label, if no other comes near
_CLEARLY = 0.08  # by how much it must be liker than any other
_SHORTEST_CUT = 4  # characters of a label that was cut off
_SHORTEST_ABRIDGED = 6
_LONGEST_LABEL = 60
_LONGEST_LINE = 400  # characters of a row of a table in text
_FARTHEST = 4_000  # the same with the blanks between columns that stand far apart
_WORDS = frozenset({"无", "零", "〇"})  # single characters that stand for a figure
_FIGURES = frozenset({State.NUMBER, State.NOT_APPLICABLE, State.UNKNOWN})


def is_too_long(text: str) -> bool:
    """Whether a line is longer than any row of a table."""
    return len(text) > _LONGEST_LINE and (len(text) > _FARTHEST or len(without_spaces(text)) > _LONGEST_LINE)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """The words alone: no spaces, quotes, brackets, punctuation or numbers of notes, half-width, numbers
    without circles, of two spellings one."""
    words = _NOISE.sub("", half_width(normalize("NFKC", text.translate(_NO_NOTES))))
    for usual, other in _SPELLINGS:
        words = words.replace(other, usual)
    return words


@lru_cache(maxsize=8192)
def _without_notes(text: str) -> str:
    """The squeezed words without what stands in brackets; nothing of a text longer than any label."""
    return squeezed(_BRACKETS.sub("", text)) if len(text) <= 2 * _LONGEST_LABEL else ""


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """The squeezed words without the number at their head."""
    words = squeezed(text)
    number = _NUMBER.match(words)
    return words[number.end() :] if number else words


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether the text is a number or a mark that stands in the place of one."""
    return parse(text).state in _FIGURES


def stands_for_figure(text: str) -> bool:
    """Whether the text is a figure, or a word in the place of one."""
    return is_figure(text) or text.strip() in _WORDS


def is_blank(text: str) -> bool:
    """Whether nothing is written there."""
    return not text.strip()


def names_nothing(text: str) -> bool:
    """Whether a head says nothing of its column: 类别, 数据1."""
    return _EMPTY_HEAD.fullmatch(squeezed(text)) is not None


@lru_cache(maxsize=8192)
def likeness(left: str, right: str, least: float = 0.0) -> float:
    """How alike two wordings are, from 0 to 1; 0 where it is certainly less than ``least``."""
    enough = least * (len(left) + len(right))
    if 2 * min(len(left), len(right)) < enough:
        return 0.0
    if 2 * sum(character in right for character in left) < enough:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


@dataclass(frozen=True, eq=False)
class Leaf:
    """A row of a form that holds figures, with its section and its columns. It is in so many ``groups``, and
    its label covers so many columns ``beside`` its own, which the labels of others have."""

    section: str
    block: Block
    entry: Entry
    words: str
    number: int | None
    cells: tuple[str, ...]  # ids in the order of the form
    groups: int
    beside: int


def _in_groups(entries: Sequence[Entry], groups: int = 0) -> Iterator[tuple[Entry, int]]:
    """The rows that hold figures, each with in how many groups it is."""
    for entry in entries:
        if entry.entries:
            yield from _in_groups(entry.entries, groups + 1)
        else:
            yield entry, groups


def paths_of(leaf: Leaf) -> Iterator[str]:
    """The squeezed label of a row, also after those of its groups, of which some may be left out, as may the
    numbers of all."""
    groups = groups_of(leaf.entry, leaf.block.rows)
    for count in range(1, len(groups) + 1):
        for chosen in itertools.combinations(groups, count):
            path = (*chosen, leaf.entry.label)
            yield from {"".join(map(squeezed, path)), "".join(map(unnumbered, path))}
    yield squeezed(leaf.entry.label)


def groups_of(entry: Entry, among: Sequence[Entry]) -> tuple[str, ...]:
    """The labels of the groups that an entry is in, from the widest."""
    for other in among:
        if any(entry is each for each in other.walk()) and other is not entry:
            return (other.label, *groups_of(entry, other.entries))
    return ()


class Vocabulary:
    """All labels of a form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.leaves: list[Leaf] = []  # rows beside which their figures stand
        self.across: list[tuple[str, Block]] = []  # tables whose figures stand below all labels
        self.turned: list[Leaf] = []  # their rows, in case that somebody put the figures beside them
        self.rows_across: dict[str, Entry] = {}  # the same by their labels, also after that of their group
        self._columns: set[str] = set()  # labels, squeezed
        self._short_columns: dict[str, str] = {}  # what messages call columns → labels, both squeezed
        self.bare_columns: dict[str, str] = {}  # labels without what stands in brackets → labels, squeezed
        self.headings = {unnumbered(section.heading) for section in form.numbered}
        self._known: set[str] = set()
        self._titles: set[str] = set()
        self._corner: set[str] = set()
        for section in form.sections:
            for block in section.table.blocks if section.table else ():
                self._add(section.id, block, section.table.layout if section.table else Layout.STACK)
            if section.table and section.table.corner:
                self._titles.add(squeezed(section.table.corner))
                self._corner |= set(squeezed(section.table.corner))
        self._by_words: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            self._by_words.setdefault(leaf.words, []).append(leaf)
        paths = [(path, leaf) for leaf in self.leaves for path in paths_of(leaf)]
        counts = Counter(path for path, _ in paths)
        self._by_path = {path: leaf for path, leaf in paths if counts[path] == 1}
        self._known |= self._titles | self._columns | set(self.rows_across)
        self._whole = "\n".join(sorted(self._known))

    def _add(self, section: str, block: Block, layout: Layout) -> None:
        leaves = self.turned if layout is Layout.ACROSS else self.leaves
        if layout is Layout.ACROSS:
            self.across.append((section, block))
            for top in block.rows:
                for entry in top.leaves():
                    self.rows_across[squeezed(entry.label)] = entry
                    self.rows_across[squeezed(top.label + entry.label)] = entry
        rows = list(_in_groups(block.rows))
        deepest = max(groups for _, groups in rows)
        for entry, groups in rows:
            words, number = unnumbered(entry.label), value_of(entry.label)
            cells = tuple(f"{section}.{entry.id}.{column.id}" for column in block.column_leaves())
            leaves.append(Leaf(section, block, entry, words, number, cells, groups, deepest - groups))
        self._titles |= {squeezed(text) for text in (block.title, block.stub) if text}
        for top in block.rows:
            for entry in top.walk():
                self._known |= {squeezed(entry.label), unnumbered(entry.label)}
        for top in block.columns:
            for entry in top.walk():
                self._columns.add(squeezed(entry.label))
                self._short_columns.setdefault(squeezed(entry.name), squeezed(entry.label))
                self.bare_columns[_without_notes(entry.label)] = squeezed(entry.label)

    @property
    def columns(self) -> frozenset[str]:
        """The squeezed labels of columns and of groups of them."""
        return frozenset(self._columns)

    def knows(self, text: str) -> bool:
        """Whether the text is a label of the form."""
        return squeezed(text) in self._known or unnumbered(text) in self._known

    def is_heading(self, text: str) -> bool:
        """Whether the text is the heading of a section."""
        return unnumbered(text) in self.headings

    def names_block(self, text: str) -> bool:
        """Whether the text is printed in a table and belongs to no row or column."""
        return squeezed(text) in self._titles

    def column(self, text: str) -> bool:
        """Whether the text labels a column or a group of columns, be it of another form."""
        return bool(self.column_words(text)) or self.foreign_column(text)

    def like_column(self, text: str) -> bool:
        """Whether the text, beside a label of a column, can be one, or a piece of one, of any form."""
        pieces = (vocabulary_of(form).is_piece(text) for form in all_forms().values())
        return self.knows(text) or self.column(text) or any(pieces)

    def column_words(self, text: str) -> str:
        """The squeezed label of the column or group of columns that a text names, be it with a note in
        brackets or worded a little differently; empty if it names none."""
        words = squeezed(text)
        if words in self._columns:
            return words
        if words in self._short_columns:
            return self._short_columns[words]
        bare = _without_notes(text)
        return "" if bare not in self.bare_columns and _is_foreign(bare) else _column_nearly(self, bare)

    def foreign_column(self, text: str) -> bool:
        """Whether the text labels a column of another form and none of this one."""
        return not self.column_words(text) and _is_foreign(_without_notes(text))

    def like_label(self, text: str) -> bool:
        """Whether the text can be a label or a piece of one."""
        return len(text) <= 2 * _LONGEST_LABEL and _like_label(self, text)

    def labels_at_head(self, texts: Sequence[str]) -> int:
        """With how many labels, pieces of labels and blanks a line begins. Single characters count where
        they make a label or a longer piece follows: a label in pieces, or written downward."""
        end = 0
        for at, text in enumerate(texts):
            if self.like_label(text) or (is_blank(text) and end == at):
                end = at + 1
            elif is_blank(text) or len(squeezed(text)) > 1 or not self.is_piece(text):
                break
            elif self.knows("".join(texts[end : at + 1])):
                end = at + 1
        return end

    def is_piece(self, text: str) -> bool:
        """Whether the text, be it one character, is part of a label and says nothing by itself."""
        return not is_figure(text) and squeezed(text) in self._whole

    def is_upright(self, text: str) -> bool:
        """Whether the text is characters that stand side by side where the corner of a table is written
        downward in several columns: 四之系."""
        characters = set(squeezed(text))
        return bool(characters - set(NUMERALS)) and characters <= self._corner

    def leaf(self, text: str) -> Leaf | None:
        """The row with this label; its number does not matter unless two rows are called the same."""
        words = squeezed(text)
        found = self._by_words.get(words) or self._by_words.get(unnumbered(text))
        if found and len(found) > 1:
            found = [leaf for leaf in found if leaf.number == value_of(text)]
        if not found or len(found) > 1 or self._begins_another(found[0], text):
            return None
        return found[0]

    def _begins_another(self, leaf: Leaf, text: str) -> bool:
        """Whether a text that names a row can as well be the first piece of the label with that number:
        2.其他 where the row is called 3.其他."""
        number = value_of(text)
        if number is None or number == leaf.number:
            return False
        words = unnumbered(text)
        return any(
            other.number == number and other.words != words and other.words.startswith(words)
            for other in self.leaves
        )

    def leaf_at_end(self, text: str) -> Leaf | None:
        """The row whose label ends the text, where all before it is the names of its groups."""
        words = squeezed(text)
        if words in self._by_path:
            return self._by_path[words]
        for leaf in self.leaves:
            whole = squeezed(leaf.entry.label)
            if words.endswith(whole):
                before = words.removesuffix(whole)
            elif len(leaf.words) >= _SHORTEST_CUT and words.endswith(leaf.words):
                before = words.removesuffix(leaf.words).rstrip("0123456789" + NUMERALS)
            else:
                continue
            if before and unnumbered(before) in self._whole:
                return leaf
        return None

    def leaf_nearly(self, text: str) -> Leaf | None:
        """The row whose label was cut off at its end, or shortened, or is worded a little differently."""
        words = unnumbered(text)
        return _leaf_nearly(self, words) if _SHORTEST_CUT <= len(words) <= _LONGEST_LABEL else None


@lru_cache(maxsize=8192)
def _like_label(vocabulary: Vocabulary, text: str) -> bool:
    if is_figure(text):
        return False
    words = squeezed(text)
    if vocabulary.knows(text) or _PIECE.fullmatch(half_width(text).strip()):
        return True
    if len(words) > 1 and (vocabulary.is_piece(text) or vocabulary.column(text)):
        return True
    return vocabulary.leaf_at_end(text) is not None


@lru_cache(maxsize=4096)
def _leaf_nearly(vocabulary: Vocabulary, words: str) -> Leaf | None:
    leaves = vocabulary.leaves
    begun = [leaf for leaf in leaves if leaf.words.startswith(words)]
    if len(begun) != 1 and len(words) >= _SHORTEST_ABRIDGED:
        begun = [leaf for leaf in leaves if _is_abridged(words, leaf.words)]
    if len(begun) == 1:
        return begun[0]
    ranked = sorted(((likeness(words, leaf.words, 0.5), index) for index, leaf in enumerate(leaves)))
    if len(ranked) < 2 or ranked[-1][0] < _NEARLY or ranked[-1][0] - ranked[-2][0] < _CLEARLY:
        return None
    return leaves[ranked[-1][1]]


def _is_abridged(words: str, whole: str) -> bool:
    """Whether words are another wording with some left out."""
    rest = iter(whole)
    return 2 * len(words) >= len(whole) and all(character in rest for character in words)


def _is_foreign(bare: str) -> bool:
    """Whether the words, without notes, label a column of any form."""
    return any(bare in vocabulary_of(form).bare_columns for form in all_forms().values())


@lru_cache(maxsize=4096)
def _column_nearly(vocabulary: Vocabulary, words: str) -> str:
    """The column whose label is, but for what stands in brackets, this or nearly this."""
    labels = vocabulary.bare_columns
    if words in labels or len(words) < _SHORTEST_CUT:
        return labels.get(words, "")
    ranked = sorted(((likeness(words, bare, 0.5), bare) for bare in labels), reverse=True)
    (best, bare), (second, _) = ranked[:2]
    return labels[bare] if best >= _NEARLY and best - second >= _CLEARLY else ""


def value_of(text: str) -> int | None:
    """The value of the number at the head of a label, whatever its style."""
    number = numbering(text)
    if number is not None:
        return number.value
    match = _NUMBER.match(squeezed(text))
    return number_of(match[0]) if match else None


@cache
def vocabulary_of(form: Form) -> Vocabulary:
    """The labels of a form, prepared once."""
    return Vocabulary(form)


def texts_known(form: Form, texts: Iterator[str]) -> int:
    """How many different labels of the form are among the texts."""
    vocabulary = vocabulary_of(form)
    return len({squeezed(text) for text in texts if vocabulary.knows(text)})
