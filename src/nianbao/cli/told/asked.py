"""What is asked of a check of reports, the same for all of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nianbao.model.level import Level

if TYPE_CHECKING:
    from nianbao.checks.repeats import Text
    from nianbao.model.finding import Finding


class Wanted(NamedTuple):
    """Which findings are asked for."""

    selected: tuple[str, ...]
    ignored: tuple[str, ...]
    level: Level

    def takes(self, finding: Finding) -> bool:
        """Whether the finding is to be told and to count."""
        return (
            (not self.selected or finding.code.startswith(self.selected))
            and not finding.code.startswith(self.ignored)
            and finding.level.rank <= self.level.rank
        )


class Order(NamedTuple):
    """What is asked for; ``prior`` is the name of the file that was chosen as last year's, ``beside`` are
    the texts of the reports that repeated passages are looked for in. ``alone``: of no other report."""

    style: str
    wanted: Wanted
    law: bool
    explain: bool
    prior: str
    beside: tuple[Text, ...] | None
    alone: bool
