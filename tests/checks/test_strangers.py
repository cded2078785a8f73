"""Sentences of strangers to the word list: no alarm on true ones, and hardly a number + 7 that goes unseen.

The sentences stand in claims/marked (strangers, registers, offices, agencies, counters, stages, voices,
narrators, accounts), with how they fared at first sight, and are this project's own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nianbao.checks.claims.text.quantities import in_chinese, rate
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.model.numbering import NUMERALS
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from tests.checks.marked import MORE, Listener, figures
from tests.soak import is_turn

FOLDER = Path(__file__).parent / "claims" / "marked"
LEAST = {
    "strangers": (530, 0.94),
    "registers": (690, 0.97),
    "offices": (770, 0.95),
    "agencies": (500, 0.94),
    "counters": (110, 0.91),
    "stages": (50, 0.96),
    "voices": (190, 0.86),
    "narrators": (140, 0.92),
    "accounts": (59, 0.90),
}  # sentences, and recall
GOES_ON = ("其中", "上述", "此外")
_MARKED = re.compile(r"<([^<>]+)>")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@cache
def data(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def report_of(item: dict[str, Any], form: Form, year: int, rows: dict[str, Any]) -> Report:
    ids = {row.partition(".")[2]: row for row in form.rows}
    cells = figures(form, {ids[row]: values for row, values in rows.items()})
    return Report(form, agency=item["agency"], year=year).with_figures(cells)


@cache
def listener(file: str, name: str) -> Listener:
    item = data(file)["reports"][name]
    form, year = all_forms()[item["form"]], item["year"]
    prior = report_of(item, form, year - 1, item["prior"]) if "prior" in item else None
    return Listener(report_of(item, form, year, item.get("tables", {})), prior)


def wrong(number: str) -> str:
    """The number with 7 more of its last digit, written in the same way."""
    if (value := in_chinese(number)) is not None:
        return in_words(value + MORE)
    figure = half_width(number).replace(",", "").replace("，", "").replace(" ", "")
    more = re.sub(r"\d+$", lambda last: str(int(last[0]) + MORE), figure)
    return more.translate(_FULL_WIDTH) if "０" <= number[0] <= "９" else more


def in_words(value: int) -> str:
    """A number below 10,000 in Chinese: the inverse of in_chinese()."""
    found, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            gap = bool(found)
            continue
        found += (
            ("零" if gap else "") + (NUMERALS[digit - 1] if (digit, unit) != (1, 10) or found else "") + name
        )
        gap = False
    return found or "零"


def plain(marked: str) -> str:
    return _MARKED.sub(r"\1", marked)


@pytest.mark.parametrize("value", [0, 2, 10, 12, 20, 46, 100, 102, 110, 305, 1001, 1362, 9999])
def test_chinese_numerals_are_read(value: int) -> None:
    assert in_chinese(in_words(value)) == value


@pytest.mark.parametrize("text", ["", "十十", "百", "一一", "二〇二四", "十百", "三百万", "第三"])
def test_what_is_no_chinese_numeral_is_none(text: str) -> None:
    assert not in_chinese(text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("百分之二十", 20, 20),
        ("百分之11", 11, 11),
        ("百分之三点五", Decimal("3.45"), Decimal("3.55")),
        ("三成", 25, 35),
        ("一成多", 10, 20),
        ("四成四", 42, 46),
    ],
)
def test_percentages_in_words_are_read(text: str, least: int | Decimal, most: int | Decimal) -> None:
    assert (found := rate(f"占{text}以上", 1)) is not None
    assert (found[0], *found[2:]) == (text, least, most)


@pytest.mark.parametrize("text", ["一成立", "百分点", "百分之十十", "二十"])
def test_what_is_no_percentage_in_words_is_none(text: str) -> None:
    assert rate(text, 0) is None


def alarms(file: str, group: dict[str, Any], text: str) -> list[Finding]:
    """What is found in a text under the heading of its class."""
    under = f"{group['under']}\n" if "under" in group else ""
    return listener(file, group["of"]).alarms(group["section"], under + text)


def wrong_texts(group: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each pinned number of a class made wrong, and the lies told without one; and where to look."""
    for marked in group["right"]:
        for match in _MARKED.finditer(marked):
            before, after = plain(marked[: match.start()]), plain(marked[match.end() :])
            yield f"{before}{wrong(match[1])}{after}", f"{before[-14:]}【{match[1]}】{after[:10]}"
    yield from ((lie, lie) for lie in group.get("wrong", ()))


MANY = 300  # numbers: of more half is made wrong, in turns; every true sentence is read


