"""Whether the reasons that were given are still of use: S112."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.checks.coverage import Place, compared, outside, unknown
from nianbao.checks.registry import Each, On, between_years, checks
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Lacking
from nianbao.model.finding import Finding
from nianbao.model.report import Waiver
from nianbao.model.rules import rule


def _reasons(subject: Subject) -> Iterator[Place]:
    """Every reason that was given, if the rule that it is for was run."""
    for waiver in subject.report.waivers:
        if not rule(waiver.code).checked:
            yield outside("not_checked", of=waiver.code)
        elif subject.prior is None and waiver.code in between_years(subject.report.form):
            yield unknown(lacking=Lacking.PRIOR)
        else:
            yield compared("used", of=waiver.code)


@checks("S112", on=On.WAIVERS, each=Each.FINDINGS, covers=_reasons)
def s112_idle_waivers(subject: Subject, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Waivers that cover nothing, or nothing that may be waived; of a rule that was not run, none."""
    form = subject.report.form
    for waiver in subject.report.waivers:
        not_run = subject.prior is None and waiver.code in between_years(form)
        if not_run or not rule(waiver.code).checked:
            continue
        covered = [finding for finding in findings if _covers(waiver, finding)]
        if any(rule(finding.code).may_waive(finding) for finding in covered):
            continue
        cell = form.cells.get(waiver.cell) or form.rows.get(waiver.cell, (None,))[0]
        yield rule("S112").finding(
            section=cell.section if cell else "",
            cell=waiver.cell,
            message="refused" if covered else "stale",
            code=waiver.code,
            found=waiver.reason,
        )


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return waiver.code == finding.code and waiver.cell in {"", finding.cell}
