"""What happens to reports between the form and the file that somebody finds: each kind of damage a function.

A document is the list of its blocks, as a reader finds them in what this program writes. A damage gives
the blocks as they would be found in a file that was mistreated so; none changes what a person reads.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nianbao.read.blocks import Block, Paragraph, Table, TableCell

Damage = Callable[[Sequence[Block]], list[Block]]
Rows = list[list[TableCell]]

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789+-."}


def is_figure(text: str) -> bool:
    """Whether it is a number as the tests print it."""
    return text.lstrip("+-").replace(".", "").replace("万元", "").isdigit()


def on_one_line(text: str) -> str:
    """The text of a cell on one line: with a blank where a line ended, but for a remark."""
    return "".join(text.split()) if text[:1].isdigit() else " ".join(text.split())


def _tables(blocks: Sequence[Block], change: Callable[[Table], list[Block]]) -> list[Block]:
    return [new for block in blocks for new in (change(block) if isinstance(block, Table) else [block])]


def _cells(blocks: Sequence[Block], change: Callable[[TableCell], str]) -> list[Block]:
    def one(table: Table) -> list[Block]:
        return [Table(tuple(replace(cell, text=change(cell)) for cell in table.cells))]

    return _tables(blocks, one)


def _paragraphs(blocks: Sequence[Block], change: Callable[[Paragraph], list[Paragraph]]) -> list[Block]:
    return [new for block in blocks for new in (change(block) if isinstance(block, Paragraph) else [block])]


def rows_of(table: Table) -> Rows:
    """The cells by the row in which they begin."""
    height = max(cell.row + cell.rows for cell in table.cells)
    rows: Rows = [[] for _ in range(height)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    return rows


def _plain(rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        tuple(
            TableCell(row, column, 1, 1, text)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        )
    )


def matrix(table: Table) -> list[list[TableCell]]:
    """For every place of the grid the cell that covers it."""
    height = max(cell.row + cell.rows for cell in table.cells)
    width = max(cell.column + cell.columns for cell in table.cells)
    empty = TableCell(0, 0, 1, 1, "")
    matrix = [[empty] * width for _ in range(height)]
    for cell in table.cells:
        for row, column in itertools.product(range(cell.rows), range(cell.columns)):
            matrix[cell.row + row][cell.column + column] = cell
    return matrix


# ---- spans


def spans_dropped(blocks: Sequence[Block]) -> list[Block]:
    """Merged cells became single ones, and what stood right of them moved to the left."""
    return _tables(blocks, lambda table: [_plain([[cell.text for cell in row] for row in rows_of(table)])])


def spans_padded(blocks: Sequence[Block]) -> list[Block]:
    """Merged cells were taken apart: the first part has the text, the others are empty."""

    def one(table: Table) -> list[Block]:
        return [
            _plain(
                [
                    [cell.text if (cell.row, cell.column) == (y, x) else "" for x, cell in enumerate(row)]
                    for y, row in enumerate(matrix(table))
                ]
            )
        ]

    return _tables(blocks, one)


def spans_repeated(blocks: Sequence[Block]) -> list[Block]:
    """Merged cells were taken apart, and each part has the text of the whole."""
    return _tables(blocks, lambda table: [_plain([[cell.text for cell in row] for row in matrix(table)])])


def tall_dropped(blocks: Sequence[Block]) -> list[Block]:
    """Cells merged downward became one cell and empty ones below it; those merged sideways one cell."""

    def one(table: Table) -> list[Block]:
        rows: list[list[str]] = []
        for y, row in enumerate(matrix(table)):
            texts = []
            for cell, group in itertools.groupby(row):
                del group
                texts.append(cell.text if cell.row == y else "")
            rows.append(texts)
        return [_plain(rows)]

    return _tables(blocks, one)


def group_column_missing(blocks: Sequence[Block]) -> list[Block]:
    """In rows that have no cell of the group column of their own, figures slipped to the left."""

    def one(table: Table) -> list[Block]:
        rows = []
        for y, row in enumerate(matrix(table)):
            texts = [cell.text if (cell.row, cell.column) == (y, x) else "" for x, cell in enumerate(row)]
            if len(texts) > 9 and y % 3 == 0 and is_figure(texts[3]) and not texts[1]:
                del texts[1]
                texts.append("")
            rows.append(texts)
        return [_plain(rows)]

    return _tables(blocks, one)


def sliver_column(blocks: Sequence[Block]) -> list[Block]:
    """One more column, because borders do not meet: a cell too many in every row, merged in the head."""

    def one(table: Table) -> list[Block]:
        if max(cell.column + cell.columns for cell in table.cells) < 15:
            return [table]
        cells = []
        last = max(cell.row for cell in table.cells)
        for cell in table.cells:
            column = cell.column + (cell.column > 4)
            columns = cell.columns + (cell.column <= 4 < cell.column + cell.columns and cell.row < last)
            cells.append(replace(cell, column=column, columns=columns))
        return [Table((*cells, TableCell(last, 5, 1, 1, "")))]

    return _tables(blocks, one)


# ---- tables cut and joined


def table_cut(blocks: Sequence[Block]) -> list[Block]:
    """The long table ends with the page and begins anew without its head."""
    return _tables(blocks, lambda table: list(_cut(table, 0)))


def table_cut_with_head(blocks: Sequence[Block]) -> list[Block]:
    """The long table ends with the page, a page number follows, and the head is repeated."""
    return _tables(blocks, lambda table: list(_cut(table, 3)))


def _cut(table: Table, heads: int, at: int = 14) -> Iterator[Block]:
    height = max(cell.row + cell.rows for cell in table.cells)
    if height < 20:
        yield table
        return
    upper, lower = [], [cell for cell in table.cells if cell.row < heads]
    for cell in table.cells:
        if cell.row < at:
            upper.append(replace(cell, rows=min(cell.rows, at - cell.row)))
        if cell.row + cell.rows > at:
            begun = max(cell.row, at)
            text = cell.text if cell.row >= at else ""
            rows = cell.row + cell.rows - begun
            lower.append(replace(cell, row=begun - at + heads, rows=rows, text=text))
    yield Table(tuple(upper))
    if heads:
        yield Paragraph("— 3 —")
    yield Table(tuple(lower))


def label_cut_by_page(blocks: Sequence[Block]) -> list[Block]:
    """A row is cut by the end of the page: half of its label stands above, half below."""

    def one(table: Table) -> list[Block]:
        rows = [[cell.text for cell in row] for row in rows_of(table)]
        cut = next((at for at, row in enumerate(rows) if any(len(t) > 20 for t in row) and at > 10), None)
        if cut is None:
            return [table]
        at = max(range(len(rows[cut])), key=lambda index: len(rows[cut][index]))
        label = rows[cut][at]
        upper = [*rows[cut][:at], label[:11], *rows[cut][at + 1 :]]
        lower = [*([""] * at), label[11:], *([""] * (len(rows[cut]) - at - 1))]
        return [_plain([*rows[:cut], upper]), _plain([lower, *rows[cut + 1 :]])]

    return _tables(blocks, one)


def blocks_apart(blocks: Sequence[Block]) -> list[Block]:
    """The second table came as one table a block, each with its title as a paragraph."""

    def one(table: Table) -> list[Block]:
        titles = [cell for cell in table.cells if cell.text.startswith("第二十条")]
        found: list[Block] = []
        for title, following in itertools.zip_longest(titles, titles[1:]):
            begin, end = title.row + 1, following.row if following else 99
            cells = [cell for cell in table.cells if begin <= cell.row < end]
            found += [Paragraph(title.text), Table(tuple(replace(c, row=c.row - begin) for c in cells))]
        return found or [table]

    return _tables(blocks, one)


def all_in_one(blocks: Sequence[Block]) -> list[Block]:
    """Second and third table run together, heading and text between them lost in a row."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        if isinstance(block, Table) and isinstance(before, Table):
            result[-1] = _stacked([before, block])
        elif isinstance(before, Table) and isinstance(block, Paragraph) and block.text.startswith("三、"):
            heading = Table((TableCell(0, 0, 1, 10, block.text),))
            result[-1] = _stacked([before, heading])
        else:
            result.append(block)
    return result


