"""LaTeX source, as pandoc makes it or somebody writes it: & parts cells, two backslashes end a row.

Nothing is typeset. Commands vanish, with those of their arguments that are no text, and words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nianbao.read.blocks import Block, Paragraph, Table, TableCell, with_unknown_digits
from nianbao.words import on_one_line

_MOST_PLACES = 20_000  # that merged cells of a table cover

_BEGIN_TEXT, _END_TEXT = "\\begin{document}", "\\end{document}"
_TABLE = re.compile(r"\\begin\{((?:long|super|xl)?(?:table|tabular|tabu|tblr)[xy]?\*?)\}")
_FLOATS = {"table", "table*"}  # that hold tables and are none
_HEADING = re.compile(r"\\(part|chapter|section|subsection|subsubsection|paragraph)\*?(?=\{)")
_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_TITLE = re.compile(r"\\title(?=\{)")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*(?:\n[ \t]*)?")
_MARK = re.compile(r"\\(?:[a-zA-Z]+\*?|.)|[{}&~$]|``|''|-{2,3}", re.DOTALL)
_OPTION = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_WIDE = re.compile(r"\\multicolumn\{(\d{1,2})\}")
_HIGH = re.compile(r"\\multirow(?:\[[^\[\]]*\])?\{(\d{1,3})\}")
_CELL = re.compile(r"\\SetCell\[([^\[\]]*)\]")  # of tabularray, which counts covered cells, too
_SPANS = re.compile(r"\b([cr])=(\d{1,3})")
_ROW_ENDS = {"\\\\", "\\tabularnewline"}
_HEAD_ENDS = {"\\endfirsthead", "\\endhead", "\\endfoot", "\\endlastfoot"}
_CHARACTERS = {
    "~": " ", "``": "“", "''": "”", "--": "–", "---": "—", "\\\\": "\n", "\\newline": "\n", "\\par": "\n",
    "\\ ": " ", "\\quad": " ", "\\qquad": " ", "\\ldots": "…", "\\dots": "…", "\\textbackslash": "\\",
    "\\textasciitilde": "~", "\\times": "×", **{f"\\{sign}": sign for sign in "%&_#${}"},
}  # fmt: skip
_ARGUMENTS = {
    "multirow": 2, "multicolumn": 2, "SetCell": 1, "hypertarget": 1, "label": 1, "href": 1, "textcolor": 1,
    "color": 1, "colorbox": 1, "cellcolor": 1, "rowcolor": 1, "fontsize": 2, "vspace": 1, "hspace": 1,
    "rule": 2, "cline": 1, "cmidrule": 1, "noalign": 1, "addlinespace": 0, "includegraphics": 1, "parbox": 1,
    "raisebox": 1, "rotatebox": 1, "resizebox": 2, "setlength": 2, "renewcommand": 2, "pagestyle": 1,
    "thispagestyle": 1, "caption": 1, "end": 1, "makecell": 0, "zihao": 1, "linespread": 1,
}  # fmt: skip  # of a command, that are no text
# Commands that leave the digits in them as they are; \\sout, \\textsuperscript, \\phantom, \\footnote do not.
_PLAIN = frozenset(_ARGUMENTS) | frozenset((
    "begin", "bfseries", "bm", "centering", "emph", "fbox", "footnotesize", "framebox", "hbox", "heiti",
    "itshape", "kaishu", "large", "makebox", "mathbf", "mathrm", "mbox", "num", "numprint", "raggedleft",
    "raggedright", "shortstack", "small", "songti", "text", "textbf", "textit", "textmd", "textnormal",
    "textrm", "textsc", "textsf", "textsl", "texttt", "textup", "underline",
))  # fmt: skip
# Commands without an argument that do, too; \\iffalse, \\tiny, \\rlap do not, nor accents.
_BARE = _PLAIN | frozenset((
    "LARGE", "Large", "arraybackslash", "bottomrule", "endfirsthead", "endfoot", "endhead", "endlastfoot",
    "fangsong", "hfil", "hfill", "hline", "leavevmode", "mdseries", "midrule", "newpage", "noindent",
    "normalfont", "normalsize", "null", "pagebreak", "relax", "rmfamily", "sffamily", "strut",
    "tabularnewline", "toprule", "ttfamily", "unskip", "upshape",
))  # fmt: skip
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_HIDES = re.compile(
    r"color\s*(?:\[[^\[\]]*\])?\{(?:white|1,\s*1,\s*1|[fF]{6})\}"  # white on white
    r"|\\raisebox\b|\\[\"'^~=.`]\{?\d"
)
_APPLIED = re.compile(r"\\([a-zA-Z]+)\*?(?:\s*\[[^\[\]]*\])*\s*(?=\{)")
_OF_ENVIRONMENTS = {"minipage": 1, "tabular": 1, "tabularx": 2, "tabular*": 2, "tabulary": 2, "xltabular": 2}


def is_latex(text: str) -> bool:
    """Whether a text is LaTeX source: a document, or a piece with a table."""
    return _BEGIN_TEXT in text or _TABLE.search(text) is not None


def read(text: str) -> list[Block]:
    """The paragraphs and tables of LaTeX source in reading order; digits that may not be seen are UNKNOWN."""
    before, begun, rest = _COMMENT.sub(r"\1", text).partition(_BEGIN_TEXT)
    body = rest.partition(_END_TEXT)[0] if begun else before
    blocks = list(_blocks(body))
    title = _title(before) if begun else ""
    told = any(isinstance(block, Paragraph) and block.text == title for block in blocks)
    return [Paragraph(title, 1), *blocks] if title and not told else blocks


def _title(preamble: str) -> str:
    found = _TITLE.search(preamble)
    closing = _closing(preamble)
    return _text(preamble[found.end() + 1 : closing.get(found.end(), 0)]) if found else ""


def _blocks(body: str) -> Iterator[Block]:
    at = 0
    while found := _next_table(body, at):
        yield from _paragraphs(body[at : found.start()])
        name, end = found[1], _end_of(found[1], body, found.end())
        yield _table(body[found.end() : end], _OF_ENVIRONMENTS.get(name, 1))
        at = end + len(f"\\end{{{name}}}")
    yield from _paragraphs(body[at:])


def _next_table(body: str, at: int) -> re.Match[str] | None:
    return next((found for found in _TABLE.finditer(body, at) if found[1] not in _FLOATS), None)


def _end_of(name: str, body: str, at: int) -> int:
    """Where a table is over, with those inside its cells; at the end of the text if it is not closed."""
    depth = 1
    for mark in re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}").finditer(body, at):
        depth += 1 if mark[1] == "begin" else -1
        if not depth:
            return mark.start()
    return len(body)


# ---- paragraphs


def _paragraphs(source: str) -> Iterator[Paragraph]:
    """The paragraphs between two tables, headings with their level."""
    closing = _closing(source)
    at = 0
    for heading in _HEADING.finditer(source):
        end = closing.get(heading.end(), heading.end())
        if heading.start() < at:
            continue
        yield from _running(source[at : heading.start()])
        yield Paragraph(on_one_line(_text(source[heading.end() : end + 1])), _LEVELS[heading[1]])
        at = end + 1
    yield from _running(source[at:])


def _running(source: str) -> Iterator[Paragraph]:
    for part in re.split(r"\n[ \t]*\n", source):
        yield from (Paragraph(text) for text in _broken(part) if text)


def _broken(part: str) -> list[str]:
    """The lines of a paragraph that somebody broke: a line end in the source is none."""
    return [line.strip() for line in _words(on_one_line(part)).split("\n")]


# ---- tables


def _table(source: str, arguments: int) -> Table:
    """The table between \\begin and \\end, with so many arguments before its first cell."""
    closing = _closing(source)
    rows = _rows(source, _behind(source, 0, arguments, closing), closing)
    cells: list[TableCell] = []
    taken: dict[tuple[int, int], int] = {}  # places of merged cells, each with the number of its cell
    for row, sources in enumerate(rows):
        column = 0
        for cell in sources:
            text = _text(_with_doubts(cell))
            wide, high, step = _span(cell)
            places = [(row, column + aside) for aside in range(wide)]
            if text or not all(place in taken for place in places):
                for number in {taken.pop(place) for place in places if place in taken}:
                    cells[number] = replace(cells[number], rows=row - cells[number].row)
                high = min(high, len(rows) - row) if len(taken) < _MOST_PLACES else 1
                taken |= {(row + down, at): len(cells) for down in range(high) for _, at in places}
                cells.append(TableCell(row, column, high, wide, text))
            column += step
    return Table(tuple(cell for cell in cells if cell.rows > 0))


def _rows(source: str, at: int, closing: dict[int, int]) -> list[list[str]]:
    """The cells of each row as they are written; a head or foot for further pages is none."""
    rows: list[list[str]] = [[]]
    begin, depth, heads = at, 0, 0
    while mark := _MARK.search(source, at):
        at = mark.end()
        if mark[0] == "{":
            at = closing.get(mark.start(), at)
        elif mark[0] in ("\\begin", "\\end"):
            depth += 1 if mark[0] == "\\begin" else -1
        elif depth == 0 and (mark[0] == "&" or mark[0] in _ROW_ENDS):
            rows[-1].append(source[begin : mark.start()])
            if mark[0] != "&":
                rows.append([])
                at = _behind_option(source, at)
            begin = at
        elif mark[0] in _HEAD_ENDS:
            rows[-1].append(source[begin : mark.start()])
            heads = heads or len(rows)
            rows[heads:] = [[]]
            begin = at
    rows[-1].append(source[begin:])
    return [row for row in rows if len(row) > 1 or any(map(_text, row))]


def _with_doubts(cell: str) -> str:
    """A cell in which digits are unknown that a command may strike out, raise or hide: \\sout{77}6."""
    if _HIDES.search(cell) or not all(_is_known(command) for command in _bare_commands(cell)):
        return with_unknown_digits(cell)
    closing = _closing(cell)
    parts: list[str] = []
    at = 0
    for command in _APPLIED.finditer(cell):
        end = closing.get(command.end(), len(cell))
        if command[1] not in _PLAIN and command.end() >= at:
            parts += [cell[at : command.end()], with_unknown_digits(cell[command.end() : end])]
            at = end
    return "".join([*parts, cell[at:]])


def _bare_commands(cell: str) -> Iterator[str]:
    """The names of the commands that are applied to nothing in braces."""
    applied = {command.start() for command in _APPLIED.finditer(cell)}
    return (command[1] for command in _COMMAND.finditer(cell) if command.start() not in applied)


def _is_known(command: str) -> bool:
    return command in _BARE or f"\\{command}" in _CHARACTERS


def _span(cell: str) -> tuple[int, int, int]:
    """How many columns and rows a cell covers, and how many columns on the next one stands."""
    wide, high, both = _WIDE.search(cell), _HIGH.search(cell), _CELL.search(cell)
    if both:
        spans = {side: int(count) for side, count in _SPANS.findall(both[1])}
        return max(1, spans.get("c", 1)), max(1, spans.get("r", 1)), 1
    columns = max(1, int(wide[1])) if wide else 1
    return columns, max(1, int(high[1])) if high else 1, columns


# ---- words


def _text(source: str) -> str:
    return on_one_line(_words(source))


def _words(source: str) -> str:
    """The words of a piece of source, without commands and braces."""
    closing = _closing(source)
    words: list[str] = []
    at = 0
    while mark := _MARK.search(source, at):
        words.append(source[at : mark.start()])
        at = mark.end()
        name = mark[0].rstrip("*")
        words.append(_CHARACTERS.get(name, ""))
        if name[0] == "\\" and name[1:].isalpha():
            at = _behind_command(source, at, name[1:], closing)
        elif name == "\\\\":
            at = _behind_option(source, at)
    return "".join([*words, source[at:]])


def _behind_command(source: str, at: int, name: str, closing: dict[int, int]) -> int:
    """Where the text after a command begins: its own, where it has an argument that is text."""
    if name == "begin":
        end = closing.get(at, at)
        return _behind(source, end + 1, _OF_ENVIRONMENTS.get(source[at + 1 : end], 0), closing)
    if name in _ARGUMENTS:
        return _behind(source, at, _ARGUMENTS[name], closing)
    return at + 1 if source[at : at + 1] == " " else at


def _behind(source: str, at: int, arguments: int, closing: dict[int, int]) -> int:
    """Where so many arguments are over, with the options before each."""
    at = _behind_option(source, at)
    for _ in range(arguments):
        brace = source.find("{", at)
        if brace not in closing or source[at:brace].strip():
            break
        at = _behind_option(source, closing[brace] + 1)
    return at


def _behind_option(source: str, at: int) -> int:
    option = _OPTION.match(source, at)
    return option.end() if option else at


def _closing(source: str) -> dict[int, int]:
    """Where each brace is closed."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for mark in _BRACE.finditer(source):
        if mark[0] == "{":
            open_.append(mark.start())
        elif mark[0] == "}" and open_:
            found[open_.pop()] = mark.start()
    return found
