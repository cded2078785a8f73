"""What a page hides, strikes, moves, covers or writes by its own styles is known, and nothing else is."""

from __future__ import annotations

import base64
import itertools

import pytest

from nianbao.problem import Unreadable
from nianbao.publish.website import apart, cascade
from nianbao.publish.website.page import Seen, as_seen
from nianbao.read import confined

ANYWHERE = """
display:none | display:none!important | DISPLAY:NONE | d\\69splay:n\\6fne | visibility:hidden
visibility:collapse | opacity:0 | opacity:5% | color:#fff | color:white | color:transparent
color:rgba(0,0,0,.02) | color:rgb(255 255 255) | color:hsl(0,0%,100%) | color:oklch(1 0 0) | color:Canvas
color:color-mix(in srgb,white,white) | -webkit-text-fill-color:transparent | font-size:0 | font-size:1px
font-size:.01em | font-size:calc(1px * 0) | font:0/0 a | font:1px serif | text-indent:-9999px
text-indent:200% | position:absolute;left:-9999px | position:relative;top:-25px | position:absolute
position:fixed;inset:-99vh 0 0 | transform:scale(0) | transform:translateX(-9999px) | transform:rotateY(90deg)
transform:scaleX(-1) | translate:-900px | scale:0 | rotate:y 90deg | zoom:0 | clip-path:inset(100%)
clip-path:circle(0) | -webkit-mask:linear-gradient(transparent,transparent) | filter:opacity(0)
filter:blur(9px) | filter:invert(1) | mix-blend-mode:screen | letter-spacing:-1em | line-height:0
text-decoration:line-through | text-decoration-line:line-through | -webkit-text-security:disc
font-family:Wingdings | font:12px Webdings | unicode-bidi:bidi-override;direction:rtl | margin:0 0 0 -500px
content-visibility:hidden | animation:x 1s infinite | --x:white;color:var(--x) | color:var(--y,white)
outline:40px solid white;outline-offset:-40px | background:black | background:linear-gradient(black,black)
content:url(a.png) | font-size-adjust:0 | padding-left:9999px | padding:900px 0 0
border-left:9999px solid white
contain:strict | offset-path:path("M0 999") | display:table-column | display:ruby-text
-webkit-box-reflect:below
-webkit-mask-box-image:url(a) | mask-border:url(a) 9 | inset-inline:900px;position:relative
margin-inline:-900px
margin-inline-end:-900px | margin-block:-900px | color:rgb(from white r g b) | color:contrast-color(black)
-webkit-text-stroke:9px white | text-emphasis:'9' | filter:drop-shadow(0 0 0 white) opacity(0)
font-size:0cqw
transform:matrix(0,0,0,0,0,0) | opacity:calc(1 - 1) | opacity:min(0,1) | font-size:.1cqi | zoom:calc(0)
display:grid;grid-template-rows:0;overflow:hidden | background:blue;color:-webkit-link
"""
BOXES = """
width:0;overflow:hidden | height:0;overflow:hidden | max-height:1px;overflow:clip | vertical-align:super
width:9px;white-space:nowrap;overflow:hidden | -webkit-line-clamp:1 | z-index:-1;position:relative
"""
TAGS = """
<s>151</s> | <del>151</del> | <strike>151</strike> | 1<sup>51</sup> | <sub>151</sub> | <q>151</q>
<bdo dir=rtl>151</bdo> | <span hidden>151</span> | <span popover>151</span> | <dialog>151</dialog>
<details>151</details> | <details><summary>a</summary>151</details> | <marquee>151</marquee>
<font color=white>151</font> | <font face=Wingdings>151</font> | <span aria-label=9>151</span>
<rp>151</rp> | <rt>151</rt> | <b><template shadowrootmode=open>9</template>151</b> | 151<meter></meter>
<small><small><small><small><small><small><small>151</small></small></small></small></small></small></small>
<span aria-hidden=true>151</span> | <geolocation>151</geolocation>
<img src=9.png style="position:relative;margin-right:-60px">151
151<img src=9.png> | 151<svg></svg> | 151<iframe></iframe>
151<input value=9> | 151<canvas></canvas> | 151<object></object> | <span style="position:absolute">9</span>151
"""
SHEETS = """
#a::before{content:'9'} | #a:after{content:"\\39"} | #a::after{content:attr(id)}
#a::after{content:counter(b)}
#a::after{content:url(x.png)} | #a::after{content:'';position:absolute;inset:0;background:#fff}
#a::first-letter{font-size:0} | #a::first-line{color:white} | @media screen{#a{color:white}}
@media (min-width:1400px){#a{color:white}} | @supports (display:grid){#a{color:white}}
@layer b{#a{color:white}} | tr{#a{color:white}} | #a{&{color:white}} | #a:not(:hover){color:white}
#a:defined{color:white} | td:has(*),td:not(b){color:white} | #a{color:white!important}#a{color:red}
@font-face{font-family:z;src:url(data:,)}#a{font-family:z} | *{--q:none}#a{display:var(--q)}
#a{display:list-item}#a::marker{content:'9'} | #a{list-style:'9' inside} | td::-webkit-z,#a{display:none}
@namespace h url(http://www.w3.org/1999/xhtml);h|td{display:none} | #a{max-width:0;overflow:hidden}
@property --p{syntax:'*';inherits:true;initial-value:none}#a{display:var(--p)}
@import url("data:text/css,td{color:white}"); | body{background:#000} | html{color:#fefefe}
@keyframes k{to{opacity:0}}table{animation:k 1s forwards} | [id=a]{color:white} | td:nth-child(1){color:white}
"""
UNJUDGED = """
writing-mode:vertical-lr | -epub-writing-mode:tb-rl | width:1px;word-break:break-all | columns:1px
zoom:.4 | letter-spacing:-.2em | letter-spacing:3em | text-indent:-20px
text-indent:-1em each-line | display:grid | zoom:4
color:rgba(0,0,0,calc(0)) | color:if(else:white) | color:attr(data-c color,white) | color:black black
box-shadow:inset 0 0 0 50px black | text-shadow:9px 0 black
-webkit-text-stroke:.1em white | text-decoration:underline 20px
text-decoration:overline
border:20px solid | font-feature-settings:'frac' | font-variant:ordinal
font-size:6px | font-size:200px | font-size:round(1px,9px) | line-height:900px | text-transform:full-width
display:block;width:15px;overflow:hidden | display:block;height:1em;line-height:3;overflow:hidden
position:relative;left:50% | direction:rtl | border-image:url(x) 9 | contain:inline-size | all:unset
backdrop-filter:invert(1) | background:url(x.png) | background:url(data:image/svg+xml,x) | initial-letter:3
list-style:decimal inside | anything:new | vertical-align:60px | margin-top:-20px | clip-path:inset(0 50% 0 0)
"""
TORN = """
margin-left:-3px | padding-left:30px | display:block | float:right | font-size:8px | width:9px
border:1px solid
"""
PIECES = """
<font size=-7>151</font> | <font size=7>151</font> | <span dir=rtl>151</span> | <hr>151
<body bgcolor=black>151 | <i style="border-left:2px solid"></i>151
<i style="position:absolute;border-top:2px solid;width:30px"></i>151
151<img style="width:1px;height:16px;background:#000"> | 151<meta http-equiv=refresh content="0;url=b.html">
151<svg style="position:absolute" width=90 height=20></svg>
151<svg style="position:absolute;margin-left:-40px" width=90 height=20></svg> | <ol><li>151</ol>
<b popover style=display:block>151</b> | &#x202e;151 | <noscript><b title="</noscript>9"></noscript>151
<table style="background:linear-gradient(#000,#fff)"><td>151</table> | 1<q></q>51
1<li style="display:inline-block"></li>51 | 1<details></details>51
<div style="height:9px"><table><tr><td>151</table></div>
<div style="white-space:nowrap;overflow:hidden"><table><tr><td>151</table></div>
<div style="aspect-ratio:9"><table><tr><td>151</table></div>
<div style="display:grid"><b style="grid-area:1/1">9</b><b style="grid-area:1/1">151</b></div>
"""
# Between two paragraphs of a report: what covers them or what follows, and what people put there.
AMID = """
<img src=a style="margin-top:-90px"> | <img src=a style="float:left;margin-bottom:-90px">
<svg style="overflow:visible"></svg> | <hr style="margin-top:-60px;border:30px solid #fff">
<div style="height:0"><div style="position:relative;bottom:90px;background:#fff">　</div></div>
<div style="line-height:0"><b>　</b></div> | <div style="filter:drop-shadow(0 -90px 0 #fff)">9</div>
<div style="display:flex;flex-direction:column-reverse"><p>更正</p></div> | <dialog open>　</dialog>
<ul style="margin-top:-90px"><li>9</ul> | <p style="text-shadow:0 -90px #333;color:transparent">9</p>
<div style="position:sticky;bottom:0">　</div> | <div style="backdrop-filter:invert(1)">　</div>
<div><template shadowrootmode=open>9</template></div>
"""
PUT_THERE = """
<div style="clear:both;height:0;overflow:hidden;font-size:0;line-height:0"></div> | <p><br></p>
<p style="text-indent:2em">&nbsp;</p> | <hr> | <a name=top></a>
<div style="overflow-x:auto;margin:10px 0"></div>
<div style="display:none;position:fixed;inset:0;background:#fff">正在载入</div>
"""
# What shows a text in white again on some computers alone, or on none.
OVERRIDDEN = """
@media (prefers-color-scheme:dark){#a{color:black}} | @media (min-width:1500px){#a{color:black}}
@media not (max-width:9999px){#a{color:black}} | @supports (display:foo){#a{color:black}}
@container (min-width:9999px){#a{color:black}} | @scope (.none){#a{color:black}}
#a:focus-visible{color:black} | @layer b{#a{color:black}} | #a{color:blackk} | #a{color:black!ie}
"""
OVERRIDING = """
#a{color:black!important}@layer b{#a{color:white!important}}
@layer b,c;@layer c{#a{color:white}}@layer b{#a{color:black}}
@import url("data:text/css,td{color:white}") layer(b); | @media not (min-width:9999px){#a{color:white}}
@scope (table){&{--b:1}:scope td{color:white}} | #a::first-letter{float:left}
#a::before{content:open-quote} | #a::before{content:"";border-left:2px solid}
#a::before{content:"";display:block;margin-top:-20px}
@font-face{font-family:z;src:url(z.woff)}#a{font-family:z}
@property --c{syntax:"<color>";inherits:false;initial-value:white}:root{--c:black}#a{color:var(--c)}
table{animation:k 99s}@keyframes k{from{opacity:0}} | table{table-layout:fixed;width:9px}
html{writing-mode:vertical-rl} | html{font-size:2px}
#a{font-size:0}#a{font:16px} | #a{font-size:0}#a{font-size:16}
#a{clip-path:inset(50%)}#a{clip-path:auto}
"""
HARMLESS = """
color:#ccc | color:windowtext;background:white | background:#d9d9d9;color:#333 | text-indent:2em
font:12pt 仿宋_GB2312 | line-height:28pt | letter-spacing:-.5pt | margin-left:-4px | opacity:.9
filter:grayscale(100%) | transform:translateZ(0) | position:relative | vertical-align:middle | zoom:1
white-space:nowrap;overflow:hidden;width:90px | color:inherit | order:0
padding:4px 9px | border:1px solid | font-size-adjust:.5 | contain:layout | transform:matrix(1,0,0,1,0,0)
filter:drop-shadow(0 0 2px rgba(0,0,0,.5)) grayscale(1) | -webkit-text-stroke:.2px | margin-inline:auto
list-style:none | padding-inline:9px | opacity:calc(.5 + .5) | content:normal
height:300px;overflow:hidden | animation:none | clip-path:none | text-decoration:underline | float:none
"""


