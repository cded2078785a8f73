"""Whose a report is: certain, or offered and never taken."""

from __future__ import annotations

import pytest

from nianbao.region.members import Member, Region
from nianbao.region.names import How, Names

MEMBERS = (
    Member("某某县教育局", "department", ("县教体局",)),
    Member("某某县人力资源和社会保障局", "department"),
    Member("某某县民政局", "department"),
    Member("某某县甲镇人民政府", "township", members=(Member("甲镇财政所", "department"),)),
    Member("某某县城东街道办事处", "township"),
    Member("某某县物价局", "department", until=2019),
    Member("另外县教育局", "department"),
)
NAMES = Names(Region("某某县", "county", 2024, MEMBERS), 2024)


@pytest.mark.parametrize(
    ("agency", "member", "how"),
    [
        ("某某县教育局", "某某县教育局", How.NAME),
        (" 某某县　教育局", "某某县教育局", How.NAME),
        ("县教体局", "某某县教育局", How.ALIAS),
        ("县教育局", "某某县教育局", How.SHORT),
        ("某某县人社局", "某某县人力资源和社会保障局", How.SHORT),
        ("人社局", "某某县人力资源和社会保障局", How.SHORT),
        ("某某县甲镇", "某某县甲镇人民政府", How.SHORT),
        ("甲镇人民政府", "某某县甲镇人民政府", How.SHORT),
        ("城东街道", "某某县城东街道办事处", How.SHORT),
        ("河南省某某市某某县民政局", "某某县民政局", How.LONGER),
        ("甲镇财政所", "甲镇财政所", How.NAME),
        ("某某县", "某某县", How.NAME),
        ("某某县人民政府", "某某县", How.SHORT),
    ],
)
def test_what_is_certain(agency: str, member: str, how: How) -> None:
    whose = NAMES.whose(agency)
    assert whose.member is not None
    assert (whose.member.name, whose.how) == (member, how)


@pytest.mark.parametrize(
    ("agency", "similar"),
    [
        ("某某县教育体育局", "某某县教育局"),
        ("某某县民政厅", "某某县民政局"),
        ("乙镇人民政府", "某某县甲镇人民政府"),
        ("某某县档案馆", ""),
        ("某某县物价局", ""),
        ("", ""),
    ],
)
def test_what_is_offered_and_not_taken(agency: str, similar: str) -> None:
    whose = NAMES.whose(agency)
    assert whose.member is None
    assert next(iter(whose.similar), "") == similar


def test_a_short_name_of_two_is_nobodys() -> None:
    town = Member("某某县乙镇", "township", members=(Member("某某县乙镇教育局", "department"),))
    whose = Names(Region("某某县", "county", 2024, (*MEMBERS, town)), 2024).whose("教育局")
    assert (whose.member, whose.similar) == (None, ("某某县教育局", "某某县乙镇教育局"))


def test_an_organ_that_was_merged_is_told() -> None:
    gone = NAMES.gone("某某县物价局")
    assert gone is not None
    assert gone.until == 2019
    assert NAMES.gone("某某县教育局") is None
