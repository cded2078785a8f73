"""What the pieces of long, deep, wide and repeated input are, and each way that they take into the program.

A way gets a text and puts it where it belongs in a file: into a style sheet, a cell, a part of a package.
``{}`` in a piece is where another may stand; ``{0}`` counts, ``{1}`` is the next number.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from nianbao import checks
from nianbao.files import report_toml
from nianbao.ledger.words import ledger_words
from nianbao.problem import Unreadable
from nianbao.publish import attached
from nianbao.publish.pages import page_of
from nianbao.publish.proof import docx, html, svg, workbook
from nianbao.publish.website.cascade import TooMuch
from nianbao.publish.website.page import as_seen
from nianbao.read import drawings, read
from nianbao.read.docx.attached import attached as carried
from nianbao.read.docx.markup import markup
from nianbao.read.html import archive
from nianbao.read.workbook.columns import columns_here
from nianbao.recognise import recognise
from nianbao.region.load import loads
from nianbao.write import write
from tests.docx_pieces import PIECES, in_body, in_cell, in_table
from tests.printed import distinct, page
from tests.recognise.conversions import FULL

SIZE = 20_000  # characters
T = TypeVar("T")

# fmt: off
TEXT = (
    " ", "\t", "\n", "\n\n", "|", "||", "| ", "-", "--\n", "#", "# ", "**", "__", "\\", "<table>",
    "</table>", "<br>", "<td>", "&#", "&amp;", "&#99999999999;", "1", "12 ", "1,234", "9" * 30, "一", "一、",
    "（一）", "(1)", "1.", "第", "（", "）", "《", "》", "“", "”", "〔", "[", "{{", "}}",
    "{{ 申请.本年新收.总计 }}", "{{ 申请.甲 }}", "\\{{", ">", "» ", "首页 > ", "其中", "共收到5件，",
    "其中5件、", "（其中5件）", "同比增长5%，", "占5%，", "均", "未", "较上年", "申请", "本年新收", "合计",
    "制发", "2024年", "2024年度某局政府信息公开工作年度报告", "报告由某局编制", "1月1日至", "12月31日",
    "。", "；", "，", "、", "13800138000", "410711199001011234", "http://a.b/", "某某县教育局",
    "区政府办公室", "甲" * 40 + "\n", "甲\n", "\t甲\n", "\ta\n\n", "甲\t乙\n", "甲|乙\n", "甲||\n", "\x0b",
    "\u3000", "\u200b", "Ａ", "．", "\\n", "'", '"', "┌┬┐\n", "│1│\n", "├┼┤\n", "+--+--+\n",
    "|===\n", "9.99+|1\n", "['1',2],", "- - 1\n",
)
LATEX = (
    "\\", "\\\\", "\\\\[", " & ", "&\n", "{", "}", "{{}}", "{甲}", "[", "]", "(", "%", "%\n", "~", "$",
    "-", "`", "'", "\n\n", " ", "\\textbf{", "\\textbf{甲} & ", "\\multirow{9}{*}{甲} & ",
    "\\multicolumn{9}{l}{1} & ", "\\multirow{999}{*}{", "\\multirow[", "\\begin{tabular}{l}",
    "\\end{tabular}", "\\begin{tabular}{l}1\\end{tabular}", "\\begin{longtable}",
    "\\begin{minipage}[t]{", "\\end{", "\\SetCell[r=9,c=9]{c} & ", "\\SetCell[", "\\section{",
    "\\section{甲}", "\\section{}", "\\endhead ", "\\hline ", "\\cline{1-2}", "\\makecell{甲\\\\乙}",
    "\\title{", "\\end{document}", "\\begin{document}", "甲", "1",
)
HTML = (
    *TEXT, "<div>", "</div>", "<p>", "<h1>", "</h1>", "<table><tr><td>", "</td></tr></table>", "<tr>",
    "<td rowspan=9 colspan=9>", "<tbody>", "<pre>", "<form>", "<a ", "a=1 ", "a='<' ", "<p style='display:",
    "a:b;", "<!--", "-->", "<![CDATA[", "<script>", "<meta charset=", "&nbsp;", "<th>", "<ul><li>",
    "<select>", "<svg>", "<b>", "<i>", "<hr>", "</p>", "<font>", "</",
)
TOML = (
    "a.", "a = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "[[waivers]]\n", "code = 'T301'\n",
    "cell = 'applications.received.tota'\n", "reason = 'x'\n", "[", "]", "{", "}", "{a=", "'", '"', "'''",
    '"""', "\\", "\\u", "#", "\n", " ", "=", ",", "1", "0x", "1_", "1e9", "1.5", "-", "2024-01-01",
    "[disclosure]\n", "licences = [", "5（", "）", "regulations = [0, 0, 0]\n", "true", "inf", ".",
    "a{0} = 1\n", "[a{0}]\n", "licence{0} = 1\n", "\"a\".", "text = '''\n", "甲", "\u200b", "\r", "\t",
    "[overview]\n", "nan,",
)
REFERENCES = (
    "{{", "}}", "{{}}", "{{ }}", "{{ 申请.本年新收.总计 }}", "{{申请.本年新收.自然人}}", "{{ 年份 }}",
    "{{ 上年 }}", "{{ applications.received.total }}",
    "{{ 申请.办理结果.总计 | 占 申请.本年新收.总计 }}", "{{ 申请.甲{0} }}",
    "{{ 申请.本年新收.总计 | 甲 }}", "{{ 机关 }}", "{{ 申请 }}", "{{ 申请.办理结果 }}", "{{ . }}",
    "{{ | }}", "其中", "{{ 申请..}}", "\\{{", "件，", "{{ " + "申请." * 20 + "}}",
    "{{ " + "甲" * 59 + "}}", "共收到", "占", "%", "。", "{{ 收费.金额 }}", "\n",
)
CSS = (
    "{", "}", "a{", "a{}", "}}", "@media all{", "@media (min-width:1.1.1px){",
    "@import url(data:text/css,a{});", "@keyframes a{to{--a{0}:1}}",
    "@font-face{src:local(a);font-family:a{0}}", "&", ".a", ".a.a ", ".a,", "#a", "*", "a ", "a>", "a~",
    "a+", ":is(", ":not(", ":has(", ":nth-child(2n+1)", "::before", "[a", "[a=b]", ")", "(", ":", ";", ",",
    " ", "\n", "\\", "/*", "*/", "<!--", "'", '"', "!important", "9", "9.", "-", "--a{0}:1;",
    "--a:var(--a{0});", "var(--a)", "color:var(--a,", "color:red;", "rotate(0) ", "transform:", "aaaa",
    "linear-gradient(", "background:", "rgb(1,", "calc(", "width:", "1px + ", "grid{0}:1;", "display:grid;",
    "display:table-cell;", "grid-template-columns:repeat(9,1fr);", "repeat(1,", "grid-row:span 999;",
    "span 9 ", "grid-column:1/9;", "position:absolute;", "position: ", "top:1px;", "left:1", "font-size:",
    ".a{font-size:1", "animation-name:", "a ", "content:", "attr(a", "url(", "image-set(", "*{color:red}",
    ".a{display:table}",
)
SVG = (
    "<g>", "</g>", "<text>1</text>", "<text>", "<tspan>", "<title>", "<desc>", "<svg>", "</svg>", "<style>",
    "</style>", "<use href='#a'/>", "<rect width='9'/>", "<g class='bar'>", "<foreignObject>", "1", " ",
    "<", "&", "&amp;", "]]>", "<![CDATA[", "<!--", "-->", "<a b='{0}'/>", "<text x='1' y='2' ", "a='<' ",
    "<p>", "<!ENTITY",
)
MAIL = (
    "\n", "\n\n", "--x\n", "--x--\n", "--", "Content-Type: text/html\n", "Content-Type: text/css\n",
    "Content-Type: multipart/related; boundary=x{0}\n\n", "Content-Location: cid:css-{0}\n", "cid:css-{0}",
    "a: b\n", "a:", " a\n", ";", "=", "charset=", "Content-Transfer-Encoding: base64\n", "=?utf-8?b?", "?=",
    '"', "(", "QUJD", "=E4", "=\n", "a", "name*{0}*=a;", "Content-Type: message/rfc822\n\n", "<p>甲</p>",
    "\r", "Content-Type: ",
)
JSON = (
    "[", "]", "{", "}", '{"a":', ",", ":", '"', "\\", "\\u", "1", "9e9", "-", " ", "null", '"a{0}":1,', "甲",
)
SHEET = (
    '<row r="{0}">{}</row>', "<row>{}</row>", '<c r="A{0}"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>',
    "<c><f>", '<c t="s"><v>0</v></c>', "<c t='inlineStr'><is><t>甲</t></is></c>", "<f>A1</f>", "</f>",
    '<c r="A1">{}</c>', '<mergeCell ref="A1:XFD9"/>', '<mergeCell ref="A{0}:B{0}"/>',
    '<col min="1" max="9999999" hidden="1"/>', "<si><t>甲</t></si>", "<si>{}</si>", "<r><t>{0}</t></r>",
    "<rPh>{}</rPh>", '<numFmt numFmtId="{0}" formatCode="0"/>', '<xf numFmtId="{0}"/>', "<font>{}</font>",
    '<definedName name="a{0}">A1</definedName>', '<sheet name="a{0}"/>', '<row hidden="1" ',
    "<dxf>{}</dxf>", "1", " ", "<!--x-->",
)
PARTS = (
    *PIECES, '<w:style w:type="paragraph" w:styleId="a{0}"><w:basedOn w:val="a"/>{}</w:style>',
    '<w:style w:styleId="a{0}"><w:basedOn w:val="a{1}"/></w:style>', '<w:lvl w:ilvl="0">{}</w:lvl>',
    '<w:abstractNum w:abstractNumId="{0}">{}</w:abstractNum>', '<w:lvlText w:val="%1%1%1"/>',
    '<w:num w:numId="{0}">{}</w:num>', '<w:abstractNumId w:val="1"/>',
    '<w:comment w:id="{0}">{}</w:comment>', "<w:footnote>{}</w:footnote>",
    "<w:docDefaults>{}</w:docDefaults>",
)
REGION = (
    *TOML, '[[members]]\nname = "某县教育局{0}"\n', '[[members]]\nname = "某县教育局"\n', 'since = 2010\n',
    'until = 2010\n', 'parent = "某县教育局1"\n', 'aliases = ["局{0}"]\n', '"局{0}",', 'region = "甲{0}"\n',
)
CSV = (
    ",", "\t", ";", "\n", '"', '""', "甲", "1", "2024-01-01", "2024-01-01,甲\n", "申请日期,申请人,答复日期\n",
    "甲{0},", "甲{0}\n", "申请日期,", "合计,", "\r", "\x0b", "１", "45000,", " ", "'", "=",
    "张三{0},李四,2024-1-1\n",
)
# fmt: on
HEAD = 'agency = "某某县教育局"\nyear = 2025\n'


