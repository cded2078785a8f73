"""What a PDF shows and its marks do not tell: words that are struck out, and digits that stand raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.lines import is_raised
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.struck import without_struck
from nianbao.read.pdf.text import Mark, Owner, bare
from nianbao.read.raised import raised

_BESIDE = 0.5  # heights between the end of a digit and one that is raised beside it; cells are further apart


def as_seen(
    texts: Mapping[Mark, str], owners: Sequence[Owner], pages: Sequence[Sheet], effort: Effort
) -> tuple[dict[Mark, str], str]:
    """The text of marked content without what is struck out on the pages and with raised digits as such; and
    what is struck out."""
    found, struck = dict(texts), ""
    for owner, page in zip(owners, pages, strict=True):
        left, gone = without_struck(page, effort)
        struck += gone
        whole: dict[Mark, str] = {}
        seen: dict[Mark, str] = {}
        for sign, text in zip(page.signs, _with_raised(left.signs), strict=True):
            mark = (owner, sign.mark)
            whole[mark] = whole.get(mark, "") + sign.text
            seen[mark] = seen.get(mark, "") + text
        # Content of a form has numbers of its own, which may be those of the page.
        found |= {
            mark: text
            for mark, text in seen.items()
            if text != whole[mark] and bare(whole[mark]) == bare(found.get(mark, ""))
        }
    return found, struck


def _with_raised(signs: Sequence[Sign]) -> list[str]:
    """The characters in the order in which they were drawn, raised digits as such."""
    texts: list[str] = []
    base = before = None
    for sign in signs:
        text = sign.text
        if base and before and is_raised(sign, base) and _beside(before, sign):
            text = raised(text, base.text)
        elif text:
            base = sign
        if text:
            before = sign
        texts.append(text)
    return texts


def _beside(before: Sign, sign: Sign) -> bool:
    return abs(sign.left - before.right) < _BESIDE * (before.top - before.bottom)
