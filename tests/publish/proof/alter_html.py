"""Alterations of a web page."""

from __future__ import annotations

import re
from functools import partial

from tests.publish.proof.alteration import Alteration, replaced

_FIGURE = re.compile(rb'(<td data-cell="[^"]+">)(\d+)(</td>)')


def _text(old: str, new: str) -> Alteration:
    return Alteration(f"{old} → {new}", partial(replaced, old=old, new=new), (new or old,), says_else=True)


def _before_end(told: str, markup: str, *, says_else: bool = False) -> Alteration:
    """Markup at the end of the page."""
    apply = partial(replaced, old="</main>", new=f"{markup}</main>")
    return Alteration(markup, apply, (told,), says_else)


def _in_head(told: str, markup: str) -> Alteration:
    return Alteration(markup, partial(replaced, old="</head>", new=f"{markup}</head>"), (told,))


def _css(rule: str) -> Alteration:
    """A rule at the end of our own style sheet."""
    return Alteration(rule, partial(replaced, old="</style>", new=f"{rule}</style>"), ("样式表",))


def _on_figure(told: str, attribute: str) -> Alteration:
    """An attribute of the first cell with a figure."""

    def apply(data: bytes) -> bytes:
        return _FIGURE.sub(lambda m: m[1][:-1] + f" {attribute}>".encode() + m[2] + m[3], data, count=1)

    return Alteration(f"td {attribute}", apply, (told,))


def _around_figure(told: str, begin: str, end: str) -> Alteration:
    """Something around or beside the first figure."""

    def apply(data: bytes) -> bytes:
        return _FIGURE.sub(lambda m: m[1] + begin.encode() + m[2] + end.encode() + m[3], data, count=1)

    return Alteration(f"{begin}1{end}", apply, (told,))


def _copied_table(data: bytes) -> bytes:
    begin = data.index(b"<table")
    end = data.index(b"</table>") + len(b"</table>")
    return data.replace(b"</main>", data[begin:end] + b"</main>")


def _moved_table(data: bytes) -> bytes:
    begin = data.index(b"<table")
    end = data.index(b"</table>") + len(b"</table>")
    return (data[:begin] + data[end:]).replace(b"</main>", data[begin:end] + b"</main>")


def _draft_mark(data: bytes) -> bytes:
    mark = '<div class="draft-mark" role="note">本年实际收到申请999件</div><main>'
    return replaced(data, "<main>", mark)


def _read_otherwise(told: str, old: str, new: str) -> Alteration:
    """What our parser reads as before and a browser does not."""
    return Alteration(f"{old} → {new!a}", partial(replaced, old=old, new=new), (told,))


