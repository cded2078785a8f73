"""Web sites around a report: what their makers put above, below and beside it.

A site gives lines above the title, between title and text, and after the signature, as a reader finds them;
``links`` among them are lists of other pages. The lines are ours, the kinds of lines are everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nianbao.read.blocks import Block, Paragraph, Table, TableCell


@dataclass(frozen=True)
class Site:
    """What a maker of sites puts around a report. ``prefix`` stands in the title's own line."""

    name: str
    above: tuple[str, ...] = ()
    under_title: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    prefix: str = ""


_LINKS = (
    "青溪市水利局2023年政府信息公开工作年度报告",
    "青溪市教育局2024年政府信息公开工作年度报告 2025-01-21",
    "市水利局召开全市水利工作会议安排部署全年重点任务并对冬春农田水利基本建设作出具体要求 2025-01-15",
    "青溪市人民政府办公室关于印发《青溪市农村供水工程运行管理办法（试行）》的通知",
)

SITES = (
    Site(
        "portal",
        ("首页", "政务公开", "您现在的位置：首页 > 政府信息公开 > 法定主动公开内容 > 政府信息公开年报"),
        ("发布来源：市水利局　发布时间：2025-01-22 10:31　浏览次数：", "朗读", "字号：[大] [中] [小]"),
        (
            "分享到：",
            "微信",
            "微博",
            "【打印本页】【关闭窗口】",
            "上一篇：青溪市水利局2023年政府信息公开工作年度报告",
            "下一篇：没有了",
            "主办单位：青溪市人民政府办公室",
            "地址：青溪市府前路1号　邮编：310020",
            "电话：0300-6231000",
            "网站标识码：3300000001",
            "云ICP备05000000号-1",
            "云公网安备 33000002000001号",
        ),
    ),
    Site(
        "links_last",
        ("青溪市人民政府", "www.qingxi.example", "当前位置 ： 首页 >> 公开 >> 年报"),
        ("信息来源:市水利局 发布日期:2025-01-22 责任编辑:李某", "青溪市水利局 2025-01-22"),
        ("相关信息", *_LINKS),
    ),
    Site(
        "links_then_owner",
        ("今天是：2025年2月3日 星期一", "繁体 | 无障碍阅读 | 关怀版 | 登录 | 注册"),
        ("2025-01-22 16:05:33", "来源：青溪市水利局", "【字体：大 中 小】", "分享"),
        (
            "相关文档：",
            *_LINKS,
            "您访问的链接即将离开“青溪市人民政府”门户网站，是否继续？",
            "继续访问",
            "放弃",
            "版权所有：青溪市人民政府　承办：青溪市大数据中心",
            "联系电话：0300-6231000 传真：0300-6231001",
            "建议使用1024×768以上分辨率浏览本站",
            "您是第1234567位访问者",
        ),
    ),
    Site(
        "departments",
        ("网站首页", "机构概况", "新闻动态", "信息公开", "办事服务 | 政务公开"),
        (
            "索引号：11330000000000000A/2025-00012",
            "主题分类：综合政务",
            "发文机关：青溪市水利局",
            "成文日期：2025年01月20日",
            "发布日期：2025年01月22日",
            "有 效 性：有效",
        ),
        (
            "扫一扫在手机打开当前页",
            "国务院部门网站",
            "外交部",
            "国防部",
            "国家发展和改革委员会",
            "工业和信息化部",
            "省直部门网站",
            "省水利厅",
            "省财政厅",
            "县区政府网站",
            "东溪区",
            "西溪县",
            "关于我们 | 网站声明 | 网站地图 | 联系我们",
            "主办：青溪市水利局",
            "地址：青溪市河滨路18号",
            "Copyright © 2025 All Rights Reserved",
            "技术支持：某某科技有限公司",
            "本网站支持IPv6",
        ),
    ),
    Site(
        "attachment",
        ("您当前所在位置：", "首页", "政府信息公开", "政府信息公开年报"),
        ("发布机构：市水利局", "公开日期：2025-01-22", "访问量：356", "公开方式：主动公开"),
        (
            "附件：",
            "1. 青溪市水利局2024年政府信息公开工作年度报告.docx",
            "2.一图读懂.pdf",
            "【我要纠错】 【打印】 【关闭】",
            "上一条：关于公布服务电话的公告",
            "下一条：2024年度部门决算",
        ),
    ),
    Site(
        "pictorial",
        ("政策解读", "图片新闻"),
        ("2025年1月22日", "来源： 市水利局办公室 作者： 办公室 点击数： 88 次"),
        (
            "（此件公开发布）",
            "相关链接：一图读懂青溪市水利局2024年政府信息公开工作年度报告",
            "收藏",
            "打印",
            "关闭",
            "网站纠错 党政机关 政府网站找错",
            "本网站由青溪市水利局主办，未经许可不得转载。",
        ),
        prefix="【图文】",
    ),
    Site(
        "address_last",
        (),
        ("时间：2025-01-22　　来源：本站　　阅读：次",),
        (
            "返回列表",
            "局机关地址：青溪市河滨路18号 邮政编码：310021",
            "值班电话：0300-6231002",
            "工作时间：周一至周五 8:30-12:00，14:30-17:30",
            "投稿邮箱：slj@qingxi.example",
        ),
    ),
    Site(
        "counters",
        ("设为首页", "加入收藏"),
        ("作者：办公室", "发布人：市水利局", "日期：2025年01月22日 16:05"),
        (
            "阅读次数：128",
            "信息来源：市水利局",
            "标签：年报 公开",
            "我要评论",
            "电子邮箱：slj@qingxi.example",
        ),
    ),
    Site(
        "counted_below",
        ("网站导航", "政务公开 > 年报 > 正文"),
        (),
        (
            "附件【青溪市水利局2024年政府信息公开工作年度报告.docx】已下载12次",
            "用微信扫描二维码",
            "市直部门网站",
            "市财政局",
            "市教育局",
            "办公地址：青溪市河滨路18号",
            "传真：0300-6231001",
        ),
    ),
    Site(
        "reader_bar",
        ("长者助手", "开启读屏专用", "智能问答", "市水利局网站支持IPv6网络"),
        ("发布时间：2025-01-22", "语音播报：", "听全文", "收藏", "保护视力色："),
        (
            "分享：",
            "打印本页",
            "附件下载：",
            "青溪市水利局2024年政府信息公开工作年度报告（盖章版）.pdf",
            "回到顶部",
            "政务微信",
            "政务微博",
            "移动客户端",
            "Produced By 某某内容管理系统",
            "市级部门",
            "▼",
            "友情链接 ▼",
        ),
    ),
    Site(
        "account",
        (),
        ("原创青溪水利青溪水利2025-01-22 17:20发表于云岭",),
        ("点赞", "来源：办公室", "编辑：王某", "微信扫一扫", "关注该公众号", "阅读原文", "阅读 1203"),
    ),
    Site(
        "index_card",
        ("首页>公开>年报", "索引号：0145/2025-0001", "成文日期：", "2025-01-20", "发布日期：", "2025-01-22"),
        ("2025-01-22 09:08:11 市水利局", "A+ A- 打印 收藏"),
        ("扫一扫在手机打开当前页", "下一条：没有了"),
    ),
)
# What some sites put between the text and its signature.
SHARING = (
    ("分享到：", "微信", "微博"),
    ("微信新浪微博QQ空间分享到：",),
    ("【打印】 【关闭】",),
    ("打印本页 | 关闭窗口",),
    ("扫一扫分享本页", "收藏"),
)

