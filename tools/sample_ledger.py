"""Writes sample_inputs/ledger/: a made-up ledger of applications that yields table three of a sample report.

The figures are those of the report; applicants, numbers and days are invented. The same every time.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Iterator
from pathlib import Path

from nianbao.files import report_toml
from nianbao.ledger.places import places_of
from nianbao.ledger.words import ledger_words
from nianbao.model.report import Report

SAMPLES = Path(__file__).resolve().parent.parent / "sample_inputs"
HEAD = (
    "序号",
    "申请人",
    "申请人类型",
    "联系电话",
    "收到日期",
    "申请内容",
    "是否延期",
    "答复日期",
    "答复类型",
)
KINDS = {"natural_person": "公民", "business": "企业"}
OUTCOMES = {"unavailable_not_held": "信息不存在", "other_reasons": "申请人撤回", "granted": "公开"}
SURNAMES, GIVEN = "赵钱孙李周吴郑王陈林黄杨", "明芳伟静丽强磊洋艳勇军杰"
THINGS = ("征地补偿", "建设工程规划许可", "行政处罚决定", "财政预算", "会议纪要", "企业登记档案", "环评批复")


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """One row for each application of the report, in the order of the days on which they were received."""
    chance = random.Random(report.year)  # noqa: S311 - the same ledger every time
    words = ledger_words()
    places = places_of(report.form, words)

    def number(row: str, column: str) -> int:
        return int(report.figure(places.cell(row, column)).number or 0)

    found = []
    for kind in places.kinds:
        ends = [each for each in places.outcomes for _ in range(number(each.id, kind.id))]
        open_ones = number(words.carried_out, kind.id)
        for at, end in enumerate([*ends, *[None] * open_ones]):
            first, last = (0, 330) if end else (335, 364)
            received = datetime.date(report.year, 1, 1) + datetime.timedelta(chance.randint(first, last))
            answered = received + datetime.timedelta(chance.randint(3, 27)) if end else None
            if end is None and at % 2:
                answered = datetime.date(report.year + 1, 1, chance.randint(10, 20))
            outcome = OUTCOMES.get(end.id, end.name) if end else "予以公开" if answered else ""
            name = chance.choice(SURNAMES) + chance.choice(GIVEN)
            who = name if kind.id == "natural_person" else f"{name}贸易有限公司"
            phone = f"1380000{chance.randint(0, 9999):04d}"
            what = f"申请公开{chance.choice(THINGS)}相关信息"
            day = answered.isoformat() if answered else ""
            found.append((who, KINDS[kind.id], phone, received.isoformat(), what, "否", day, outcome))
    found.sort(key=lambda row: row[3])
    return ((str(at), *row) for at, row in enumerate(found, 1))


def text(report: Report) -> str:
    """The ledger as .csv."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(rows(report))
    return stream.getvalue()


def main() -> None:
    """Write the ledger."""
    report = report_toml.load(next(SAMPLES.glob("005-*.toml")))
    folder = SAMPLES / "ledger"
    folder.mkdir(exist_ok=True)
    (folder / "pingtan-2025.csv").write_text(text(report), encoding="utf-8")


if __name__ == "__main__":
    main()
