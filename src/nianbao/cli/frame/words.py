"""Options that take several words, with commas between them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Words(click.ParamType[tuple[str, ...]]):
    """Words with commas between them; Chinese commas, full-width letters and spaces are no mistake."""

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if not isinstance(value, str):
            return value
        from nianbao.model.figure import half_width  # here, because hardly any run is given words

        words = [self.usual(part.strip()) for part in half_width(value).replace("、", ",").split(",")]
        for word in words:
            if fault := self.fault(word):
                self.fail(fault, param, ctx)
        return tuple(dict.fromkeys(words))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that can follow those that are written."""
        from click.shell_completion import CompletionItem

        before, comma, begun = incomplete.rpartition(",")
        rest = [word for word in self.offered() if word not in before.split(",")]
        return [CompletionItem(before + comma + word) for word in rest if word.startswith(self.usual(begun))]

    @abstractmethod
    def usual(self, word: str) -> str:
        """The word as it is usually written."""

    @abstractmethod
    def fault(self, word: str) -> str:
        """What is wrong with a word and what to write instead; empty if nothing is."""

    @abstractmethod
    def offered(self) -> Iterable[str]:
        """All the words that can be written."""
