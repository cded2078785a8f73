"""How others word and arrange the tables of a report: each way a function from blocks to blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.damage import is_figure

Wording = Callable[[Sequence[Block]], list[Block]]

COLUMNS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
ROWS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def _tables(blocks: Sequence[Block], change: Callable[[Table], Table]) -> list[Block]:
    return [change(block) if isinstance(block, Table) else block for block in blocks]


def _texts(blocks: Sequence[Block], change: Callable[[str], str]) -> list[Block]:
    def one(table: Table) -> Table:
        return Table(tuple(replace(cell, text=change(cell.text)) for cell in table.cells))

    return _tables(blocks, one)


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def _plain(rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        tuple(TableCell(y, x, 1, 1, text) for y, texts in enumerate(rows) for x, text in enumerate(texts))
    )


# ---- numbers, brackets, spellings


def _numbered(blocks: Sequence[Block], style: Callable[[int], str]) -> list[Block]:
    def change(text: str) -> str:
        number, dot, rest = text.partition(".")
        return style(int(number)) + rest if dot and number.isdigit() and not is_figure(text) else text

    return _texts(blocks, change)


def numbers_circled(blocks: Sequence[Block]) -> list[Block]:
    """①属于国家秘密"""
    return _numbered(blocks, lambda number: "①②③④⑤⑥⑦⑧⑨"[number - 1])


def numbers_in_brackets(blocks: Sequence[Block]) -> list[Block]:
    """（1）属于国家秘密"""
    return _numbered(blocks, lambda number: f"（{number}）")


def numbers_with_commas(blocks: Sequence[Block]) -> list[Block]:
    """1、属于国家秘密"""
    return _numbered(blocks, lambda number: f"{number}、")


def brackets_square(blocks: Sequence[Block]) -> list[Block]:
    """【三】不予公开"""
    return _texts(blocks, lambda text: text.replace("（", "【").replace("）", "】"))


def brackets_shell(blocks: Sequence[Block]) -> list[Block]:
    """〔三〕不予公开"""
    return _texts(blocks, lambda text: text.replace("（", "〔").replace("）", "〕"))


def spelt_otherwise(blocks: Sequence[Block]) -> list[Block]:
    """合计, 其它"""
    return _texts(blocks, lambda text: text.replace("总计", "合计").replace("其他", "其它"))


def thousands(blocks: Sequence[Block]) -> list[Block]:
    """1，001 with a full-width comma."""
    return _texts(blocks, lambda text: f"{int(text):,}".replace(",", "，") if text.isdigit() else text)


# ---- labels


def abridged(blocks: Sequence[Block]) -> list[Block]:
    """Labels are shortened, as many do."""
    fee = "2.申请人逾期未按收费通知要求缴纳费用"
    shorter = {
        "一、本年新收政府信息公开申请数量": "一、本年新收申请数量",
        "二、上年结转政府信息公开申请数量": "二、上年结转申请数量",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
        "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开的",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.申请人无正当理由逾期不补正",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": fee,
        "四、结转下年度继续办理": "四、结转下一年度继续办理",
        "行政规范性文件": "规范性文件",
    }
    return _texts(blocks, lambda text: shorter.get(text, text))


def heads_with_notes(blocks: Sequence[Block]) -> list[Block]:
    """Heads have the year and notes in brackets."""

    def change(text: str) -> str:
        if text.endswith(("件数", "数量")) and not text.startswith(("一", "二")):
            return text.replace("本年", "本年（2024）") if "本年" in text else text + "（历史累计）"
        return text

    return _texts(blocks, change)


def heads_broken(blocks: Sequence[Block]) -> list[Block]:
    """Short heads are broken over lines, or have a space in the middle."""

    def change(text: str) -> str:
        if text in COLUMNS or text.endswith(("企业", "机构", "组织", "自然人")):
            return f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
        return "其 他" if text == "其他" else text

    return _texts(blocks, change)


def columns_of_2019(blocks: Sequence[Block]) -> list[Block]:
    """The first heads are those of the old form, the rest is the new one."""
    old = {
        "本年制发件数": "本年新制作数量",
        "本年废止件数": "本年新公开数量",
        "现行有效件数": "对外公开总数量",
    }
    return _texts(blocks, lambda text: old.get(text, text))


# ---- headings and title


def headings_in_other_words(blocks: Sequence[Block]) -> list[Block]:
    """Headings are longer than the form's, and slips are in their numbers."""
    others = {
        "一、总体情况": "（一）总体情况",
        "二、主动公开政府信息情况": "二、主动公开政府信息工作情况",
        "三、收到和处理政府信息公开申请情况": "三 、收到和处理政府信息公开申请的情况",
        "四、政府信息公开行政复议、行政诉讼情况": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在的主要问题及改进情况": "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项": "六、需要报告的其它事项",
    }
    return [
        Paragraph(others.get(block.text, block.text)) if isinstance(block, Paragraph) else block
        for block in blocks
    ]