def _stacked(tables: Sequence[Table]) -> Table:
    cells: list[TableCell] = []
    for table in tables:
        top = max((cell.row + cell.rows for cell in cells), default=0)
        cells += [replace(cell, row=cell.row + top) for cell in table.cells]
    return Table(tuple(cells))


def disputes_apart(blocks: Sequence[Block]) -> list[Block]:
    """The fourth table came as two: review, and litigation."""

    def one(table: Table) -> list[Block]:
        if max(cell.column + cell.columns for cell in table.cells) != 15:
            return [table]
        left = [cell for cell in table.cells if cell.column < 5]
        right = [replace(cell, column=cell.column - 5) for cell in table.cells if cell.column >= 5]
        return [Table(tuple(left)), Table(tuple(right))]

    return _tables(blocks, one)


def heads_lost(blocks: Sequence[Block]) -> list[Block]:
    """The heads of the long tables are gone."""

    def one(table: Table) -> list[Block]:
        if max(cell.row for cell in table.cells) < 20:
            return [table]
        return [Table(tuple(replace(cell, row=cell.row - 3) for cell in table.cells if cell.row >= 3))]

    return _tables(blocks, one)


def note_rows(blocks: Sequence[Block]) -> list[Block]:
    """Notes stand in rows of their own and in paragraphs below the tables."""

    def one(table: Table) -> list[Block]:
        height = max(cell.row + cell.rows for cell in table.cells)
        width = max(cell.column + cell.columns for cell in table.cells)
        note = TableCell(height, 0, 1, width, "注：以上数据由各科室报送，截至本年度最后一天。")
        return [Table((*table.cells, note)), Paragraph("注：单位为件。")]

    return _tables(blocks, one)