def each(lines: str) -> list[str]:
    """What stands between the bars."""
    return [part.strip() for line in lines.split("\n") for part in line.split(" | ") if part.strip()]


def page(cell: str, head: str = "", attributes: str = "") -> bytes:
    table = f"<table><tr><td id=a {attributes}>{cell}</td></tr></table>"
    return f"<html><head>{head}</head><body><p>栏目</p>{table}</body></html>".encode()


def seen(data: bytes) -> Seen:
    """What is told of a page, whatever of its styles holds."""
    first, *others = as_seen(data, "151\n全年收到申请151件，均已答复。\n没有其他事项，特此报告。\n统计年度")
    for other in others:
        first.marks |= other.marks
        first.doubts += other.doubts
    return first


PAGES = {
    **{f"td {css}": page("151", attributes=f'style="{css}"') for css in each(ANYWHERE)},
    **{f"div {css}": page(f'<div style="{css}">151</div>') for css in each(ANYWHERE + BOXES)},
    **{f"sheet {css}": page("151", f"<style>#a{{{css}}}</style>") for css in each(ANYWHERE)},
    **{tag: page(tag) for tag in each(TAGS)},
    **{css: page("151", f"<style>{css}</style>") for css in each(SHEETS)},
    "an address": page("151", "<link rel=stylesheet href='data:text/css,td{color:white}'>"),
    "base64": page(
        "151", f"<link href='data:text/css;base64,{base64.b64encode(b'td{color:#fff}').decode()}'>"
    ),
}


