"""True texts made of patterns: claims/marked/patterns.toml, spoken of one report after the other.

A pattern has choices, ``[全年|2024年]``, and figures of the report: ``<rec>`` is pinned by its tables,
``{rec}`` is told, but not so that anybody could say it is wrong. A figure is a name of ``_ROWS`` or
``_SUMS`` (``rec_np``: of natural persons, ``rv_up``: upheld); ``p.`` before it is last year's. It may be
worked out: ``a+b``, ``a-b``, ``a/b`` (percent), ``~a`` (difference from last year), ``±a`` (增加 or 减少),
``%a`` (growth in percent). ``{#}`` is a number that is of no table, ``{#a}`` a smaller one than a, ``{#+a}``
a larger one; ``{X}`` one that its text goes on with; ``{&a}`` a part of a or X that no other part of the
text is of, ``{&a!}`` what is left of it. ``{?a<b}`` says of which reports the pattern is true. All figures
are above 0, except where the name ends with ``:0``; ``zh:`` writes them in Chinese, ``wide:`` in full
width.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nianbao.model.figure import Figure, count, from_toml
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests.checks.test_strangers import in_words

FILE = Path(__file__).parent / "claims" / "marked" / "patterns.toml"
FORM = "2021"
YEAR = 2024
AGENCIES = (
    "青溪县自然资源局",
    "临江市住房和城乡建设局",
    "柳河镇人民政府",
    "南浦省水利厅",
    "海州市公安局东城分局",
    "云岭区教育局",
    "长宁街道办事处",
    "北屏县人民政府办公室",
)
_ROWS = {  # the short names of rows of table three, each with its total
    "rec": ("received",),
    "ci": ("carried_in",),
    "g": ("granted",),
    "part": ("partly_granted",),
    "d3p": ("denied_third_party",),
    "dint": ("denied_internal",),
    "ddel": ("denied_deliberative",),
    "dcase": ("denied_case_file",),
    "dinq": ("denied_inquiry",),
    "unh": ("unavailable_not_held",),
    "unm": ("unavailable_to_be_made",),
    "npet": ("unprocessed_petition",),
    "nrep": ("unprocessed_repeated",),
    "onc": ("other_not_corrected",),
    "oth": ("other_reasons",),
    "out": ("carried_out",),
}
_SUMS = {
    "d": ("d3p", "dint", "ddel", "dcase", "dinq"),
    "u": ("unh", "unm"),
    "n": ("npet", "nrep"),
    "o": ("onc", "oth"),
    "done": ("g", "part", "d", "u", "n", "o"),
    "all": ("rec", "ci"),
    "rv": ("rv_up", "rv_co", "rv_ot", "rv_pe"),
    "ld": ("ld_up", "ld_co", "ld_ot", "ld_pe"),
    "la": ("la_up", "la_co", "la_ot", "la_pe"),
    "lt_up": ("ld_up", "la_up"),
    "lt_co": ("ld_co", "la_co"),
    "lt_ot": ("ld_ot", "la_ot"),
    "lt_pe": ("ld_pe", "la_pe"),
    "lt": ("ld", "la"),
    "both": ("rv", "lt"),
}
_ACTORS = ("np", "bus", "res", "pub", "law", "els")
_DISPUTES = {"rv": "review", "ld": "litigation_direct", "la": "litigation_after_review"}
_OUTCOMES = {"up": "upheld", "co": "corrected", "ot": "other", "pe": "pending"}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SOME = frozenset("XYZ")
_WEIGHTS = (30, 10, 5, 5, 5, 5, 5, 20, 5, 5, 5, 2, 1)  # how often an outcome is drawn
MARKED = re.compile(r"<([^<>]+)>")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(?P<told>[^{}]*)\}|<(?P<pinned>[^<>{}]*)>")


class Made(NamedTuple):
    """A text that is true of a report; ``marked`` has its pinned numbers in ``<>``."""

    name: str
    section: str
    under: str
    marked: str


class Figures:
    """The figures of two years by their short names; ``chance`` makes the numbers that are of no table."""

    def __init__(self, now: dict[str, int], before: dict[str, int], chance: random.Random) -> None:
        self._now, self._before, self._chance = now, before, chance
        self._known = {*now.values(), *before.values()}
        self._left: dict[str, int] = {}  # what is left of that of which parts are told

    def new_text(self) -> None:
        """Forget the numbers and parts of the text before."""
        self._left = {}
        self._some = {name: int(self._apart(20, 900)) for name in _SOME}

    def value(self, name: str) -> int | None:
        """The figure, or None where such a number would not be told: 其中公开0件."""
        zero, name = name.endswith(":0"), name.removesuffix(":0")
        found = 0
        for sign, each in re.findall(r"([+-]?)((?:p\.)?\w+)", name):
            there = self._before if each.startswith("p.") else self._now
            key = each.removeprefix("p.")
            one = int(key) if key.isdigit() else self._some[key] if key in _SOME else there[key]
            if one == 0 and not zero and not key.isdigit():
                return None
            found += -one if sign == "-" else one
        return found if found > 0 or (zero and found == 0) else None

    def text(self, name: str) -> str | None:
        """What stands in a slot of the text; None where the pattern is not true of the report."""
        if name.startswith("?"):
            return "" if self._holds(name[1:]) else None
        if name.startswith("#"):
            return self._apart(2, 90) if name == "#" else self._other(name[1:])
        if name.startswith("&"):
            return self._part(name[1:].removesuffix("!"), rest=name.endswith("!"))
        if name.startswith("zh:"):
            value = self.value(name[3:])
            return None if value is None or value > 9999 else in_words(value)
        if name.startswith("wide:"):
            value = self.value(name[5:])
            return None if value is None else str(value).translate(_FULL_WIDTH)
        if name[0] in "~±%":
            return self._growth(name[0], name[1:])
        if "/" in name:
            some, every = (self.value(each) for each in name.split("/"))
            return None if some is None or every is None else _percent(Decimal(some) * 100 / Decimal(every))
        value = self.value(name)
        return None if value is None else str(value)

    def _other(self, name: str) -> str | None:
        """Some number that is smaller than the figure, or larger where it begins with +."""
        value = self.value(name.removeprefix("+")) or 0
        if name[0] != "+" and not value:
            return None
        more = name[0] == "+"
        return self._apart(value + 3, value + 60) if more else self._apart(1, max(1, value - 1))

    def _apart(self, least: int, most: int) -> str:
        """A number that is none of the figures: numbers that meet them by chance would bear out others."""
        found = [self._chance.randint(least, most) for _ in range(9)]
        return str(next((each for each in found if each not in self._known), found[0]))

    def _part(self, name: str, *, rest: bool) -> str | None:
        left = self._left.get(name) or self.value(name)
        if left is None or (left < 2 and not rest):
            return None
        part = left if rest else self._chance.randint(1, max(1, left * 4 // 5))
        self._left[name] = left - part
        return str(part) if part else None

    def _holds(self, condition: str) -> bool:
        left, sign, right = re.split(r"(<|=|>)", condition, maxsplit=1)
        one, two = self.value(left + ":0"), self.value(right + ":0")
        if one is None or two is None:
            return False
        return {"<": one < two, "=": one == two, ">": one > two}[sign]

    def _growth(self, sign: str, name: str) -> str | None:
        now, before = self.value(name), self.value("p." + name)
        if now is None or before is None or now == before:
            return None
        if sign == "±":
            return "增加" if now > before else "减少"
        return str(abs(now - before)) if sign == "~" else _percent(Decimal(abs(now - before)) * 100 / before)


def _percent(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def drawn_figures(chance: random.Random, *, large: bool) -> dict[str, list[int]]:
    """The rows of tables that agree with each other, without totals."""
    most = 400 if large else 30
    rows = {"received": [chance.randint(most // 2, most), chance.randint(2, most // 3)]}
    rows["received"] += [chance.choice([0, 0, 1]), 0, chance.randint(0, 3), chance.randint(0, 2)]
    rows["carried_in"] = [chance.randint(1, max(2, most // 20)), chance.randint(0, 2), 0, 0, 0, 0]
    open_now = [a + b for a, b in zip(rows["received"], rows["carried_in"], strict=True)]
    rows["carried_out"] = [chance.randint(1, max(1, open_now[0] // 8)), chance.randint(0, 1), 0, 0, 0, 0]
    left = [a - b for a, b in zip(open_now, rows["carried_out"], strict=True)]
    outcomes = [names[0] for short, names in _ROWS.items() if short not in {"rec", "ci", "out"}]
    for name in outcomes:
        rows[name] = [0] * 6
    for column, every in enumerate(left):
        for _ in range(every):
            rows[chance.choices(outcomes, _WEIGHTS)[0]][column] += 1
    for name in _DISPUTES.values():
        rows[name] = [chance.randint(0, 9) for _ in range(4)]
    rows["normative_documents"] = [chance.randint(1, 9), chance.randint(0, 5), chance.randint(12, 60)]
    rows["licences"], rows["penalties"] = [chance.randint(100, 3000)], [chance.randint(10, 300)]
    rows["coercive_measures"] = [chance.randint(1, 40)]
    return rows


class Drawn(NamedTuple):
    """A report and that of the year before, with their figures by short names."""

    report: Report
    prior: Report
    now: dict[str, int]
    before: dict[str, int]


@cache
def drawn(seed: int) -> Drawn:
    """Two years of an agency; every fourth has no disputes, every fourth no applications this year."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    before = drawn_figures(chance, large=seed % 2 == 0)
    now = drawn_figures(chance, large=seed % 2 == 0)
    before["carried_out"] = now["carried_in"]
    agency = AGENCIES[seed % len(AGENCIES)]
    for rows in (now, before):
        if seed % 4 == 3:
            rows.update({name: [0] * 4 for name in _DISPUTES.values()})
    if seed % 8 == 6:
        now.update({name: [0] * 6 for names in _ROWS.values() for name in names})
    told = [Report(all_forms()[FORM], agency=agency, year=year) for year in (YEAR, YEAR - 1)]
    reports = [
        report.with_figures(_figures(report, rows)) for report, rows in zip(told, (now, before), strict=True)
    ]
    return Drawn(reports[0], reports[1], _short(now), _short(before))


