"""Reports for tests: a clean one of each form, and hypothesis strategies for all that can be printed.

``reports(form)`` draws any report that can be saved and printed; a few milliseconds each. What it
draws has the normal shape that store.loads gives: narrative lines without spaces at their ends and
without empty lines at either end of the text, no figure "unknown" but in totals. ``figures()`` draws
what a cell can hold, ``typed_figures()`` what somebody types with what it means, ``narratives()`` a
text with headings of all levels, and ``changes(form)`` edits of figures.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st

from nianbao.model.agency import agency_kinds
from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count, parse
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.model.numbering import numeral
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark, Role
from nianbao.model.rules import catalogue

HANZI = b"".join(
    bytes((high, low))
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if (high, low) < (0xD7, 0xFA) or high > 0xD7
).decode("gb2312")
RARE = "㑇㭎䴙𬶋𫖯㧐㸆䓖䗖𠙶𬭎𬙂堃祎赟"  # of 通用规范汉字表, but not in GB 2312
SENTENCES = (
    "全年通过门户网站、政务新媒体等渠道主动公开政府信息587条",
    "严格执行《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "落实“先审查、后公开”和‘一事一审’的要求",
    "受理地址：县政府大楼３０２室（工作日8:30—17:30）",
    "https://www.example.gov.cn/zfxxgk/index.html?id=1&page=2",
    "开通12345热线、APP和微信公众号，回复率100％",
    "A/B两类事项各占49.5%，同比增长－3.2个百分点",
    "<script>alert('1')</script>",
    "&amp;&lt;b&gt; <br/> ]]>",
    "C:\\资料\\新建 文件夹",
    "引用写作 \\{{ 申请.本年新收.总计 }}，循环写作 {% for %}",
    '引号 " 和 """ 以及 \'\'\' 都是正文',
    "# 不是注释，[overview] 也不是标题",
    "2024年1月31日、3.5万元、1.2.3版、№5、①②③",
    "a = 1",
)
AGENCIES = (
    "青溪县水利局",
    "平潭综合实验区管理委员会",
    "国家税务总局青溪县税务局",
    "青溪县人民政府",
    "云岭省青溪市白马乡人民政府",
    "中国（云岭）自由贸易试验区青溪片区管理委员会办公室（青溪市口岸与物流服务中心）",
    "㑇䴙𬶋县堃赟街道办事处",
)
MALFORMED = (
    "减",
    "增加",
    "若干",
    "=",
    "?5",
    "2件3条",
    "见附件",
    "1/2",
    "<b>1</b>",
    "{{ 年份 }}",
    "１２a",
    "9" * 30,
)
NOT_APPLICABLE = ("/", "\\", "-", "—", "——", "–")

# ---- a clean report


CASE_YEARS = (2024, 2020)  # of tests/cases
CLEAN_TEXT = {
    "overview": """\
（一）主动公开
通过政府门户网站公开机构职能、财政预决算和工作动态，政策文件与解读材料同步发布。
（二）依申请公开
全年收到政府信息公开申请{{ 申请.本年新收.总计 }}件，全部登记编号，专人跟踪办理，答复前审核。
（三）政府信息管理
信息发布前逐级审核，落实保密审查；每季度清理一次过期和失效的内容。
（四）政府信息公开平台建设
按主题归集信息，安排专人回复留言。
（五）监督保障
组织学习有关规定，将公开工作列入年度考核，公布监督电话。""",
    "problems": """\
（一）存在的主要问题
一是个别科室报送信息不及时；二是专业性强的内容群众不易看懂。
（二）改进情况
一是按月列出应公开事项并核对；二是发布时附上简要说明和示意图。""",
    "other": "本年度没有收取信息处理费。没有其他需要报告的事项。",
}


@cache
def clean_report(form_id: str) -> Report:
    """A report without any finding; all zero. Its year is that of the cases, 2020 or 2024, or the first of a
    later form: it does not move when a form is ended."""
    form = all_forms()[form_id]
    figures = {cell_id: count(0) for cell_id in form.cells if cell_id not in form.totals}
    year = next((year for year in CASE_YEARS if form.is_for(year)), form.first_year)
    return Report(form, "青溪县水利局", year, narrative=dict(CLEAN_TEXT), figures=figures)


# ---- figures


@cache
def figures() -> st.SearchStrategy[Figure]:
    """What a cell can hold, in every state, as it comes out of a file."""
    return st.one_of(_numbers(), st.sampled_from(_WITHOUT_NUMBER))


_WITHOUT_NUMBER = (BLANK, UNKNOWN, *(parse(text) for text in (*NOT_APPLICABLE, *MALFORMED)))
SIGNS = ("", "+", "-")
FRACTIONS = ("", ".5", ".25", ".899368", ".00")
REMARKS = ("其中修订16件", "含上年", "见第六部分 附注", "注（一）", "a）（b")
UNITS = ("", "件", "项", "元", "万元", "亿元")


