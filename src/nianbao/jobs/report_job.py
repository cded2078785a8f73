"""A report with last year's, as most works take it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nianbao.files.source import Prior, Source


@dataclass(frozen=True, slots=True)
class ReportJob:
    """A report and last year's. ``prior`` is None as long as that depends on what the report says: the
    work then Asks. ``told`` is what is to be told of it, ``stem`` what its files are to be called."""

    source: Source
    prior: Prior | None = Prior()  # noqa: RUF009 - a frozen value
    told: tuple[str, ...] = ()
    stem: str = ""

    def with_prior(self, prior: Prior) -> ReportJob:
        """The same with last year's report."""
        return replace(self, prior=prior)