def _figures(report: Report, rows: dict[str, list[int]]) -> dict[str, Figure]:
    form = report.form
    found = {cell: count(0) for cell in form.cells if cell not in form.totals}
    by_row = {name.partition(".")[2]: [cell.id for cell in cells] for name, cells in form.rows.items()}
    for row, values in rows.items():
        cells = [cell for cell in by_row[row] if cell not in form.totals]
        found |= {cell: from_toml(value) for cell, value in zip(cells, values, strict=True)}
    return found


def _short(rows: dict[str, list[int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for short, (row,) in _ROWS.items():
        found[short] = sum(rows[row])
        found |= {f"{short}_{who}": value for who, value in zip(_ACTORS, rows[row], strict=True)}
        found[f"{short}_org"] = found[short] - found[f"{short}_np"]
    for short, row in _DISPUTES.items():
        found |= {f"{short}_{end}": value for end, value in zip(_OUTCOMES, rows[row], strict=True)}
    for short, names in _SUMS.items():
        found[short] = sum(found[name] for name in names)
    found |= dict(zip(("made", "void", "valid"), rows["normative_documents"], strict=True))
    found |= {"lic": rows["licences"][0], "pen": rows["penalties"][0], "coe": rows["coercive_measures"][0]}
    return found


@cache
def patterns() -> dict[str, list[dict[str, object]]]:
    """The groups of patterns by the class of texts that they are of."""
    found: dict[str, list[dict[str, object]]] = {}
    for group in tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]:
        found.setdefault(group["name"], []).append(group)
    return found


def chosen(pattern: str, chance: random.Random) -> str:
    """The pattern with one of each of its choices, the innermost first."""
    while match := _CHOICE.search(pattern):
        one = chance.choice(match[1].split("|"))
        pattern = pattern[: match.start()] + one + pattern[match.end() :]
    return pattern


def filled(pattern: str, figures: Figures) -> str | None:
    """The pattern with its figures, those that are pinned marked; None where it is not true of the report."""
    found, end = "", 0
    figures.new_text()
    for match in _SLOT.finditer(pattern):
        text = figures.text(match["told"] or match["pinned"])
        if text is None:
            return None
        found += pattern[end : match.start()] + (f"<{text}>" if match["pinned"] else text)
        end = match.end()
    return found + pattern[end:]


def texts(name: str, seed: int, times: int) -> Iterator[Made]:
    """True texts of a class for the report with this seed: each pattern so many times."""
    chance = random.Random(f"{name}-{seed}")  # noqa: S311 - nothing secret
    told = drawn(seed)
    figures = Figures(told.now, told.before, chance)
    for group in patterns()[name]:
        agency = told.report.agency
        if re.search(str(group.get("not_of", "$^")), agency) or not re.search(
            str(group.get("of", "")), agency
        ):
            continue
        for pattern in group["texts"]:  # type: ignore[attr-defined]
            for _ in range(times):
                text = filled(chosen(str(pattern), chance), figures)
                if text is not None:
                    yield Made(
                        name, str(group.get("section", "overview")), f"{group.get('under', '')}\n", text
                    )