Ending = Callable[[Sequence[Block]], list[Block]]


def signed(blocks: Sequence[Block]) -> list[Block]:
    """Organ and date at the end, a line each."""
    return list(blocks)


def dated(blocks: Sequence[Block]) -> list[Block]:
    """The date alone."""
    return [*blocks[:-2], blocks[-1]]


def unsigned(blocks: Sequence[Block]) -> list[Block]:
    """Nothing: the text ends the report."""
    return list(blocks[:-2])


def below_buttons(lines: Sequence[str]) -> Ending:
    """Organ and date at the end, below what a site has to share and to print a page."""
    return lambda blocks: [*blocks[:-2], *map(Paragraph, lines), *blocks[-2:]]


ENDINGS: tuple[Ending, ...] = (signed, dated, unsigned)


def around(site: Site, blocks: Sequence[Block]) -> list[Block]:
    """The page of a site: a report between what its maker puts around it."""
    title, *rest = blocks
    assert isinstance(title, Paragraph)
    return [
        *map(Paragraph, site.above),
        replace(title, text=site.prefix + title.text),
        *map(Paragraph, site.under_title),
        *rest,
        *map(Paragraph, site.below),
    ]


def with_tables(site: Site, blocks: Sequence[Block]) -> list[Block]:
    """The same page, where what stands under the title and at the foot is set in tables."""
    title, *rest = blocks
    assert isinstance(title, Paragraph)
    return [
        *map(Paragraph, site.above),
        replace(title, text=site.prefix + title.text),
        *_pairs(site.under_title),
        *rest,
        *_pairs(site.below),
    ]


def _pairs(lines: Sequence[str]) -> list[Block]:
    if len(lines) < 2:
        return [Paragraph(line) for line in lines]
    cells = (TableCell(at // 2, at % 2, 1, 1, line) for at, line in enumerate(lines))
    return [Table(tuple(cells))]