ALTERATIONS = (
    _text("1.属于国家秘密", "1.属于工作秘密"),
    _text("维持", "撤销"),
    _text("第二十条第（一）项", ""),
    _text("政府信息公开", "政府信息保密"),
    _before_end("多出的表格", "<table><tr><td>另外</td><td>999</td></tr></table>", says_else=True),
    Alteration("a second copy of a table", _copied_table, ("表格",), says_else=True),
    Alteration("a table moved", _moved_table, ("表格",), says_else=True),
    Alteration("a sentence in a draft's mark", _draft_mark, ("收到申请999件",), says_else=True),
    _before_end("多出的文字", "<p>补充说明</p>", says_else=True),
    _before_end("脚本", "<script>document.body.innerHTML = ''</script>"),
    _before_end("图形", "<svg><text>999</text></svg>", says_else=True),
    _before_end("图片", '<img src="data:image/png;base64,AAAA" alt="">'),
    _before_end("嵌入的网页", '<iframe srcdoc="999"></iframe>'),
    _before_end("嵌入的对象", '<object data="x.swf"></object>'),
    _before_end("嵌入的对象", '<embed src="x.swf">'),
    _before_end("输入框", '<input value="999">'),
    _before_end("输入框", "<textarea>999</textarea>", says_else=True),
    _before_end("表单", "<form action='https://example.org'></form>"),
    _before_end("按钮", "<button onclick='x()'></button>"),
    _before_end("影音", "<video src='x.mp4'></video>"),
    _before_end("图形", "<canvas id='c'></canvas>"),
    _before_end("公式", "<math><mn>999</mn></math>", says_else=True),
    _before_end("模板", "<template><p></p></template>"),
    _before_end("注释", "<!--[if IE]><p>999</p><![endif]-->"),
    _before_end("注释", "<![CDATA[999]]>"),
    _before_end("注释", "<!-- 隐藏的话 -->"),
    _before_end("不认识的内容 x-figure", "<x-figure data-value='999'></x-figure>"),
    _before_end("网页的文字", "<p hidden>999</p>", says_else=True),
    _before_end("网页的文字", "<noscript>999</noscript>", says_else=True),
    _before_end("处理指令", "<?xml-stylesheet href='x.css'?>"),
    _in_head("网页说明或跳转", '<meta http-equiv="refresh" content="0;url=https://example.org">'),
    _in_head("网址基准", '<base href="https://example.org/">'),
    _in_head("外部文件", '<link rel="stylesheet" href="https://example.org/x.css">'),
    _in_head("样式表", "<style>td { color: #fff }</style>"),
    _css("td::after { content: '9' }"),
    _css("[data-cell] { display: none }"),
    _css("[data-cell] { visibility: hidden }"),
    _css("[data-cell] { direction: rtl; unicode-bidi: bidi-override }"),
    _css("[data-cell] { color: #fff !important }"),
    _css("[data-cell] { font-size: 0 }"),
    _css("@import url(https://example.org/x.css);"),
    _css("main { background: url(data:image/png;base64,AAAA) }"),
    _css("tbody { display: flex; flex-direction: column-reverse }"),
    _css("@font-face { font-family: x; src: url(https://example.org/x.woff) }"),
    _on_figure("写在标签里的样式", 'style="color:#fff"'),
    _on_figure("写在标签里的样式", 'style="opacity:0"'),
    _on_figure("写在标签里的样式", 'style="text-decoration:line-through"'),
    _on_figure("写在标签里的样式", 'style="position:absolute;left:-999px"'),
    _on_figure("文字方向", 'dir="rtl"'),
    _on_figure("点击或载入时执行的脚本", 'onmouseover="x()"'),
    _on_figure("悬停时的说明", 'title="999"'),
    _on_figure("可编辑的内容", "contenteditable"),
    _on_figure("颜色", 'bgcolor="black"'),
    _around_figure("应为", "9 ", ""),
    _around_figure("删除线", "<del>", "</del>"),
    _around_figure("删除线", "<s>", "</s>"),
    _around_figure("文字方向", '<bdo dir="rtl">', "</bdo>"),
    _around_figure("上标下标", "<sup>", "</sup>"),
    _around_figure("字体和颜色", '<font color="white">', "</font>"),
    _around_figure("链接", '<a href="https://example.org">', "</a>"),
    _around_figure("\\u202e", "\u202e", ""),
    _around_figure("\\u200b", "\u200b", ""),
    _before_end("可折叠的内容", "<details><summary></summary></details>"),
    _before_end("弹出的内容", "<dialog open></dialog>"),
    _before_end("不认识的内容 plaintext", "<plaintext>"),
    _on_figure("弹出的内容", 'popover="auto"'),
    _on_figure("隐藏的内容", 'hidden="until-found"'),
    _on_figure("不起作用的内容", "inert"),
    _on_figure("单元格", "nowrap=x"),
    _around_figure("模板", '<template shadowrootmode="open">', "</template>"),
    _around_figure("可折叠的内容", "<details>", "</details>"),
    _around_figure("应为", "&#822;", ""),
    _around_figure("应为", "&zwj;", ""),
    _css(":root { --x: none } td { display: var(--x) }"),
    _css("@media print { td { color: transparent } }"),
    _css("@media (min-width: 1px) { tbody { display: none } }"),
    _css("@supports (display: grid) { td { font-size: 0 } }"),
    _css("@layer x { td { clip-path: circle(0) } }"),
    _css("@font-face { font-family: 'FangSong'; src: local('Wingdings') }"),
    _css("td::first-letter { font-size: 0 }"),
    _css("td::first-line { color: #fff }"),
    _css("body { counter-reset: x 9 } td::before { content: counter(x) }"),
    _css("col { visibility: collapse }"),
    _css("tr { transform: scaleX(-1) }"),
    _css("td { text-indent: -999em; overflow: hidden }"),
    _css("main { writing-mode: vertical-rl }"),
    _css("td { mix-blend-mode: difference }"),
    Alteration("style for print", partial(replaced, old="<style", new='<style media="print"'), ("样式表",)),
    Alteration("style disabled", partial(replaced, old="<style", new='<style type="text/x"'), ("样式表",)),
    Alteration("another charset", partial(replaced, old='charset="utf-8"', new='charset="gbk"'), ("乱码",)),
    Alteration("no doctype", partial(replaced, old="<!DOCTYPE html>", new=""), ("文档类型",)),
    Alteration("turned page", partial(replaced, old="<html", new='<html dir="rtl"'), ("文字方向",)),
    Alteration("onload", partial(replaced, old="<body", new='<body onload="x()"'), ("脚本",)),
    Alteration(
        "title", partial(replaced, old="</title>", new="（节选）</title>"), ("网页标题",), says_else=True
    ),
    Alteration("language", partial(replaced, old='lang="zh-CN"', new='lang="ja"'), ("语言",)),
    Alteration("utf-16", lambda data: data.decode().encode("utf-16"), ("文字编码",)),
    _read_otherwise("标签的写法", ' colspan="', ' colspan=="'),
    _read_otherwise("标签的写法", ' rowspan="', '\u3000rowspan="'),
    _read_otherwise("标签的写法", "</td>", "</ td>"),
    _read_otherwise("控制字符", "<td", "<t\0d"),
    _read_otherwise("样式表", "} /*", "}} /*"),
    _read_otherwise("样式表", "{ display: none }", "{\u3000display: none }"),
    _read_otherwise("乱码", '<meta charset="utf-8">', " " * 1024 + '<meta charset="utf-8">'),
    _around_figure("不寻常的空白", "\u3000" * 60, ""),
    _around_figure("用代码写的字符", "&nbsp;", ""),
    _on_figure("读屏软件读出的内容", 'aria-label="999"'),
    Alteration("white space", partial(replaced, old="<main>", new="<main>\n\n"), ("文件内部的写法",)),
)
