"""What stands at the top and at the foot of every paper of a region."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import PurePath

from nianbao import __version__
from nianbao.model.wording import date_in_words
from nianbao.problem import shown
from nianbao.region.collected import Collected
from nianbao.region.words import organ_of


def heading(
    collected: Collected, names: Iterable[str], paper: str, made_on: datetime.date
) -> dict[str, object]:
    """The values of templates/region.html.j2: the title in lines, what the paper was made of, and when. The
    date is handed in: the same input makes the same paper."""
    region = collected.region
    subject = collected.form.title.format(agency="", year=collected.year)
    file = shown(PurePath(region.file).name)
    return {
        "region": organ_of(region.name),
        "title_lines": (*names, subject, paper),
        "made": f"名单：{file}　制单日期：{date_in_words(made_on)}　制单程序：nianbao {__version__}",
        "date": date_in_words(made_on),
        "signed": False,
    }
