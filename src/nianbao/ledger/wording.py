"""What is told of a ledger, in words for people: rows by their numbers, never what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nianbao.ledger.count import Counted, Rows, Told
from nianbao.ledger.mapping import COLUMNS
from nianbao.ledger.matched import Matched, Question
from nianbao.ledger.places import Places
from nianbao.ledger.words import LedgerWords
from nianbao.words import first_of

_MOST_SHEETS = 4  # that a sentence names
_MOST_ROWS = 12  # numbers of rows of one sheet that a sentence tells

SENTENCES: Mapping[Told, str] = {
    Told.NO_RECEIVED: "没有{received}，没有计入",
    Told.BAD_RECEIVED: "{received}不是日期，没有计入",
    Told.BAD_ANSWERED: "{answered}不是日期，没有计入",
    Told.ANSWERED_FIRST: "{answered}早于{received}，没有计入",
    Told.NO_KIND: "没有{kind}，没有计入",
    Told.OPEN_KIND: "{kind}还没有对应，或写的不是类别，没有计入",
    Told.NO_OUTCOME: "本年已答复，但没有{outcome}，没有计入",
    Told.OPEN_OUTCOME: "{outcome}还没有对应，或写的不是结果，没有计入",
    Told.NO_ANSWERED: "有{outcome}，但没有{answered}，不知道哪一年办结，没有计入",
    Told.PENDING_ANSWERED: "有{answered}，但{outcome}写的是还没有办结，没有计入",
    Told.EMPTY: "日期、类型、结果都空着，不算一件（合计、说明或者还没有登记的行）",
    Told.SKIPPED: "按台账对照不计入",
    Told.BEFORE: "上年已经办结，不属于本年度",
    Told.AFTER: "下一年度才收到，不属于本年度",
    Told.AFTER_CASE: "下一年度才受理、立案，不属于本年度",
    Told.OVER_YEAR: "年底收到、下一年才答复，计入结转",
    Told.CORRECTED: "经过补正，只算一件",
    Told.EXTENDED: "延期答复",
    Told.JOINED: "写明并案或合并，请确认没有重复计数",
    Told.WITHDRAWN: "写明撤回或终止，请确认计入的结果",
    Told.SEVERAL: "一格里写了几种结果，每件申请只计入一种（区分处理的计入部分公开），请确认",
    Told.LATE: "答复超过{longest}",
    Told.LATE_UNLESS: "答复超过{days}个工作日，台账没有写是否延期",
    Told.LATE_OPEN: "到年底已超过{longest}还没有答复",
}


def sentence(told: Told, words: LedgerWords) -> str:
    """What is told of rows, without the rows."""
    names = {field.id: field.name for field in words.fields}
    longest = f"{words.days}个工作日（延期的，{words.days + words.extension}个工作日）"
    return SENTENCES[told].format(**names, days=words.days, longest=longest)


def listing(counted: Counted, words: LedgerWords) -> list[tuple[Told, str]]:
    """Everything that is told of the rows of a ledger, in the order of :class:`Told`."""
    return [
        (told, f"{sentence(told, words)}：{rows_in_words(counted.told[told])}")
        for told in Told
        if told in counted.told
    ]


def hidden(where: str, rows: int) -> str:
    """That rows of a sheet are hidden."""
    return f"{where}隐藏了{rows}行（筛选也会隐藏），里面的也算了；请取消隐藏看一遍，不要的请删掉。"


INCOMPLETE = "有的行没有计入，数不全"
DOUBLED = "同样的行在两张工作表里都有，数会多一倍"


def twice(sheets: Sequence[str]) -> str:
    """That the rows of sheets stand in other sheets, too."""
    names = first_of(list(sheets), _MOST_SHEETS)
    return (
        f"提示：{names}：每一行在别的工作表里都有日期、类别、结果一样的，可能算了两遍（如各月以外还有一张全年的）；"
        "请核对，重复的请删掉，或者隐藏那张工作表。"
    )


def rows_in_words(rows: Rows) -> str:
    """The numbers of rows, sheet by sheet."""
    total = sum(map(len, rows.values()))
    several = len(rows) > 1
    parts = [
        (f"{where} " if several else "") + f"第{first_of([str(n) for n in numbers], _MOST_ROWS)}行"
        for where, numbers in rows.items()
    ]
    return f"{total}行（{'；'.join(parts)}）"


def question(asked: Question, words: LedgerWords) -> str:
    """A question, without its options."""
    if asked.table == COLUMNS:
        field = words.field(asked.key)
        return f"{asked.where}：哪一列是{field.ask}？"
    row = first_of([str(number) for number in asked.first], len(asked.first) or 1)
    more = "等" if asked.rows > len(asked.first) else ""
    where = f"（{asked.rows}行，如{asked.where}第{row}行{more}）"
    word = asked.key or "空着"
    return f"“{asked.by}”中写明“{word}”的{where}，算哪一种？" if asked.by else f"“{word}”{where}，算哪一种？"


def notes(matched: Matched, places: Places) -> dict[str, str]:
    """The comments of a mapping that somebody is to fill in."""
    words = places.words
    kinds = "、".join(choice.name for choice in places.kinds)
    outcomes = "、".join(choice.name for choice in places.outcome_choices())
    found = {
        "columns": "\n".join(
            ["台账的列名。没有这一列的写“没有”（必填的除外）："]
            + [f"  {each.id}：{each.ask}{'，必填' if each.needed else ''}" for each in words.fields]
        ),
        "kinds": f"申请人类型。可以填：{kinds}。",
        "outcomes": f"办理结果。可以填：{outcomes}。\n"
        '一种写法要看另一列才分得清的，写成：{ by = "列名", "那一列的写法" = "过程性信息" }',
    }
    for asked in matched.questions:
        if not asked.by:
            found[f"{asked.table}.{asked.key}"] = "待填" + (
                f"，可能是“{asked.proposal}”" if asked.proposal else ""
            )
    return found
