"""A report with last year's, as most works take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nianbao.files.source import Prior, Source

if TYPE_CHECKING:
    from nianbao.checks.members import Members


class ReportJob(NamedTuple):
    """A report and last year's. ``prior`` is None as long as that depends on what the report says: the
    work then Asks. ``told`` is what is to be told of it, ``stem`` what its files are to be called.
    ``members`` is what the members of the region say whose report it is, ``before`` the report of two years
    before, for charts."""

    source: Source
    prior: Prior | None = Prior()
    told: tuple[str, ...] = ()
    stem: str = ""
    members: Members | None = None
    before: Prior | None = None

    def with_prior(self, prior: Prior) -> ReportJob:
        """The same with last year's report."""
        return self._replace(prior=prior)
