"""How much of a text stands in another: the share, the passages, and a folder of many reports."""

from __future__ import annotations

from dataclasses import replace

from nianbao.checks.repeats import Index
from nianbao.model.report import Report
from tests.strategies import HANZI, clean_report

BASE = clean_report("2021")


def saying(agency: str, text: str) -> Report:
    return replace(BASE, agency=agency, narrative={"overview": text})


def words(number: int, length: int = 400) -> str:
    """A text that shares nothing with that of another number."""
    return HANZI[number * length : (number + 1) * length]


def test_the_share_is_of_all_sections() -> None:
    mine = replace(BASE, narrative={"overview": words(0), "problems": words(1)})
    found = Index([saying("白河县水利局", words(1))]).nearest(mine, least=100)
    assert found is not None
    assert found.percent == 50
    assert found.passages == (("problems", (0, 400)),)


def test_figures_and_titles_do_not_count() -> None:
    other = words(0).replace(words(0)[50], words(0)[50] + "12件")
    found = Index([saying("白河县水利局", other)]).nearest(saying("青溪县水利局", words(0)), least=100)
    assert found is not None
    assert found.percent > 90


def test_what_the_agency_said_itself_is_no_neighbours() -> None:
    index = Index([saying(BASE.agency, words(0)), saying("白河县水利局", words(1))])
    found = index.nearest(saying(BASE.agency, words(0)), least=100, others=True)
    assert found is not None
    assert (found.agency, found.percent) == ("", 0)


def test_the_nearest_of_many_is_found_though_all_say_the_same_formula() -> None:
    formula = words(0)
    many = [saying(f"第{number}局", formula + words(number % 8 + 2, 100)) for number in range(120)]
    mine = saying("青溪县水利局", formula + words(1, 600))
    found = Index([*many, saying("白河县水利局", formula + words(1, 600))]).nearest(
        mine, least=100, others=True
    )
    assert found is not None
    assert (found.agency, found.percent) == ("白河县水利局", 100)


def test_a_short_text_is_not_compared() -> None:
    assert Index([BASE]).nearest(saying("甲局", "很短的正文。"), least=100) is None


def test_an_eighth_of_the_words_is_enough_to_find_the_nearest() -> None:
    many = [saying(f"第{number}局", words(number, 200)) for number in range(20)]
    for number in range(0, 20, 4):
        mine = saying("青溪县水利局", words(number, 200)[:150] + words(21, 200))
        whole, eighth = (Index(many, one_in).nearest(mine, least=100, others=True) for one_in in (1, 8))
        assert eighth is not None
        assert eighth == whole
        assert eighth.agency == f"第{number}局"