DOUBTFUL = {
    **{f"td {css}": page("151", attributes=f'style="{css}"') for css in each(UNJUDGED)},
    **{f"part {css}": page(f'1<b style="{css}">51</b>') for css in each(TORN)},
    **{tag: page(tag) for tag in each(PIECES)},
    **{f"wins {css}": page("151", f"<style>#a{{color:white}}{css}</style>") for css in each(OVERRIDDEN)},
    **{css: page("151", f"<style>{css}</style>") for css in each(OVERRIDING)},
}


def test_whatever_is_not_seen_is_marked() -> None:
    told = {name: seen(data) for name, data in PAGES.items()}
    silent = [name for name, page in told.items() if not page.marks and not page.doubts]
    assert silent == []
    (mark,) = seen(page('<b style="color:#fff">151</b>')).marks.values()
    assert str(mark) == "〔“151”颜色与底色分不清（color: #fff）〕"


def test_what_needs_a_browser_is_doubted() -> None:
    told = {name: seen(data) for name, data in DOUBTFUL.items()}
    assert [name for name, page in told.items() if not page.marks and not page.doubts] == []
    assert seen(page("151", attributes='style="writing-mode:vertical-rl"')).doubts == [
        "td writing-mode: vertical-rl"
    ]


def test_what_people_write_is_not() -> None:
    pages = [page(f'<span style="{css}">151</span>') for css in each(HARMLESS)]
    pages += [page("151", attributes=f'style="{css}"') for css in each(HARMLESS)]
    pages += [
        page("151", "<style>@media print{td{display:none}} @media (max-width:600px){td{color:#fff}}</style>")
    ]
    pages += [page("151", "<style media=print>td{display:none}</style>")]
    pages += [page('<p style="background:url(x.png) no-repeat">151</p>')]
    pages += [page("<details open><summary>表</summary>151</details>")]
    assert [data for data in pages if as_seen(data, "151\n") not in ([Seen(data)], [Seen(data)] * 2)] == []


