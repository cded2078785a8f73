"""What changes a report from beside it: words, scripts, pieces laid upon it, and too little room."""

from __future__ import annotations

import pytest

from nianbao.publish.website.page import as_seen

WANTED = "全年收到申请151件，均已答复。\n没有其他事项，特此报告。\n151\n908\n行政许可"
HEADS = "<th></th>" * 9
REPORT = (
    "<div id=zoom class=body><p>全年收到申请151件，均已答复。</p>"
    f"<table><tr>{HEADS}<th>行政许可</th></tr><tr>{HEADS}<td>908</td></tr></table>"
    "<p>没有其他事项，特此报告。</p></div>"
)


def doubts(before: str = "", after: str = "", head: str = "") -> list[str]:
    body = f"<body><h1>年报</h1>{before}{REPORT}{after}<p>主办：办公室</p></body>"
    page = f"<html><head>{head}</head>{body}</html>"
    return [doubt for seen in as_seen(page.encode(), WANTED) for doubt in seen.doubts]


CORRECTING = """
更正：行政许可应为909件。|勘误：第二部分表格中908应为909。|本年报已作废。|说明：表中数据有误，以重新发布的为准。
编者按：原文将909误写为908。
注：以上数据中，行政处罚909件。|以上908应更改为909|备注 行政许可 909
本公告已被新版替代。|本报告更正公告|因录入差错，908应读作909。
声明：本年报所列数字不准确。|网页上方的908件有误，应为909件。
"""
SPEAKING = """
如发现页面内容有误，请点击我要纠错。|关于更正2023年部门决算的公告 2024-09-30
欢迎对本网站内容提出更正意见。
注：本报告电子版可以下载。|责任编辑：张三|内容有误？我要反馈
行政许可信息公示 2026-01-20|某地采购更正公告|附件：年度报告|您是第120345位访客|摘要：根据条例编制本报告。
"""


def each(lines: str) -> list[str]:
    return [part.strip() for line in lines.strip().splitlines() for part in line.split("|")]


def test_words_that_correct_a_report_are_told() -> None:
    for words in each(CORRECTING):
        said = "".join(words.split())
        assert doubts(before=f"<p>{words}</p>") == [f"“{said}”（报告之外的文字）"]
        assert doubts(after=f"<p>{words}</p>") != []
    assert doubts(after="<table><tr><td>更正前</td><td>908</td></tr></table>") != []
    assert [words for words in each(SPEAKING) if doubts(f"<p>{words}</p>", f"<p>{words}</p>")] == []
    first = "<p>全年收到申请151件，均\u200b已答复。</p>"  # as an editor leaves the report itself
    page = f"<p>行政许可</p>{first}<p>没有其他事项，特此报告。</p>"
    assert [seen.doubts for seen in as_seen(page.encode(), WANTED + "\n申请151件")] == [[]]
    assert doubts(after="<p><a href=/1>关于年报有误的更正</a></p><p style='display:none'>更正</p>") == []


def test_the_title_of_another_year_is_told() -> None:
    title = "甲县水利局{}年政府信息公开工作年度报告"
    wanted = f"{title.format(2025)}\n{WANTED}"

    def told(beside: str) -> list[str]:
        page = f"<body>{beside}{REPORT}</body>"
        return [doubt for seen in as_seen(page.encode(), wanted) for doubt in seen.doubts]

    last_year = title.format(2024)
    assert told(f"<h1>{last_year}</h1>") == [f"“{last_year}”（报告之外的文字）"]
    assert told(f"<h1>{title.format(2025)}</h1><a href=/1>{last_year}</a>") == []
    assert told(f"<select><option>{last_year}</option></select><ul><li>2024年政府信息公开年报</ul>") == []


CHANGING = [
    "$('#zoom td').eq(3).text('909')",
    "document.querySelectorAll('td')[0].innerText='909'",
    "var t=document.getElementById('zoom').getElementsByTagName('td');t[0]['inner'+'Text']=9",
    "let c=[...document.getElementsByTagName('td')];c[0].innerHTML=`909`",
    "new Vue({el:'#zoom',data:{n:909}})",
    "$('body').html('')",
    "document.getElementById('zoo'+'m').innerHTML=''",
    "document.getElementById('zoom')[k]=''",
    "$('head').append('<style>td{color:#fff}</style>')",
    "$('.body').html($('.body').html().replace('908','909'))",
    "$('<p>909</p>').appendTo('#zoom')",
    "var t=document.querySelector('.body table');t.deleteRow(1)",
    "document.querySelectorAll('#zoom p').forEach(function(p){p.remove()})",
    "document.body.innerHTML=document.body.innerHTML.replace(/908/g,'909')",
    "var w=document.createTreeWalker(document.body,4)",
    "document.querySelector('main,body').innerHTML=''",
    "const m = document.querySelector('main, body'); if (m) { m.textContent = '909' }",
    "$('main,body').empty()",
    "document.getElementsByTagName('body')[0].replaceChildren()",
    "eval(atob('YQ=='))",
    "$('#zoom').load('/other.html')",
    "document.write('<p>更正：应为909件</p>')",
    "location.href='/other.html'",
    "document.styleSheets[0].insertRule('td{display:none}')",
    "function printer(){document.getElementById('zoom').innerHTML='';window.print()} printer()",
]
MINDING_THEIR_OWN = [
    "var m=document.querySelector('main,body');m.append(document.createElement('i'));var n=m.innerHTML==''",
    "$('html,body').addClass('wide').append($('<div>').html('在线客服'))",
    "var s=document.createElement('script');document.getElementsByTagName('script')[0].before(s)",
    "var speech={text:document.getElementById('zoom').innerText};$('#hits').html(speech.text.length)",
    "$('#zoom').find('img').attr('data-a','1')",
    "$('#hits').html(12)",
    "function zoom(n){document.getElementById('zoom').style.fontSize=n+'px'}",
    "$('#zoom').css('font-size','16px')",
    "$('html,body').animate({scrollTop:0},300)",
    "document.write(new Date().getFullYear()+'年')",
    "document.getElementById('tab'+i).className='on';document.execCommand('copy')",
    "$('body').addClass('ie')",
    "if(top!=self){top.location=self.location}",
    "document.body.className+=' mobile'",
    "function printer(){document.body.innerHTML=$('#zoom').html();print();location.reload()}",
    "var n=$('#zoom').text().length",
]


