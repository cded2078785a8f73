"""What stands around a report on the page of a web site: ways to other pages, dates, counters, buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.model.figure import half_width
from nianbao.model.numbering import numbering
from nianbao.recognise.prose.titles import looks_like_organ
from nianbao.words import without_spaces

_LONGEST = 60
_LONGEST_NAME = 8  # characters of what stands before a colon in the data of a page
# fmt: off
_FURNITURE = (
    "首页", "当前位置", "您的位置", "所在位置", "发布时间", "发布日期", "发文日期", "成文日期",
    "生成日期", "信息来源", "来源:", "发布来源", "浏览", "点击", "阅读次数", "访问量", "字号", "字体",
    "打印", "关闭", "分享", "收藏", "上一篇", "下一篇", "上一条", "下一条", "返回顶部", "返回列表",
    "目录名称", "效力状态", "版权所有", "主办", "承办", "技术支持", "网站地图", "网站标识码", "ICP备",
    "公网安备", "联系我们", "关于我们", "无障碍", "扫一扫", "二维码", "相关链接", "友情链接",
    "相关附件", "附件下载", "索引号", "索 引 号", "发布机构", "责任编辑", "登录", "注册", "搜索",
    "导航", "责编", "编辑:", "文章来源",
)
# How a line begins with which the foot of a page begins: no sentence of a report does.
_FOOT = (
    "分享", "扫一扫", "扫码", "打印", "关闭", "收藏", "我要纠错", "网站纠错", "上一篇", "下一篇",
    "上一条", "下一条", "上一页", "下一页", "相关信息", "相关文档", "相关链接", "相关新闻", "相关阅读",
    "相关文章", "相关稿件", "相关报道", "相关附件", "相关推荐", "相关内容", "相关解读", "推荐阅读",
    "延伸阅读", "热点推荐", "友情链接", "附件下载", "返回", "回到顶部", "版权所有", "网站标识码",
    "技术支持", "网站地图", "关于我们", "联系我们", "责任编辑", "责编", "编辑:", "您访问的链接",
    "您是第", "此件公开发布", "此件主动公开", "信息公开形式", "Copyright", "Produced", "Powered",
    "主办:", "主办单位", "承办:", "承办单位", "运维单位", "备案号", "阅读次数", "浏览次数", "点击次数",
    "访问次数", "来源:", "信息来源", "文章来源", "发布日期:", "发布时间:", "发布人", "作者:", "录入",
    "字号", "字体", "Tags", "标签:", "设为首页", "加入收藏", "手机版", "我要评论", "点赞", "网站导航",
    "网站声明", "党政机关", "政府网站", "微信扫", "用微信", "长按", "附件【",
)
_FOOT_ANYWHERE = ("ICP备", "公网安备", "AllRightsReserved", "网站标识码", "即将离开")
_BUTTONS = (
    "朗读", "听全文", "语音播报", "长者助手", "微信", "微博", "新浪微博", "QQ空间", "繁体", "简体",
    "关怀版", "大", "中", "小", "T", "|", "视力保护色", "保护视力色", "智能问答", "复制链接",
    "浏览次数", "全文下载",
)
_FILED = (  # what the data of a page are called, in part
    "发布", "来源", "时间", "日期", "作者", "编辑", "索引", "文号", "编号", "分类", "主题", "机构",
    "机关", "单位", "有效", "效力", "阅读", "浏览", "点击", "访问", "次数", "字体", "字号", "公开方式",
    "公开范围", "公开形式", "类别", "体裁", "关键词", "名称", "标题", "播报", "朗读", "视力", "栏目",
    "录入", "审核", "签发", "位置", "分享",
)
_SITE = ("本网站", "本站", "网站", "浏览器", "转载", "版权", "分辨率", "链接")  # of sentences at the foot
# fmt: on
_FILE_NAME = re.compile(r".*\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|jpe?g|png)\b.{0,20}", re.IGNORECASE)
_DATE = r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
_TIME = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_STAMP = re.compile(rf"[(\[]?(?P<who>\S{{0,30}}?)\s*{_DATE}{_TIME}\s*(?:星期.)?[)\]]?")
_NAMED = re.compile(r"(?P<name>[^:。，；]{1,16}?)\s*:.*")
_PAGE_NUMBER = re.compile(r"[-—–―－\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/,共]+\s*\d{1,3}\s*页?)?)[-—–―－\s]*")
_DASHED = re.compile(r"[-—–―－]\s*\d{1,3}\s*[-—–―－]")
_RULE = re.compile(r"[\s=_*~—–\-·.>»|┆]{3,}")
_ENDS = ("。", "；", "！", "？")
_MOMENT = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*\d{1,2}:\d\d")
_SHARED = (
    "分享到",
    "分享",
    "打印",
    "关闭",
    "收藏",
    "打印本页",
    "关闭窗口",
    "微信好友",
    "QQ",
    "扫一扫",
    "A+",
    "A-",
)
_PART = "|".join(sorted(map(re.escape, (*_BUTTONS, *_SHARED)), key=len, reverse=True))
_ONLY_BUTTONS = re.compile(rf"[\s\[\]【】:/·]*(?:(?:{_PART})[\s\[\]【】:/·]*)+")


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


def is_metadata(text: str) -> bool:
    """Whether a line between the title and the first sentence belongs to the page: what it is filed under,
    by whom and when it was put there, and buttons."""
    plain = half_width(text).strip()
    if is_sentence(text) or len(plain) > _LONGEST:
        return False
    named = _NAMED.fullmatch(plain)
    if named and _is_filed(without_spaces(named["name"])) and numbering(text) is None:
        return True
    stamp = _STAMP.fullmatch(plain)
    if _MOMENT.search(plain) and not any(stop in plain for stop in "，。；"):
        return True
    if is_furniture(text) or (stamp and (not stamp["who"] or looks_like_organ(stamp["who"]))):
        return True
    return is_buttons(text)


def is_buttons(text: str) -> bool:
    """Whether a line has nothing but the words on buttons of a page, be it without any space between."""
    plain = half_width(text).strip()
    return len(plain) <= _LONGEST and (not plain or _ONLY_BUTTONS.fullmatch(plain) is not None)


def _is_filed(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and any(words in name for words in _FILED)


def is_scrap(text: str) -> bool:
    """Whether a line is so short that nobody would miss it: an entry of a menu, a button."""
    return len(text.strip()) <= 20 and not is_sentence(text)


def is_sentence(text: str) -> bool:
    """Whether a line is running text that ends as sentences do."""
    return text.rstrip().endswith(_ENDS)


def is_of_site(text: str) -> bool:
    """Whether a line at the foot of a page speaks of the page or leads to another, or says nothing whole."""
    return not is_sentence(text) or any(words in text for words in _SITE)


def foot_of_page(lines: Sequence[str]) -> int:
    """With which of the last lines of a report the foot of the web page begins; their number if none does.

    Nothing of the report follows it. A list of files may stand before it, and belongs to it.
    """
    at = next((at for at, line in enumerate(lines) if opens_foot(line)), len(lines))
    while at and _FILE_NAME.fullmatch(lines[at - 1]) and not is_sentence(lines[at - 1]):
        at -= 1
    if at and at < len(lines) and half_width(lines[at - 1]).strip() in ("附件:", "附件"):
        at -= 1
    return at


def opens_foot(text: str) -> bool:
    """Whether the foot of a page begins with a line: with ways to other pages, or who keeps the site."""
    plain = half_width(text).strip(" 【[(〖●■▶>")
    if len(plain) > 2 * _LONGEST or (is_sentence(text) and not any(words in plain for words in _SITE)):
        return False
    words = without_spaces(plain)
    if words and len(words) > 1 and is_buttons(text):
        return True
    return words.startswith(_FOOT) or any(mark in words for mark in _FOOT_ANYWHERE)