@st.composite
def _numbers(draw: st.DrawFn) -> Figure:
    number = draw(st.integers(0, 999_999_999))
    form = draw(st.integers(0, 5))
    if form < 3:  # most often a plain count
        return count(number)
    sign = draw(st.sampled_from(SIGNS))
    fraction = draw(st.sampled_from(FRACTIONS))
    unit = draw(st.sampled_from(UNITS))
    remark = draw(st.sampled_from(["", *(f"（{remark}）" for remark in REMARKS)]))
    return parse(f"{sign}{number}{fraction}{unit}{remark}")


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@st.composite
def typed_figures(draw: st.DrawFn) -> tuple[str, Figure]:
    """What somebody types into a cell, in full or half width, grouped or spaced, and the figure it means."""
    figure = draw(figures())
    text = str(figure)
    if isinstance(figure.number, int) and draw(st.booleans()):
        digits = str(abs(figure.number))
        text = text.replace(digits, f"{abs(figure.number):,}", 1)
    if figure.state is State.NUMBER and not figure.remark and draw(st.booleans()):
        text = text.translate(_WIDE)
    if figure.remark and draw(st.booleans()):
        text = f"{text.partition('（')[0]} ({figure.remark})"
    return draw(st.sampled_from(["", " ", "\u3000"])) + text + draw(st.sampled_from(["", " ", "\n"])), figure


def _filler(byte: int) -> Figure | None:
    if byte < 200:
        return count(byte)
    return (None, BLANK, parse("/"), parse("22（其中修订16件）"))[byte % 4]


_FILLER = tuple(_filler(byte) for byte in range(256))


@st.composite
def _figures_of(draw: st.DrawFn, form: Form) -> dict[str, Figure]:
    """Figures for a whole form: most of them from one long draw, a few of every state, some totals given."""
    cells = [cell_id for cell_id in form.cells if cell_id not in form.totals]
    found: dict[str, Figure | None] = {}
    kind = draw(st.sampled_from(["counts", "mixed", "zeros", "nothing"]))
    if kind == "zeros":
        found = {cell_id: count(0) for cell_id in cells}
    elif kind != "nothing":
        most = 200 if kind == "counts" else 256
        drawn = draw(st.binary(min_size=len(cells), max_size=len(cells)))
        found = {cell_id: _FILLER[byte % most] for cell_id, byte in zip(cells, drawn, strict=True)}
    found |= draw(_some(form))
    given = {cell_id: figure for cell_id, figure in found.items() if figure is not None}
    given = {cell_id: figure for cell_id, figure in given.items() if form.can_hold(cell_id, figure)}
    report = Report(form, "", 0, figures=given)
    for total in draw(_some_totals(form)):
        given.setdefault(total, report.figure(total))
    return given


@cache
def _some(form: Form) -> st.SearchStrategy[dict[str, Figure]]:
    return st.dictionaries(st.sampled_from(list(form.cells)), figures(), max_size=6)


@cache
def _some_totals(form: Form) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(list(form.totals)), max_size=3)


def changes(form: Form) -> st.SearchStrategy[Mapping[str, Figure | None]]:
    """An edit: some cells, each with its new figure, or None where the given figure is taken away."""
    return st.dictionaries(st.sampled_from(list(form.cells)), st.none() | figures(), min_size=1, max_size=4)


# ---- text


_CHARACTERS = HANZI + RARE * 20


@cache
def _words(least: int = 1, most: int = 8) -> st.SearchStrategy[str]:
    """Chinese characters, two bytes each: as one draw far quicker than st.text with such an alphabet."""
    return st.binary(min_size=2 * least, max_size=2 * most).map(_characters)


def _characters(drawn: bytes) -> str:
    pairs = zip(drawn[::2], drawn[1::2], strict=False)
    return "".join(_CHARACTERS[(high << 8 | low) % len(_CHARACTERS)] for high, low in pairs)


@cache
def references(form: Form) -> tuple[str, ...]:
    cells = list(form.cells.values())[::7]
    names = {section.id: section.name for section in form.sections}
    english = [f"{{{{ {cell.id} }}}}" for cell in cells]
    chinese = [f"{{{{{names[cell.section]}.{cell.row.name}.{cell.column.name} | 千分位}}}}" for cell in cells]
    return (*english, *chinese, "{{ 年份 }}", "{{上年}}", "{{ 机关 }}")


@cache
def _parts(form: Form) -> st.SearchStrategy[list[str]]:
    part = st.one_of(_words(), st.sampled_from([*SENTENCES, *references(form)]))
    return st.lists(part, min_size=1, max_size=4)


@st.composite
def _paragraph(draw: st.DrawFn, form: Form) -> str:
    text = "，".join(draw(_parts(form)))
    return "；".join([text] * draw(st.sampled_from([1, 1, 1, 1, 12]))) + "。"


def marks(number: int) -> tuple[str, ...]:
    """What a line of each level begins with: nothing, then the numbers of headings."""
    return ("", f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}.", f"（{number}）")


