"""Input that cannot be used: what is wrong, where, and what to do, told all at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input file, in words for the person who wrote it.

    ``where`` names the place (file, line, key), ``what`` the fault, ``remedy`` the way out.
    """

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}：{self.what}" + (f"{self.remedy}" if self.remedy else "")


class InputError(Exception):
    """An input cannot be used; carries every fault that was found, not just the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