def through_toml(text: str) -> None:
    """All that is done with a report.toml when it is checked."""
    checks.check(report_toml.loads(text.encode("utf-8", "replace"), "报告.toml"))


def through_narrative(text: str) -> None:
    """The same with a text that cannot be anything but text."""
    plain = text.replace("'''", "'")[:SIZE]
    through_toml(f"{HEAD}[overview]\ntext = '''\n{plain}\n'''\n")


def through_cell(text: str) -> None:
    """The same with what somebody wrote into a cell."""
    plain = text.replace("'", "").replace("\n", "").replace("\x0b", "")[:200]
    through_toml(f"{HEAD}[disclosure]\nlicences = ['5{plain[:199]}']\n")


def through_page(text: str) -> None:
    """All that is done with a web page that is checked, or was saved as one."""
    _through(text, "html")


def through_text(text: str) -> None:
    """The same with a text."""
    _through(text, "md")


def in_page(text: str) -> None:
    """The same with a report around it: what is found to be one is read to its end."""
    before, heading, after = a_page().partition("</h2>")
    _through(f"{before}{heading}{text}{after}", "html")


def in_text(text: str) -> None:
    """The same with a report around it."""
    before, after = a_text()
    _through(f"{before}\n{text}\n{after}", "md")


def through_body(text: str) -> None:
    """All that is done with a Word file, with pieces of it before its first paragraph."""
    _through(in_body(text), "docx")


