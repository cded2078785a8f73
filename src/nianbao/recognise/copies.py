"""Pages that hold the same article twice, for a screen and for a printer or by a fault."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.read.blocks import Block, Table

_FEWEST_TABLES = 2


def without_copy(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a run of them that stands again, word for word and with several tables."""
    tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    for at in tables:
        for again in tables:
            if again > at and blocks[again] == blocks[at]:
                begin, end = _run(blocks, at, again)
                if sum(begin <= each < end for each in tables) >= _FEWEST_TABLES:
                    return [*blocks[: begin + again - at], *blocks[end + again - at :]]
    return list(blocks)


def _run(blocks: Sequence[Block], at: int, again: int) -> tuple[int, int]:
    """How far the same blocks reach around two that are the same."""
    apart = again - at
    begin, end = at, at + 1
    while begin > 0 and end - begin < apart and blocks[begin - 1] == blocks[begin - 1 + apart]:
        begin -= 1
    while end + apart < len(blocks) and end - begin < apart and blocks[end] == blocks[end + apart]:
        end += 1
    return begin, end