@pytest.mark.parametrize(("scripts", "is_told"), [(CHANGING, True), (MINDING_THEIR_OWN, False)])
def test_scripts_that_may_change_a_report_are_told(scripts: list[str], *, is_told: bool) -> None:
    wrong = [code for code in scripts if bool(doubts(after=f"<script>{code}</script>")) is not is_told]
    assert wrong == []


def test_what_elements_do_themselves_is_a_script_too() -> None:
    assert doubts(after="<img src=x onerror=\"document.querySelector('td').innerText='9'\">") != []
    assert doubts(after="<a onclick=\"location.href='/'\">首页</a><a onclick='window.print()'>打印</a>") == []
    assert doubts(after="<script src=a.js></script><script type=application/json>eval()</script>") == []


ROOM = {
    "body{overflow:hidden}": True,
    "html{height:100%;overflow:hidden}": True,
    "body{position:fixed;width:100%}": True,
    "body{overflow:auto hidden}": True,
    "body{overflow-x:hidden}": False,
    "body{overflow:hidden auto}": False,
    "html{overflow:hidden}body{overflow:auto;height:100%}": False,
    "table{width:200px!important;table-layout:fixed}td{word-break:break-all}": True,
    "#zoom{width:180px}td{overflow-wrap:anywhere}": True,
    "td{padding:0 60px;word-break:break-all}": True,
    "td{word-break:break-all;padding:4px}": False,
}


def test_pages_that_show_a_part_and_numbers_that_break_are_told() -> None:
    told = {css: bool(doubts(head=f"<style>{css}</style>")) for css in ROOM}
    assert told == ROOM
    assert doubts(before="<table width=180></table>") == []


UPON = {
    "<div style='position:absolute;left:9px;top:480px;background:#fff'>　</div>": True,
    "<span style='position:absolute;left:9px;top:20%;background:#fff'>9件</span>": True,
    "<img src=a width=70 height=30 style='position:absolute;top:300px'>": True,
    "<div style='position:absolute;top:480px;border-top:20px solid #fff'>　</div>": True,
    "<div style='position:absolute;inset:0;background:url(a.png)'></div>": True,
    "<div style='position:absolute;inset:0;backdrop-filter:blur(9px)'></div>": True,
    "<div style='position:absolute;top:0;left:0;border-top:900px solid #fff;width:100%'></div>": True,
    "<div style='position:absolute;inset:0;background:url(a.png);z-index:-1'></div>": False,
    "<div style='position:absolute;top:0;left:0;width:90px;height:60px;background:url(a.png)'></div>": False,
    "<div style='margin-top:-60px;background:#fff'>打印</div>": True,
    "<div style='position:relative;top:-60px;background:#fff'>　</div>": True,
    "<div style='margin-top:-10px;background:#fff'>打印</div>": False,
    "<div style='position:absolute;top:20px;background:#c00'>登录</div>": False,
    "<div style='position:relative'><b style='position:absolute;top:160px;background:#c00'></b></div>": False,
    "<h2 style='position:relative'><i style='position:absolute;height:3px;background:#c00'></i>a</h2>": False,
    "<div style='position:fixed;right:9px;bottom:60px;background:#c00'>顶部</div>": False,
}


def test_small_pieces_put_upon_a_report_are_told() -> None:
    assert {put: bool(doubts(after=put)) for put in UPON} == UPON
    css = "content:'';position:absolute;top:500px;width:50px;height:22px;background:#fff"
    assert doubts(head=f"<style>p::after{{{css}}}</style>") != []
    foot = "<div style='margin-top:-60px;background:#fff'>主办</div>"
    page = f"<html><body><div style='padding-bottom:60px'>{REPORT}</div>{foot}</body></html>"
    assert all(not seen.doubts for seen in as_seen(page.encode(), WANTED))
