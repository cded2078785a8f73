"""Lines of the editor break as Chinese does; TextArea alone would begin some with a comma or a full stop."""

from __future__ import annotations

from textual._wrap import compute_wrap_offsets
from textual.document import _wrapped_document

from nianbao.terminal import breaks

_NAME = "compute_wrap_offsets"  # under which the document of TextArea knows it


def _offsets(
    text: str,
    width: int,
    tab_size: int,
    fold: bool = True,
    precomputed_tab_sections: list[tuple[str, int]] | None = None,
) -> list[int]:
    """Where a line is to be broken; one with tabs, whose widths depend on their place, as Textual does it."""
    if "\t" in text:
        return compute_wrap_offsets(text, width, tab_size, fold, precomputed_tab_sections)
    return breaks(text, width)


def break_as_chinese() -> None:
    """From now on, in every text that is typed."""
    setattr(_wrapped_document, _NAME, _offsets)