@pytest.mark.parametrize("file", LEAST)
def test_precision_and_recall(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    false, sentences = [], 0
    groups = data(file)["class"]
    for group in groups:
        for marked in group["right"]:
            sentences += 1
            found = alarms(file, group, plain(marked))
            false += [f"{plain(marked)} : {sentence(finding)}" for finding in found]
    lies = [(group, *lie) for group in groups for lie in wrong_texts(group)]
    lies = [lie for number, lie in enumerate(lies) if is_turn(number) or len(lies) < MANY]
    pinned = len(lies)
    missed = [place for group, text, place in lies if not alarms(file, group, text)]
    recall = 1 - len(missed) / pinned
    precision = (pinned - len(missed)) / (pinned - len(missed) + len(false))
    with capsys.disabled():
        print(
            f"\n{file}: {sentences} sentences, {pinned} numbers pinned, "
            f"precision {precision:.3f}, recall {recall:.3f}"
        )
    assert false == []
    assert sentences >= LEAST[file][0]
    assert recall >= LEAST[file][1], missed


def paragraphs(group: dict[str, Any]) -> Iterator[str]:
    """Three sentences that follow each other as one paragraph; some go on with what another one counted."""
    right = [plain(marked) for marked in group["right"] if not marked.startswith(GOES_ON)]
    yield from ("".join(right[first : first + 3]) for first in range(0, len(right) - 2, 4))


@pytest.mark.parametrize("file", LEAST)
@pytest.mark.takes_turns
def test_sentences_of_a_paragraph_do_not_mislead_each_other(file: str) -> None:
    false = []
    for group in data(file)["class"]:
        for text in paragraphs(group):
            false += [f"{text} : {sentence(finding)}" for finding in alarms(file, group, text)]
    assert false == []


@pytest.mark.parametrize(
    ("office", "marked"),
    [
        ("province", "因政府信息公开被申请行政复议<400>件。行政诉讼<240>件，维持<149>件。"),
        ("province", "不予公开占比由上年的<11.2>%降至<10.7>%。"),
        ("province", "予以公开占<33.2>%，与上年的<33.6>%相比变化不大。"),
        ("province", "作出行政许可<318206>件、行政处罚<96410>件，增幅分别为<6.1>%和<-4.5>%。"),
        ("province", "法律服务机构提出的407件申请中，已办结403件，公开<96>件，部分公开<61>件。"),
        ("county_bureau", "收到申请<50>件，涉及征地的31件，占<62>%。"),
        ("county_bureau", "受理量同比上升<19>%，答复量同比上升<19.5>%。"),
        ("county_bureau", "应诉案件<9>件，一审直接起诉<5>件，复议后起诉4件。"),
        ("county_bureau", "收到申请<50>件，以社会组织名义申请的9件。办结<49>件。"),
        ("health", "办理医疗机构执业、放射诊疗等行政许可<2796>项，比上年增加<296>项。"),
        ("town", "有<1>件答复被县政府复议纠正。"),
        ("street", "作出城市管理类行政处罚<312>件。"),
        ("housing", "涉及行政复议<31>件，结案<29>件。"),
        ("port", "收到申请<16>份，来自货代等企业的<11>份。"),
        ("county_bureau", "行政复议案件数与上年相仿，诉讼案件<9>件。"),
        ("civil_affairs", "2025年青田市民政局共收到依申请公开政府信息案件<8>件。"),
        ("civil_affairs", "2025年，市民政局共收到申请<8>件，市民提出6件。"),
        ("data", "青田市政务服务数据管理局共收到申请<8>件。"),
        ("disabled", "2025年，合作市残疾人联合会收到申请<8>件。"),
    ],
)
def test_each_number_of_a_class_is_found(office: str, marked: str) -> None:
    hears = listener("narrators", office)
    assert hears.alarms("overview", plain(marked)) == []
    lies = [lie for lie, _ in wrong_texts({"right": [marked]})]
    assert [lie for lie in lies if not hears.alarms("overview", lie)] == []


@pytest.mark.parametrize(
    ("office", "true"),
    [
        ("province", "因政府信息公开被申请行政复议400件。全省行政复议案件3400件，诉讼500件。"),
        ("province", "因政府信息公开被申请行政复议400件。全年办理行政复议3400件，诉讼500件。"),
        ("province", "逾期不补正59件、逾期不缴费7件、其他情形45件，均按其他处理统计。"),
        ("province", "收到网上申请4120件，快递780件，合计4900件，上年结转230件，已办结4860件。"),
        ("county_bureau", "收到申请50件，其中征地类30件，公开12件，其中全文公开8件；不掌握9件。"),
        ("data", "市民政局收到申请30件。"),
        ("county_bureau", "征地类申请30件，不予公开1件，其中商业秘密1件，公开12件。"),
        ("tax", "予以公开4件，部分公开2件，不予公开5件（第三方合法权益2件，行政查询事项3件），共计11件。"),
    ],
)
def test_true_sentences_of_these_classes_raise_no_alarm(office: str, true: str) -> None:
    assert listener("narrators", office).alarms("overview", true) == []


def test_parts_of_an_outcome_end_with_it() -> None:
    hears = listener("narrators", "county_bureau")
    assert not hears.alarms("overview", "公开19件；不予公开3件，其中征地类2件；不掌握16件。")
    assert hears.alarms("overview", "公开19件；不予公开3件，其中征地类2件；不掌握9件。")


def test_no_lost_suit_is_told_without_naming_suits() -> None:
    hears = listener("narrators", "county_bureau")
    assert hears.alarms("overview", "全年未发生败诉案件。")
    assert not hears.alarms("overview", "复议8件，未发生败诉案件。")
