"""Pages that hold the same article twice, for a screen and for a printer or by a fault, and texts with the
tables of one report twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nianbao.model.load_forms import all_forms
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise.labels import unnumbered
from nianbao.recognise.prose.titles import looks_like_organ, parsed

_FEWEST_TABLES = 2


def without_copy(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a run of them that stands again, word for word and with several tables, unless
    something beside it is the name of another report or of an organ: reports may be alike but for that."""
    tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    for at in tables:
        for again in tables:
            if again > at and blocks[again] == blocks[at]:
                begin, end = _run(blocks, at, again)
                first, last = begin + again - at, end + again - at
                beside = [*blocks[end:first], *blocks[last:]]
                if sum(begin <= each < end for each in tables) >= _FEWEST_TABLES and not any(
                    map(_names_report, beside)
                ):
                    return [*blocks[:first], *blocks[last:]]
    return list(blocks)


def has_text_once(blocks: Sequence[Block]) -> bool:
    """Whether a text with tables that come twice is that of one report, as where a program lists the tables
    of a page behind its text: it has no second title, and has the headings of all sections once."""
    lines = [line.strip() for each in blocks if isinstance(each, Paragraph) for line in each.text.split("\n")]
    titles = {(title.agency, title.year) for line in lines if (title := parsed(line)) is not None}
    counts = Counter(map(unnumbered, lines))
    forms = all_forms().values()
    once = any(all(counts[unnumbered(each.heading)] == 1 for each in form.numbered) for form in forms)
    return once and len(titles) < 2


def _names_report(block: Block) -> bool:
    lines = block.text.split("\n") if isinstance(block, Paragraph) else []
    return any(parsed(line) is not None or looks_like_organ(line) for line in lines)


def _run(blocks: Sequence[Block], at: int, again: int) -> tuple[int, int]:
    """How far the same blocks reach around two that are the same."""
    apart = again - at
    begin, end = at, at + 1
    while begin > 0 and end - begin < apart and blocks[begin - 1] == blocks[begin - 1 + apart]:
        begin -= 1
    while end + apart < len(blocks) and end - begin < apart and blocks[end] == blocks[end + apart]:
        end += 1
    return begin, end
