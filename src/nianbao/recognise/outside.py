"""What stands around a report on the page of a web site: ways to other pages, dates, counters, buttons."""

from __future__ import annotations

import re

from nianbao.model.figure import half_width

_LONGEST = 60
# fmt: off
_FURNITURE = (
    "首页", "当前位置", "您的位置", "发布时间", "发布日期", "发文日期", "成文日期", "生成日期",
    "信息来源", "来源:", "浏览", "点击", "阅读次数", "访问量", "字号", "字体", "打印", "关闭", "分享",
    "收藏", "上一篇", "下一篇", "上一条", "下一条", "返回顶部", "返回列表", "目录名称", "效力状态",
    "版权所有", "主办", "承办",
    "技术支持", "网站地图", "网站标识码", "ICP备", "公网安备", "联系我们", "关于我们", "无障碍",
    "扫一扫", "二维码", "相关链接", "友情链接", "相关附件", "附件下载", "索引号", "索 引 号", "发布机构",
    "责任编辑", "登录", "注册", "搜索", "导航", "责编", "编辑:", "文章来源",
)
# fmt: on
_PAGE_NUMBER = re.compile(r"[-—–―－\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/,共]+\s*\d{1,3}\s*页?)?)[-—–―－\s]*")
_DASHED = re.compile(r"[-—–―－]\s*\d{1,3}\s*[-—–―－]")
_RULE = re.compile(r"[\s=_*~—–\-·.>»|┆]{3,}")


def is_page_number(text: str) -> bool:
    """Whether a line is a page number between dashes, or "第 3 页"."""
    plain = half_width(text).strip()
    if _DASHED.fullmatch(plain) or _RULE.fullmatch(plain):
        return True
    return "页" in plain and _PAGE_NUMBER.fullmatch(plain) is not None


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the web page rather than to what stands on it."""
    plain = half_width(text).strip()
    if len(plain) > _LONGEST or plain.endswith("。"):
        return False
    return any(words in plain for words in _FURNITURE)


def is_scrap(text: str) -> bool:
    """Whether a line is so short that nobody would miss it: an entry of a menu, a button."""
    return len(text.strip()) <= 20 and not text.rstrip().endswith(("。", "；", "！", "？"))