def heading_repeated(blocks: Sequence[Block]) -> list[Block]:
    """The heading of the section is the title of its table, too."""

    def one(table: Table) -> Table:
        if _width(table) != 4:
            return table
        title = TableCell(0, 0, 1, 4, "主动公开政府信息情况")
        return Table((title, *(replace(cell, row=cell.row + 1) for cell in table.cells)))

    return _tables(blocks, one)


def title_lost(blocks: Sequence[Block]) -> list[Block]:
    """There is no title, but the text speaks of it."""
    title = blocks[0]
    assert isinstance(title, Paragraph)
    return [Paragraph(f"现公布{title.text.replace(chr(10), '')}。"), *blocks[1:]]


# ---- the fourth table


def _disputes(blocks: Sequence[Block], change: Callable[[list[str]], list[Block]]) -> list[Block]:
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and _width(block) == 15:
            last = max(cell.row for cell in block.cells)
            cells = sorted((cell for cell in block.cells if cell.row == last), key=lambda cell: cell.column)
            result += change([cell.text for cell in cells])
        else:
            result.append(block)
    return result


def disputes_by_rows(blocks: Sequence[Block]) -> list[Block]:
    """Review and litigation are rows, not columns."""

    def rows(figures: list[str]) -> list[Block]:
        named = [[label, *figures[5 * at : 5 * at + 5]] for at, label in enumerate(ROWS)]
        return [_plain([["", *COLUMNS], *named])]

    return _disputes(blocks, rows)


def disputes_by_grouped_rows(blocks: Sequence[Block]) -> list[Block]:
    """The same, with the two kinds of litigation in a group."""

    def rows(figures: list[str]) -> list[Block]:
        heads = [TableCell(0, 2 + at, 1, 1, label) for at, label in enumerate(COLUMNS)]
        labels = [TableCell(1, 0, 1, 2, ROWS[0]), TableCell(2, 0, 2, 1, "行政诉讼")]
        labels += [TableCell(at, 1, 1, 1, ROWS[at - 1]) for at in (2, 3)]
        cells = [TableCell(1 + at // 5, 2 + at % 5, 1, 1, text) for at, text in enumerate(figures)]
        return [Table((TableCell(0, 0, 1, 2, "类别"), *heads, *labels, *cells))]

    return _disputes(blocks, rows)


def disputes_in_three(blocks: Sequence[Block]) -> list[Block]:
    """Three tables with a heading each."""

    def three(figures: list[str]) -> list[Block]:
        found: list[Block] = []
        for at, label in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
            found += [Paragraph(label, 3), _plain([COLUMNS, figures[5 * at : 5 * at + 5]])]
        return found

    return _disputes(blocks, three)


def disputes_in_one_head(blocks: Sequence[Block]) -> list[Block]:
    """One row of heads names row and column together."""
    return _disputes(
        blocks, lambda figures: [_plain([[row + column for row in ROWS for column in COLUMNS], figures])]
    )


# ---- more columns, more tables


def _with_column(
    blocks: Sequence[Block], head: str, texts: Callable[[int], str], *, left: bool
) -> list[Block]:
    """A column more in the second and third table."""

    def one(table: Table) -> Table:
        if _width(table) == 15:
            return table
        heads = 3 if _width(table) == 10 else 1
        at = 0 if left else _width(table)
        rows = sorted({cell.row for cell in table.cells if cell.row >= heads})
        cells = [replace(cell, column=cell.column + left) for cell in table.cells]
        cells += [TableCell(row, at, 1, 1, texts(row)) for row in rows]
        return Table((TableCell(0, at, heads, 1, head), *cells))

    return _tables(blocks, one)


def numbers_column(blocks: Sequence[Block]) -> list[Block]:
    """The first column numbers the rows."""
    return _with_column(blocks, "序号", str, left=True)


def remarks_column(blocks: Sequence[Block]) -> list[Block]:
    """The last column has remarks."""
    return _with_column(blocks, "备注", lambda row: "" if row % 4 else "含上年结转", left=False)


def another_table(blocks: Sequence[Block]) -> list[Block]:
    """After the last section stands a table of the offices, with labels of the form."""
    rows = [
        ["单位", "本年新收政府信息公开申请数量", "行政许可", "行政处罚"],
        ["甲局", "5", "3", "2"],
        ["乙局", "6", "1", "0"],
    ]
    return [*blocks[:-2], _plain(rows), *blocks[-2:]]


# fmt: off
WORDINGS: tuple[Wording, ...] = (
    numbers_circled, numbers_in_brackets, numbers_with_commas, brackets_square, brackets_shell,
    spelt_otherwise, thousands, abridged, heads_with_notes, heads_broken, headings_in_other_words,
    heading_repeated, title_lost, disputes_by_rows, disputes_by_grouped_rows,
)
TOLD: tuple[Wording, ...] = (
    numbers_column, remarks_column, another_table, disputes_in_three, disputes_in_one_head,
)
# fmt: on