@pytest.mark.parametrize(("cases", "is_told"), [(AMID, True), (PUT_THERE, False)])
def test_what_stands_amid_a_report_is_judged_as_words_are(cases: str, *, is_told: bool) -> None:
    first, last = "<p>全年收到申请151件，均已答复。</p>", "<p>没有其他事项，特此报告。</p>"
    told = {put: seen(f"{first}{put}{last}".encode()) for put in each(cases)}
    assert [put for put, page in told.items() if bool(page.marks or page.doubts) is not is_told] == []
    outside = {put: seen(f"{put}{first}{last}".encode()) for put in each(PUT_THERE)}
    assert not any(page.doubts for page in outside.values())


def test_a_menu_with_words_of_the_report_is_a_menu() -> None:
    menu = '<div style="float:left;height:45px">统计</div>'
    assert seen(menu.encode() + page("151")).doubts == []


def test_a_paragraph_in_one_line_is_cut() -> None:
    style = "white-space:nowrap;overflow:hidden;text-overflow:ellipsis"
    assert seen(f'<p style="{style}">{"全年收到申请，" * 20}</p>'.encode()).page.count("全年".encode()) == 0
    assert seen(page("151", attributes=f'style="{style}"')).marks == {}


def test_a_part_may_be_seen_again() -> None:
    hidden = '<div style="visibility:hidden">9<b style="visibility:visible">151</b></div>'
    assert [mark.text for mark in seen(page(hidden)).marks.values()] == ["9"]
    summary = seen(page("<details><summary>151</summary>9</details>"))
    assert [mark.text for mark in summary.marks.values()] == ["9"]


@pytest.mark.parametrize(
    ("upon", "is_told"),
    [
        ('<div style="position:fixed;inset:0;background:#fff"></div>', True),
        ('<div style="position:absolute;width:90px;height:30px;background:white"></div>', True),
        ('<b style="position:absolute;top:90px">999</b>', True),
        ('<b style="position:fixed;font-size:90px">作废</b>', True),
        ('<b style="position:fixed;font-size:90px">\ue600</b>', False),
        ("<style>table::after{content:'9'}</style>", True),
        ("<style>div::after{content:'';position:absolute;inset:0;background:#fff}</style><div></div>", True),
        ("<table><tr>作废<td>1</td></tr></table>", True),
        ('<svg style="position:fixed" width=400 height=300></svg>', True),
        ('<div style="position:fixed;inset:0;background:#fff;mix-blend-mode:screen"></div>', True),
        ("<style>div::after{content:'908';position:absolute;background:#fff}</style><div></div>", True),
        ('<dialog open style="top:9px;width:400px;height:300px"></dialog>', True),
        ('<div style="position:fixed;right:9px;width:90px;background:red"><img src=a>关闭</div>', False),
        ('<div style="position:fixed;inset:0;background:#000;display:none"></div>', False),
    ],
)  # fmt: skip
def test_what_lies_upon_the_page(upon: str, *, is_told: bool) -> None:
    data = page("151") + upon.encode()
    assert bool(seen(data).upon) is is_told