def through_row(text: str) -> None:
    """The same with pieces in a row of a table of the form."""
    _through(in_table(text), "docx")


def through_words(text: str) -> None:
    """The same with pieces in a cell of it."""
    _through(in_cell(text), "docx")


def _through(file: str | bytes, kind: str) -> None:
    data = file if isinstance(file, bytes) else file.encode("utf-8", "replace")
    found = recognise(read(data, kind), "报告")
    checks.check(found.report)
    report_toml.new_text(found.report)


@cache
def a_page() -> str:
    return page(distinct("2021"))


@cache
def a_text() -> tuple[str, str]:
    """A report as a text, cut after the first heading."""
    lines = FULL[0](read(a_page().encode(), "html")).decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "一、" in line) + 1
    return "\n".join(lines[:at]), "\n".join(lines[at:])


# ---- web pages as they are seen


def in_style(text: str) -> None:
    """A style sheet of a page on a website."""
    through_seen(f"<style>{text}</style><p class=a>甲</p>")


def in_tag(text: str) -> None:
    """What tags declare themselves, of a grid and of what is in it."""
    plain = text.replace('"', "'")[: SIZE // 2]
    through_seen(f'<div style="display:grid;{plain}"><p class=a style="{plain}">甲</p></div>')


def placed(text: str) -> None:
    """The same where every piece of a page stands at a place of its own."""
    plain = text.replace('"', "'")
    absolute = '<p style="position:absolute;top:1px;left:1px">甲</p>'
    through_seen(f'<p style="{plain}absolute">甲</p>{absolute * 45}<style>{plain}</style>')


def in_drawing(text: str) -> None:
    """A drawing of a page, and one alone."""
    through_seen(f"<svg>{text}</svg>")
    whole = f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'.encode("utf-8", "replace")
    with suppress(Unreadable):
        drawings.drawings(whole, "svg")
        svg.inspect(b"<svg/>", whole)


def through_seen(text: str) -> None:
    """Compared with the page as it was, and as it is on a website."""
    before, heading, after = a_page().partition("</h2>")
    data = f"{before}{heading}{text}{after}".encode("utf-8", "replace")
    with suppress(Unreadable):
        html.inspect(a_page().encode(), data)
        drawings.drawings(data, "html.page")
        read(data, "html")
    with suppress(TooMuch, RecursionError):  # it is weighed in a process with limits then
        read(as_seen(data, "")[0].page, "html")


def in_archive(text: str) -> None:
    """A page that was saved as a single file."""
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{text}".encode()
    read(archive.page_in(data), "html")


def in_data(text: str) -> None:
    """What a page says to search engines."""
    script = f'<script type="application/ld+json">{text}</script></head>'
    attached.attached(a_page().replace("</head>", script).encode("utf-8", "replace"), "html", "报告.html")


# ---- packages

SHEET_PARTS = (
    ("xl/worksheets/sheet1.xml", "sheetData"),
    ("xl/sharedStrings.xml", "sst"),
    ("xl/styles.xml", "styleSheet"),
    ("xl/workbook.xml", "workbook"),
)
USING = (
    '<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
)
WORD_PARTS = ("styles", "numbering", "comments", "footnotes", "footer")
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def in_workbook(text: str) -> None:
    """A part of a workbook in which what cells show may stand."""
    part, root = one_of(SHEET_PARTS, text)
    data = with_text(finished("xlsx"), part, f"</{root}>", text)
    read(data, "xlsx")
    workbook.inspect(finished("xlsx"), data)


def in_parts(text: str) -> None:
    """A part of a Word file that is not its body, which uses what it tells in many paragraphs."""
    kind = one_of(WORD_PARTS, text)
    data = with_part(kind, f"<w:{kind} {WORD}>{text}</w:{kind}>")
    data = with_text(data, "word/document.xml", "<w:sectPr", USING * 200)
    read(data, "docx")
    markup(data)
    carried(data)
    docx.inspect(finished("docx"), data)


def one_of(every: tuple[T, ...], text: str) -> T:
    """One of several, by the text: of many texts each has many."""
    return every[zlib.crc32(text.encode("utf-8", "replace")) % len(every)]


@cache
def finished(kind: str) -> bytes:
    return write(page_of(distinct("2021")), kind)


def with_text(data: bytes, part: str, before: str, text: str) -> bytes:
    """A package with a text in a part of it."""
    content = parts_of(data)[part].decode()
    at = content.rindex(before)
    plain = text.replace("{}", "")
    return packed({**parts_of(data), part: f"{content[:at]}{plain}{content[at:]}".encode("utf-8", "replace")})


def with_part(kind: str, text: str) -> bytes:
    """A Word file with a part of this kind."""
    parts = parts_of(finished("docx"))
    relations = "word/_rels/document.xml.rels"
    type_ = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    first = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    entry = f'{first}<Relationship Id="own{kind}" Type="{type_}" Target="own{kind}.xml"/>'
    related = parts[relations].decode().replace(first, entry)  # the first of a kind counts
    assert related != parts[relations].decode()
    plain = text.replace("{}", "").encode("utf-8", "replace")
    return packed({**parts, relations: related.encode(), f"word/own{kind}.xml": plain})


@lru_cache(maxsize=2)
def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


# ---- regions and ledgers


def through_region(text: str) -> None:
    """The members of a region."""
    loads(f'name = "某县"\nyear = 2024\n{text}', Path("region.toml"))


def through_ledger(text: str) -> None:
    """A list of applications."""
    words = ledger_words()
    heads = [name for field in words.fields for name in (field.name, *field.words.same)]
    wanted = ["csv", heads, *map(list, (words.private, words.blank, words.names, words.foot))]
    columns_here(text.encode("utf-8", "replace"), json.dumps(wanted).encode())


WAYS: dict[str, tuple[Callable[[str], None], tuple[str, ...], str]] = {
    "toml": (through_toml, TOML, HEAD),
    "narrative": (through_narrative, TEXT, ""),
    "cell": (through_cell, TEXT, ""),
    "page": (through_page, HTML, ""),
    "text": (through_text, TEXT, ""),
    "in page": (in_page, HTML, ""),
    "in text": (in_text, TEXT, ""),
    "references": (through_narrative, REFERENCES, ""),
    "word file": (through_body, PIECES, ""),
    "row of a word file": (through_row, PIECES, ""),
    "cell of a word file": (through_words, PIECES, ""),
    "style sheet": (in_style, CSS, ""),
    "tag": (in_tag, CSS, ""),
    "placed": (placed, CSS, ""),
    "drawing": (in_drawing, SVG, ""),
    "page that is seen": (through_seen, HTML, ""),
    "archive": (in_archive, MAIL, ""),
    "data of a page": (in_data, JSON, ""),
    "workbook": (in_workbook, SHEET, ""),
    "parts of a word file": (in_parts, PARTS, ""),
    "region": (through_region, REGION, ""),
    "ledger": (through_ledger, CSV, ""),
    "latex": (through_text, LATEX, "\\begin{tabular}{ll}"),
}