@st.composite
def _line(draw: st.DrawFn, form: Form) -> str:
    level = draw(st.integers(0, 4))
    number = draw(st.integers(1, 21))
    shape = draw(st.sampled_from(["text", "heading", "lead"])) if level else "text"
    if shape == "text":
        return marks(number)[level] + draw(_paragraph(form))
    heading = marks(number)[level] + draw(_words(2, 12))
    return heading if shape == "heading" else f"{heading}。{draw(_paragraph(form))}"


@cache
def narratives(form: Form) -> st.SearchStrategy[str]:
    """The text of a section: paragraphs and headings of all levels, with references to cells of the form."""
    lines = st.lists(_line(form), min_size=1, max_size=4)
    return st.builds(lambda found, end: end.join(found), lines, st.sampled_from(["\n", "\n", "\n\n"]))


@cache
def published_headings(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """Headings as they are found published: with another number, with a space after it."""
    arabic = {section.id: f"{index}、{section.heading[2:]}" for index, section in enumerate(form.numbered, 1)}
    spaced = {section.id: f"{section.heading[:2]} {section.heading[2:]}" for section in form.numbered}
    return arabic, spaced


@cache
def _headings(form: Form) -> st.SearchStrategy[dict[str, str]]:
    """One heading as it is found published; mostly none."""
    found = [item for headings in published_headings(form) for item in headings.items()]
    one = st.sampled_from(found).map(lambda item: dict([item]))
    return st.one_of(st.just({}), st.just({}), one)


TITLES = (
    None,
    None,
    "{agency}{year}年度政府信息公开工作年度报告",
    "{year}年度市局政府信息公开工作报告",
    "关于“{agency}”<{year}>政府信息公开工作的报告",
)


# ---- reports


@cache
def reports(form: Form | None = None) -> st.SearchStrategy[Report]:
    """Any report of the form (without one: of any form) that can be saved and printed."""
    return _reports(form) if form else st.sampled_from(list(all_forms().values())).flatmap(_reports)


@st.composite
def _reports(draw: st.DrawFn, form: Form) -> Report:
    agency = draw(st.one_of(st.sampled_from(AGENCIES), _words(4, 30)))
    year = draw(st.integers(form.first_year, form.last_year or form.first_year + 9))
    title = draw(st.sampled_from(TITLES))
    return Report(
        form=form,
        agency=agency,
        year=year,
        agency_kind=draw(st.sampled_from([None, *agency_kinds()])),
        date=draw(st.none() | st.dates(datetime.date(year + 1, 1, 1), datetime.date(year + 1, 12, 31))),
        title=title and title.format(agency=agency, year=year),
        headings=draw(_headings(form)),
        narrative=draw(_texts(form)),
        figures=draw(_figures_of(form)),
        waivers=tuple(draw(_waivers(form))),
        comments=tuple(draw(_comments(form))),
        marks=tuple(draw(_marks(form))),
        origins=tuple(draw(_origins(form))),
    )


@cache
def _waivers(form: Form) -> st.SearchStrategy[list[Waiver]]:
    codes = st.sampled_from(sorted(catalogue()))
    cells = st.sampled_from(["", *form.cells, *form.rows])
    return st.lists(st.builds(Waiver, codes, cells, _words(1, 20)), max_size=2)


_DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))


@cache
def _comments(form: Form) -> st.SearchStrategy[list[Comment]]:
    paragraphs = [f"{section.id}:{number}" for section in form.sections for number in (1, 3)]
    places = st.sampled_from([*form.cells, *paragraphs, *(section.id for section in form.sections)])
    words = _words(1, 20)
    comment = st.builds(
        Comment, places, words, words, st.none() | _DAYS, st.just("") | words, st.just("") | words,
        st.just("") | words, st.booleans(),
    )  # fmt: skip
    return st.lists(comment, max_size=2)


@cache
def _origins(form: Form) -> st.SearchStrategy[list[Origin]]:
    names, places = st.sampled_from(["法制科.xlsx", "台账2024.xlsx"]), st.just("") | st.just("表三!D7")
    days = st.integers(0, 3_000).map(lambda hours: datetime.timedelta(hours=hours))
    moments = st.none() | days.map(lambda after: datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC) + after)
    rows = st.lists(st.integers(1, 9_999), max_size=3).map(tuple)
    values = st.sampled_from([None, BLANK, count(0), count(7), parse("1.50万元"), parse("/")])
    origin = st.builds(
        Origin, st.sampled_from(list(form.cells)), names, st.sampled_from(Source), places, rows, values,
        st.just("") | st.just("0a1b"), moments, st.just("") | st.just("台账对照.toml"),
    )  # fmt: skip
    return st.lists(origin, max_size=2)


@cache
def _marks(form: Form) -> st.SearchStrategy[list[Mark]]:
    sections = st.sampled_from([section.id for section in form.sections])
    return st.lists(
        st.builds(Mark, sections, st.sampled_from(Role), _words(1, 9), _DAYS, _words(1, 16)), max_size=2
    )


@cache
def _texts(form: Form) -> st.SearchStrategy[dict[str, str]]:
    sections = [section.id for section in form.sections if section.text]
    return st.dictionaries(st.sampled_from(sections), narratives(form), max_size=len(sections))
