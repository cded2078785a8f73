"""Kinds of agencies: told by name, and until when each has to publish."""

from __future__ import annotations

import datetime

import pytest

from nianbao.model.agency import agency_kinds, kind_by_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("聊城市城管局", "department"),
        ("重庆市大渡口区城市管理局", "department"),
        ("张店区综合行政执法局", "department"),
        ("云岭省水利厅", "department"),
        ("青溪县发展和改革委员会", "department"),
        ("青溪县人民政府办公室", "department"),
        ("青溪县交通运输综合行政执法大队", "department"),
        ("白马乡人民政府", "township"),
        ("青溪县白马镇人民政府", "township"),
        ("云岭省青溪市白马民族乡人民政府", "township"),
        ("北京市朝阳区酒仙桥街道办事处", "township"),
        ("青溪县人民政府", "county"),
        ("重庆市大渡口区人民政府", "county"),
        ("科尔沁左翼中旗人民政府", "county"),
        ("聊城市人民政府", "prefecture"),
        ("延边朝鲜族自治州人民政府", "prefecture"),
        ("聊城市", "prefecture"),
        ("山东省人民政府", "province"),
        ("内蒙古自治区人民政府", "province"),
        ("重庆市人民政府", "province"),
        ("国家税务总局青溪县税务局", "vertical"),
        ("国家市场监督管理总局", "vertical"),
        ("中华人民共和国教育部", "vertical"),
        ("海关总署", "vertical"),
        ("云港海关", "vertical"),
        ("青溪县税务局", "vertical"),
        ("青溪县气象局", "vertical"),
        ("南浦省烟草专卖局", "vertical"),
        ("青溪县消防救援大队", "vertical"),
        ("中国证券监督管理委员会南浦监管局", "vertical"),
        ("自然资源部", "vertical"),
        ("青溪县人民政府研究室", "department"),
        ("云港高新区管委会", "department"),
        ("国家级经济开发区管理委员会", "department"),
        ("青溪水库", None),
        ("", None),
    ],
)
def test_the_kind_that_a_name_points_to(name: str, kind: str | None) -> None:
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("department", (2026, 1, 31)),
        ("township", (2026, 1, 31)),
        ("county", (2026, 2, 20)),
        ("prefecture", (2026, 3, 10)),
        ("province", (2026, 3, 31)),
        ("vertical", (2026, 3, 31)),
    ],
)
def test_until_when_the_report_of_2025_is_published(kind: str, day: tuple[int, int, int]) -> None:
    assert agency_kinds()[kind].deadline_for(2025) == datetime.date(*day)


@pytest.mark.parametrize("kind", ["county", "prefecture"])
def test_before_the_notice_of_2021_governments_had_the_days_of_the_law(kind: str) -> None:
    assert agency_kinds()[kind].deadline_for(2020) == datetime.date(2021, 3, 31)


def test_every_kind_has_a_name_for_people() -> None:
    assert {kind.name for kind in agency_kinds().values()} == {
        "国务院部门、垂直管理系统",
        "省级政府",
        "乡镇、街道",
        "县（市、区）政府",
        "设区的市政府",
        "部门",
    }