# ---- labels


def _is_label(cell: TableCell) -> bool:
    return (len(cell.text) > 2 and not cell.text[0].isdigit()) or cell.text[1:2] == "."


def labels_broken(blocks: Sequence[Block]) -> list[Block]:
    """Labels are broken over lines, with spaces after numbers."""

    def change(cell: TableCell) -> str:
        if not _is_label(cell):
            return cell.text
        middle = len(cell.text) // 2
        return f"{cell.text[:middle]}\n {cell.text[middle:]}".replace("）", "） ").replace(".", ". ")

    return _cells(blocks, change)


def labels_upright(blocks: Sequence[Block]) -> list[Block]:
    """Labels are written downward, a character a line."""
    return _cells(
        blocks, lambda cell: "\n".join(cell.text) if _is_label(cell) and cell.rows > 2 else cell.text
    )


def labels_half_width(blocks: Sequence[Block]) -> list[Block]:
    """Brackets and commas are half-width, quotes straight, digits of labels full-width."""
    marks = str.maketrans(
        {"（": "(", "）": ")", "，": ",", "“": '"', "”": '"', "1": "１", "2": "２", "3": "３"}
    )
    return _cells(blocks, lambda cell: cell.text.translate(marks) if _is_label(cell) else cell.text)


def labels_unnumbered(blocks: Sequence[Block]) -> list[Block]:
    """The numbers of the rows are gone: they were automatic."""

    def change(cell: TableCell) -> str:
        text = cell.text
        if _is_label(cell) and (text[1:2] in {".", "、"} or text[2:3] == "）"):
            return text.partition("." if text[1:2] == "." else "、" if text[1:2] == "、" else "）")[2]
        return text

    return _cells(blocks, change)


def labels_reworded(blocks: Sequence[Block]) -> list[Block]:
    """Small slips in long labels: a word left out, a word put in."""
    slips = {
        "其他法律行政法规禁止公开": "其他法律、行政法规规定禁止公开",
        "本机关不掌握相关政府信息": "本机关不掌握相关信息",
        "保护第三方合法权益": "涉及保护第三方合法权益",
        "本年新收政府信息公开申请数量": "本年新收政府信息公开申请的数量",
        "没有现成信息需要另行制作": "没有现成的信息需要另行制作",
    }

    def change(cell: TableCell) -> str:
        text = cell.text
        for right, wrong in slips.items():
            text = text.replace(right, wrong)
        return text

    return _cells(blocks, change)


def numbers_apart(blocks: Sequence[Block]) -> list[Block]:
    """The number of a row stands in a cell of its own, left of the label."""

    def one(table: Table) -> list[Block]:
        rows = []
        for row in rows_of(table):
            texts: list[str] = []
            for cell in row:
                number, dot, rest = cell.text.partition(".")
                apart = bool(dot) and number.isdigit() and bool(rest) and not is_figure(cell.text)
                texts += [f"{number}.", rest] if apart else [cell.text]
            rows.append(texts)
        return [_plain(rows)]

    return _tables(blocks, one)


def labels_over_lines(blocks: Sequence[Block]) -> list[Block]:
    """Every line of a long label is a row of its own; the figures stand beside the middle one."""

    def one(table: Table) -> list[Block]:
        rows: list[list[str]] = []
        for row in rows_of(table):
            texts = [cell.text for cell in row]
            figures = [text for text in texts if is_figure(text)]
            labels = texts[: len(texts) - len(figures)]
            if figures and labels and len(labels[-1]) > 20:
                text = labels[-1]
                third = len(text) // 3
                rows.append([*labels[:-1], text[:third]])
                rows.append(["", text[third : 2 * third], *figures])
                rows.append(["", text[2 * third :]])
            else:
                rows.append(texts)
        return [_plain(rows)]

    return _tables(blocks, one)


# ---- figures


def figures_full_width(blocks: Sequence[Block]) -> list[Block]:
    """Figures are typed in full width."""
    return _cells(blocks, lambda cell: cell.text.translate(FULL_WIDTH) if is_figure(cell.text) else cell.text)


