"""The forms of forms/, and which of them is for which year."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

from nianbao import resources
from nianbao.model.form import Form
from nianbao.model.kept import kept
from nianbao.model.law_file import AGENCIES_FILE, RULES_FILE
from nianbao.problem import InputError, Problem


def all_forms() -> dict[str, Form]:
    """Every form by its id, in the order of the years. Raises InputError if a file is wrong."""
    return _forms_in(resources.folder("forms"))


@cache
def _forms_in(folder: Path) -> dict[str, Form]:
    return kept("forms", lambda: load_forms(folder))


def load_forms(folder: Path) -> dict[str, Form]:
    """The forms of a folder; InputError where a file is wrong or two forms claim one year."""
    from nianbao.model.load_form import load_form  # here, because most starts have the forms kept

    paths = sorted(path for path in folder.glob("*.toml") if path.name not in {RULES_FILE, AGENCIES_FILE})
    forms = sorted((load_form(path) for path in paths), key=lambda form: form.first_year)
    by_id = {form.id: form for form in forms}
    if len(by_id) < len(forms):
        raise InputError(Problem(str(folder), "有两个表式的 id 相同", "。"))
    for earlier, later in itertools.pairwise(forms):
        if earlier.last_year is None or earlier.last_year >= later.first_year:
            raise InputError(
                Problem(
                    f"{folder.name}/{earlier.id}.toml：years",
                    f"{later.first_year} 年同时归 {earlier.id} 和 {later.id} 两个表式",
                    f"；请在 {earlier.id}.toml 的 years 中写明 to = {later.first_year - 1}。",
                )
            )
    return by_id


def form_for(year: int) -> Form | None:
    """The form that reports of this year are to be written in; None before the first form."""
    return next((form for form in all_forms().values() if form.is_for(year)), None)