@pytest.mark.parametrize(
    ("style", "is_doubted"),
    [
        ("margin-top:-300px;background:#fff", True),
        ("position:relative;top:-300px;background:#fff", True),
        ("transform:translateY(-300px);background:#fff", True),
        ("box-shadow:0 -300px #fff", True),
        ("box-shadow:inset 0 0 0 9999px red", False),
        ("filter:drop-shadow(0 300px 0 #fff)", True),
        ("border-bottom:900px solid #fff", True),
        ("transform:translateY(300px);background:#fff", True),
        ("position:sticky;bottom:0;height:300px;background:#fff", True),
        ("position:sticky;top:0;height:50px;background:#fff", False),
        ("box-shadow:0 0 10px #ccc", False),
        ("-webkit-box-reflect:above", True),
        ("margin-top:-30px;background:#fff", False),
        ("margin-top:-300px", False),
    ],
)
def test_what_may_cover_what_stands_before_it(style: str, *, is_doubted: bool) -> None:
    data = page("151") + f'<div style="{style}">栏目</div>'.encode()
    assert bool(seen(data).doubts) is is_doubted


@pytest.mark.parametrize(
    ("declared", "written", "is_doubted"),
    [
        ("gbk", "utf-8", True),
        ("utf-8", "gbk", True),
        ("iso-8859-1", "utf-8", True),
        ("gb2312", "gbk", False),
        ("utf-8", "utf-8", False),
        ("gbk", "utf-8-sig", False),
        ("nobody", "utf-8", False),
    ],
)
def test_an_encoding_that_is_not_the_pages_is_doubted(
    declared: str, written: str, *, is_doubted: bool
) -> None:
    data = page("151", f"<meta charset={declared}>").decode().encode(written)
    assert bool(seen(data).doubts) is is_doubted


def test_styles_that_take_long_are_weighed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascade, "MOST_STEPS", 50)
    data = page("151", "<style>#a{color:white}</style>")
    called = list[str]()

    def call(module: str, function: str, *given: bytes, refusal: Unreadable) -> object:
        called.append(function)
        return apart.seen_plainly(*given)

    monkeypatch.setattr(confined, "call", call)
    assert apart.as_seen(data, "151") == as_seen(data, "151", unlimited=True)
    assert called == ["seen_plainly"]


@pytest.mark.parametrize(
    "styles",
    [
        "td{" + "".join(f"--{number}:1;" for number in range(3000)) + "}",
        "td{animation:a 1s}@keyframes a{to{" + "".join(f"--{number}:1;" for number in range(3000)) + "}}",
        "a a a a a a a a a a " * 100 + "{color:red}",
        ",".join(["a"] * 2000) + "{color:red}",
    ],
    ids=["variables", "animation", "chain", "list"],
)
def test_styles_that_could_take_long_are_not_weighed_here(
    styles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cascade, "MOST_STEPS", 30_000 if "--" in styles else 100_000)
    many = "".join(f"<td>{number}</td>" for number in range(300))
    with pytest.raises(cascade.TooMuch):
        seen(page("151", f"<style>{styles}</style>") + many.encode())


def test_signs_that_no_element_may_have() -> None:
    hidden = '<b style="display:none">9</b>\x0b1\x01&#11;51'
    assert "1\ufffd" in seen(page(hidden)).page.decode()


@pytest.mark.parametrize(
    "styles",
    [
        "a{" * 2000,
        "".join(itertools.repeat("& & & & & &{", 7)) + "color:red" + "}" * 7,
        "a{color:" + "(" * 5000,
        ":is(" * 5000 + "a" + ")" * 5000 + "{color:red}",
        f".{'a' * 900}{{{'&' * 5000}{{color:red}}}}",
        f"@media (min-width:{'1' * 5000}px){{a{{color:red}}}}",
    ],
    ids=["rules in rules", "doubled", "brackets", "selectors", "multiplied", "digits"],
)
def test_styles_beyond_any_page(styles: str) -> None:
    with pytest.raises(Unreadable, match="样式多得不正常"):
        apart.as_seen(page("151", f"<style>{styles}</style>"), "151")