def figures_spaced(blocks: Sequence[Block]) -> list[Block]:
    """Figures have thousands separators, and stand between spaces and empty lines."""

    def change(cell: TableCell) -> str:
        return f"\u00a0{int(cell.text):,} \n" if cell.text.isdigit() else cell.text

    return _cells(blocks, change)


# ---- headings, title, signature


def headings_arabic(blocks: Sequence[Block]) -> list[Block]:
    """Headings are numbered 1、 to 6、 with a space."""
    return _headings(blocks, lambda number, text: f"{number}、 {text}")


def headings_plain(blocks: Sequence[Block]) -> list[Block]:
    """Headings are ordinary paragraphs."""
    return _paragraphs(blocks, lambda paragraph: [replace(paragraph, level=None)])


def headings_sloppy(blocks: Sequence[Block]) -> list[Block]:
    """Headings are ordinary paragraphs with all kinds of numbers, one without any."""
    styles = ["一.{}", "二，{}", "（三）{}", "四 {}", "{}", "六）{}"]
    return headings_plain(_headings(blocks, lambda number, text: styles[number - 1].format(text)))


def headings_marked(blocks: Sequence[Block]) -> list[Block]:
    """Headings bear the marks of Markdown that somebody pasted."""
    return headings_plain(_headings(blocks, lambda number, text: f"## {'一二三四五六'[number - 1]}、{text}"))


def _headings(blocks: Sequence[Block], change: Callable[[int, str], str]) -> list[Block]:
    def one(paragraph: Paragraph) -> list[Paragraph]:
        number = "一二三四五六".find(paragraph.text[0]) + 1
        if paragraph.level != 2 or not number or paragraph.text[1] != "、":
            return [paragraph]
        return [replace(paragraph, text=change(number, paragraph.text[2:]))]

    return _paragraphs(blocks, one)


def contents_first(blocks: Sequence[Block]) -> list[Block]:
    """A list of contents stands between title and text."""
    headings = [Paragraph(b.text) for b in blocks if isinstance(b, Paragraph) and b.level == 2]
    return [blocks[0], Paragraph("目　录"), *headings, *(_without_level(block) for block in blocks[1:])]


def _without_level(block: Block) -> Block:
    return replace(block, level=None) if isinstance(block, Paragraph) else block


def title_split(blocks: Sequence[Block]) -> list[Block]:
    """The title is two ordinary paragraphs: the organ, and the rest."""
    title = blocks[0]
    assert isinstance(title, Paragraph)
    organ, year, rest = title.text.replace("\n", "").partition("20")
    return [Paragraph(organ), Paragraph(year + rest), *map(_without_level, blocks[1:])]


def menu_around(blocks: Sequence[Block]) -> list[Block]:
    """A web page stands around the report."""
    menu = [
        "首页",
        "政务公开",
        "机构职能",
        "当前位置：首页 > 政务公开 > 年报",
        "索引号：0123-2024",
        "公开目录",
    ]
    under_title = ["发布时间：2024-01-22 10:30　来源：局办公室　浏览次数：12", "字号：大 中 小　打印　关闭"]
    foot = ["上一篇：部门预算", "下一篇：没有了", "主办：某某县人民政府办公室", "网站标识码：3300000001"]
    return [
        *map(Paragraph, menu),
        blocks[0],
        *map(Paragraph, under_title),
        *blocks[1:],
        *map(Paragraph, foot),
    ]


def signature_one_line(blocks: Sequence[Block]) -> list[Block]:
    """Organ and date of the signature stand on one line."""
    organ, date = blocks[-2:]
    assert isinstance(organ, Paragraph)
    assert isinstance(date, Paragraph)
    return [*blocks[:-2], Paragraph(f"{organ.text}　　{date.text}")]


def signature_turned(blocks: Sequence[Block]) -> list[Block]:
    """The date of the signature stands above the organ, in numerals."""
    return [*blocks[:-2], Paragraph("二〇二四年一月二十日"), blocks[-2]]


# fmt: off
DAMAGES: tuple[Damage, ...] = (
    spans_dropped, spans_padded, spans_repeated, tall_dropped, group_column_missing, sliver_column, table_cut,
    table_cut_with_head, label_cut_by_page, blocks_apart, all_in_one, disputes_apart, heads_lost, note_rows,
    labels_broken, labels_upright, labels_half_width, labels_unnumbered, labels_reworded, numbers_apart,
    labels_over_lines, figures_full_width, figures_spaced, headings_arabic, headings_plain, headings_sloppy,
    headings_marked, contents_first, title_split, menu_around, signature_one_line, signature_turned,
)
# fmt: on
