"""The head of a table whose figures stand below all labels, in text: put together from the lines it came in.

In narrow columns each label is broken, 结果维 above 持, so one line has the beginnings and the next the ends;
or each piece has a line of its own. If all pieces make all labels in the form's order, nothing else can be
meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nianbao.model.form import Block as FormBlock
from nianbao.model.form import Entry
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, is_too_long, squeezed
from nianbao.recognise.tables.lines import Line
from nianbao.recognise.tables.sums import Sums
from nianbao.recognise.tables.wrapped import UNREAD

_MOST_LINES = 70  # of a head that has one piece a line

_Table = tuple[FormBlock, Sequence[Entry], Sequence[Entry]]  # with the rows and columns that hold figures


def with_heads_across(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks with whole labels in two lines for each such head that came in pieces."""
    result: list[Block] = []
    tables = [(block, block.row_leaves(), block.column_leaves()) for _, block in vocabulary.across]
    sums = Sums(vocabulary.turned, vocabulary.form)
    for block in blocks:
        words = block.text.split() if isinstance(block, Paragraph) else []
        head, whole = _head(result, words, tables) if words and is_figure(words[-1]) else ((), ())
        if whole and not sums.come_out(words):
            words = [UNREAD] * len(words)  # what tears a head may have torn a figure
        del result[len(result) - len(head) :]
        result += whole
        figures = (
            replace(block, text="   ".join(words), place=None) if isinstance(block, Paragraph) else block
        )
        result.append(figures if whole else block)
    return result


def _head(
    above: Sequence[Block], words: Sequence[str], tables: Sequence[_Table]
) -> tuple[Sequence[Paragraph], Sequence[Paragraph]]:
    """The lines above figures that are a head in pieces, and those that are the same head whole. ``words``
    are those of the line that has the figures."""
    for block, rows, columns in tables:
        if len(words) != len(rows) * len(columns) or not all(map(is_figure, words)):
            continue
        head = _head_above(above)
        if head and _says(head, block):
            labels = [each.label for each in columns] * len(rows)
            return head, (Paragraph("   ".join(row.label for row in rows)), Paragraph("   ".join(labels)))
    return (), ()


def _head_above(blocks: Sequence[Block]) -> list[Paragraph]:
    """The lines right above figures that have words and no figure."""
    head: list[Paragraph] = []
    for block in reversed(blocks[-_MOST_LINES:]):
        if not isinstance(block, Paragraph) or block.level is not None or is_too_long(block.text):
            break
        if any(map(is_figure, block.text.split())):
            break
        head.insert(0, block)
    return head


def _says(head: list[Paragraph], block: FormBlock) -> bool:
    """Whether the last of these lines are the head of the block, each label in pieces; ``head`` loses what
    stands above it."""
    labels = [squeezed(each.label) for each in block.column_leaves()] * len(block.row_leaves())
    names = Counter("".join(squeezed(row.label) for top in block.rows for row in top.walk()))
    for begin in range(len(head) - 1, -1, -1):
        above = begin
        for way in (_by_lines, _in_turn):
            if is_blank(head[begin].text) or not way([line.text.split() for line in head[begin:]], labels):
                continue
            words = Counter[str]()
            while above and words.total() < names.total():
                above -= 1
                words += Counter(squeezed(head[above].text))
            if words == names:
                del head[:above]
                return True
    return False


def _by_lines(lines: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
    """Whether each line goes on with labels that the lines above began, from left to right."""
    wanted = list(labels)
    for words in lines:
        at = -1
        for word in map(squeezed, words):
            found = (
                next_at for next_at in range(at + 1, len(wanted)) if word and wanted[next_at].startswith(word)
            )
            at = next(found, len(wanted))
            if at == len(wanted):
                return False
            wanted[at] = wanted[at].removeprefix(word)
    return not any(wanted)


def _in_turn(lines: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
    """Whether the words, one after the other, are the labels."""
    return "".join(squeezed(word) for words in lines for word in words) == "".join(labels)


# ---- heads of tables that are read as such


def has_heads(lines: Sequence[Line], block: FormBlock) -> bool:
    """Whether lines have as many of the block's labels of columns as a row has, or the labels of all rows."""
    met = [squeezed(item.text) for line in lines for item in line.items]
    words = {squeezed(leaf.label) for leaf in block.column_leaves()}
    rows = {squeezed(leaf.label) for leaf in block.row_leaves()}
    return sum(word in words for word in met) >= len(words) or rows <= set(met)


def are_columns(head: Sequence[str], block: FormBlock) -> bool:
    """Whether the last words of a head are the block's columns in their order, be it without the word that
    they share, 维持 for 结果维持, and no word before them is one."""
    labels = [squeezed(column.label) for column in block.column_leaves()]
    before, last = head[: -len(labels)], head[-len(labels) :]
    same = len(last) == len(labels) and all(
        len(word) > 1 and word in label for word, label in zip(last, labels, strict=True)
    )
    return same and not set(before) & set(labels)
