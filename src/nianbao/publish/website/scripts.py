"""Which scripts in a page itself may change a report that stands on it: those that name an element of it, or
the whole page, and do more with it than larger type.

A script is not run here. What it names is looked for by its selectors, what it does by the names of what
changes elements; what it writes is read as words of the page. Scripts in files of their own are not
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

from nianbao.publish.website.amid import Stretch
from nianbao.publish.website.corrections import is_correction
from nianbao.words import shortened

_selectors: Any = cssselect2  # carries no types
_css: Any = tinycss2
_LONGEST = 60
_MOST_NAMED = 200  # elements of a page that a script names
_MOST_TESTS = 300_000  # of elements by selectors, about a microsecond each
_MOST_OF_ONE = 10_000  # characters behind the name of an element in which something is done with it
_MOST_FUNCTIONS, _LONGEST_FUNCTION = 200, 5_000  # that may print, and their characters
_MOST_CHARACTERS = 200_000  # of scripts that are looked at; libraries are files of their own
_MACHINES = ("json", "template", "text/html", "x-handlebars", "importmap", "speculationrules")
_NAMED = re.compile(
    r"""(?:(?P<by>getElementById|getElementsByTagName(?:NS)?|getElementsByClassName|getElementsByName)
    | \bel\s*: | (?:\.mount|\$|jQuery|querySelector(?:All)?|closest|find|children|siblings|filter|not|is
    | appendTo|prependTo|insertBefore|insertAfter|replaceAll))
    \s*[(]?\s*(?P<quote>["'`])(?P<name>[^"'`\n]{1,200})(?P=quote)""",
    re.VERBOSE,
)
# What changes what is seen of an element, by the DOM's names and jQuery's.
_CHANGES = re.compile(
    r"""\b(?:innerText|textContent|innerHTML|outerHTML|outerText|nodeValue|data|hidden|className|contentEditable)
    \s*[-+*]?=(?!=)
    | \b(?:insertAdjacent\w+|insertRow|insertCell|deleteRow|deleteCell|replaceWith|replaceChild(?:ren)?
    | removeChild|appendChild|insertBefore|setHTML\w*|splitText|classList|setAttribute|appendTo|prependTo
    | insertAfter|replaceAll|attachShadow|createApp|mount|new\s+Vue|Object\.assign|Reflect\.set)\b
    | \.(?:text|html)\(\s*[^)\s]
    | \.(?:append|prepend|before|after|wrap\w*|unwrap|empty|remove|detach|hide|fade\w+|slide\w+|toggle\w*|load
    | addClass|removeClass|attr|prop|css|animate)\(
    | \.style\b | \bel\s*: | \)\s*\[\w+\]\s*=[^=]
    | \[\s*["'`][^\]]*\]\s*(?:=[^=]|\() | \[[^\]]*\+[^\]]*\]\s*=[^=]""",
    re.VERBOSE,
)
# Larger and smaller type, as people choose it, and going to the top of a page.
_HARMLESS = re.compile(
    r"""\.style\.(?:fontSize|lineHeight)\s*= | \.css\(\s*["'](?:font-?[sS]ize|line-?[hH]eight)["']
    | \.css\(\s*\{\s*["']?(?:font-?[sS]ize|line-?[hH]eight)["']?\s*:[^,}]*\}
    | \.attr\(\s*["'](?:data-[\w-]*|aria-[\w-]*|title|alt|target|href|rel|tabindex)["']
    | \.animate\(\s*\{\s*["']?scrollTop""",
    re.VERBOSE,
)
_WHOLE = re.compile(
    r"""\beval\s*\( | \bnew\s+Function\b | createTreeWalker | createNodeIterator | createRange
    | document\.(?:evaluate|open)\s*\( | \.styleSheets\b | insertRule | adoptedStyleSheets | <style\b
    | data:text/css | createElement\(\s*["']style["']\s*\) | document\.all\b
    | designMode | execCommand\((?!\s*["']copy) | document\s*\[
    | document\.(?:body|head|documentElement)\s*(?:\.(?:innerHTML|outerHTML|innerText|textContent)\s*\+?=
    | \.(?:replaceChildren|replaceWith|remove|hidden|contentEditable|style)\b|\[)
    | =\s*document\.body\s*[;,\n][^\0]{0,2000}?\.(?:innerHTML|innerText|textContent)\s*=
    | \.replaceChild\(\s*[^,]*,\s*document\.body
    | \b\w+\.body\.(?:innerHTML|innerText|textContent)\s*\+?=
    | (?:getElementById|querySelector)\(\s*["'][^"']*["']\s*\+[^)]*\)\s*\.inner\w+\s*=
    | \(\s*(?:document\.body|["'](?:html|body)["'])\s*\)\.(?:(?:hide|empty|remove|load)\(
    | (?:html|text)\(\s*[^)\s])""",
    re.VERBOSE,
)
# What takes away or replaces all that stands in an element, right behind its name.
_REPLACES = re.compile(
    r"""\s*\.(?:(?:innerHTML|outerHTML|innerText|textContent|hidden)\s*\+?=(?!=)
    | (?:html|text)\(\s*[^)\s] | (?:empty|remove|hide|replaceChildren|replaceWith|load)\()""",
    re.VERBOSE,
)
_REST_OF_NAME = re.compile(r"\s*\)(?:\s*\[\w+\]|\s*\.(?:eq|item|get)\(\d+\)|\s*\.(?:first|last)\(\))?")
_GETS_NAME = re.compile(r"([A-Za-z_$][\w$]*)\s*=\s*[\w.$]*$")
_LEAVES = re.compile(r"(?:(?:window|self|document)\.)?location(?:(?:\.href)?\s*=[^=]|\.(?:replace|assign)\()")
_TYPES = re.compile(r"\bdocument\.(?:body|documentElement)\.style\.(?:fontSize|zoom|paddingTop)\b")
_THIS = re.compile(r"\bthis\b")
_WRITES = re.compile(r"\bdocument\.write(?:ln)?\s*\(")
_TEXTS = re.compile(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`""")
_TAGS = re.compile(r"<[^<>]*>")
_PAGES = ("html", "body")
_OF_EVERY = ("*", "td", "th", "tr", "table")  # report
_OF_JQUERY = re.compile(r":(?:eq|gt|lt|even|odd|first|last|visible|contains|has|input)\b(?:\([^()]*\))?")
_LOOPS = re.compile(r"each\s*\(|\bfor\s*\(|=>|\bwhile\s*\(")
_ASSIGNED = re.compile(r"[\w\].]\s*=[^=;][^;=]*$|[\w\].]\s*=$|\bel\s*:$")
_PRINTING = re.compile(r"function\s+([\w$]+)\s*\([^()]*\)\s*\{")
_PRINTS = re.compile(r"(?<![\w$])(?:window\.)?print\s*\(")


def changing(root: etree._Element, where: Stretch) -> Iterator[str]:
    """Each script of a page, as it begins, that may change the report there."""
    own = where.around | where.within
    report = _OfReport(root, own)
    looked_at, scripts = 0, list(_scripts(root))
    every = "\n".join(code for element, code in scripts if element.tag == "script")[:_MOST_CHARACTERS]
    for element, whole in scripts:
        looked_at += len(whole)
        if looked_at > _MOST_CHARACTERS:
            yield "script（太长，没有看）"
            return
        is_own = element.tag != "script" and element in own
        code = _without_printing(whole, every)
        if (
            _changes_whole(code)
            or (element.tag == "script" and _LEAVES.match(code.strip()))
            or (is_own and _THIS.search(code) and _is_changing(code))
            or any(_is_changing(used) for used in _used(code, report))
            or _replaces_page(code, report)
            or _writes(code, is_amid=element in where.within)
        ):
            yield f"{'script' if element.tag == 'script' else element.tag} {_short(whole)}"


def _scripts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Scripts and what elements do by themselves or when they are touched."""
    for element in root.iter(etree.Element):
        if element.tag == "script":
            kind = str(element.get("type", "")).lower()
            if element.text and "src" not in element.attrib and not any(each in kind for each in _MACHINES):
                yield element, str(element.text)
            continue
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                yield element, str(value)


def _changes_whole(code: str) -> bool:
    return _WHOLE.search(_TYPES.sub("", code)) is not None


def _is_changing(code: str) -> bool:
    return _CHANGES.search(_HARMLESS.sub("", code)) is not None


def _used(code: str, report: _OfReport) -> Iterator[str]:
    """What a script does with each element of a report that it names."""
    for named in list(_NAMED.finditer(code))[:_MOST_NAMED]:
        if not report.has(named):
            continue
        before = code[max(0, named.start() - _MOST_OF_ONE) : named.start()]
        begins = max(before.rfind(";"), before.rfind("{"), before.rfind("}"), before.rfind("\n")) + 1
        rest = before[begins:] + code[named.start() : named.end() + _MOST_OF_ONE]
        ends = rest.find(";", len(before) - begins + len(named[0]))
        statement = rest if ends < 0 else rest[:ends]
        goes_on = _ASSIGNED.search(before[begins:]) or _LOOPS.search(statement)
        yield rest if goes_on else statement


def _replaces_page(code: str, report: _OfReport) -> bool:
    """Whether a script finds the page as a whole by its name, among others or alone, and puts something else
    in its place."""
    for named in list(_NAMED.finditer(code))[:_MOST_NAMED]:
        rest = _REST_OF_NAME.match(code, named.end())
        if rest is None or not report.is_page(named):
            continue
        if _REPLACES.match(code, rest.end()):
            return True
        if given := _GETS_NAME.search(code[max(0, named.start() - _LONGEST) : named.start()]):
            uses = re.finditer(rf"(?<![\w$.]){re.escape(given[1])}(?![\w$])", code[rest.end() :])
            if any(_REPLACES.match(code, rest.end() + use.end()) for use in islice(uses, _MOST_NAMED)):
                return True
    return False


class _OfReport:
    """The elements of a report and around it, as scripts name them; the page as such is none of them."""

    def __init__(self, root: etree._Element, own: frozenset[etree._Element]) -> None:
        wrapped = _selectors.ElementWrapper.from_html_root(root).iter_subtree() if own else ()
        every = list(wrapped)
        self._pages = [each for each in every if each.etree_element.tag in _PAGES]
        self._own = [
            each for each in every if each.etree_element in own and each.etree_element.tag not in _PAGES
        ]
        self._known: dict[str, bool] = {}
        self._tests = 0

    def has(self, named: re.Match[str]) -> bool:
        """Whether what a script names is among them, or there is too much to be sure."""
        wanted = _selector(named)
        if wanted not in self._known:
            self._known[wanted] = wanted in _OF_EVERY or self._matches(wanted, self._own)
        return self._known[wanted]

    def is_page(self, named: re.Match[str]) -> bool:
        """Whether what a script names may be the page as such."""
        return self._matches(_selector(named), self._pages)

    def _matches(self, wanted: str, among: Sequence[Any]) -> bool:
        try:
            compiled = _selectors.compile_selector_list(wanted)
        except (_selectors.SelectorError, ValueError, KeyError):
            return False
        tests = [each.test for each in compiled if each.pseudo_element is None]
        self._tests += len(tests) * len(among)
        return self._tests > _MOST_TESTS or any(test(each) for each in among for test in tests)


def _selector(named: re.Match[str]) -> str:
    """What a script names, as CSS says it."""
    name = named["name"].strip()
    match named["by"] or "":
        case "getElementById":
            return f'[id="{name}"]'
        case "getElementsByName":
            return f'[name="{name}"]'
        case "getElementsByClassName":
            return "".join(f".{each}" for each in name.split())
        case _:
            return _OF_JQUERY.sub("", name)


def _writes(code: str, *, is_amid: bool) -> bool:
    """Whether a script writes words into the page that correct something, or any amid a report."""
    texts = ["".join(each) for each in _TEXTS.findall(code)]
    if any(is_correction(_TAGS.sub(" ", text)) for text in texts):
        return True
    return is_amid and _WRITES.search(code) is not None


def _without_printing(code: str, every: str) -> str:
    """A script without functions that print the report alone and put the page back: 打印本页. None of them
    that another line of a script calls."""
    for found in reversed(list(_PRINTING.finditer(code))[:_MOST_FUNCTIONS]):
        end, depth = found.end(), 1
        while end < min(len(code), found.end() + _LONGEST_FUNCTION) and depth:
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            end += 1
        if _PRINTS.search(code, found.end(), end):
            is_called = len(re.findall(rf"(?<![\w$]){re.escape(found[1])}(?![\w$])", every)) > 1
            code = code if is_called else code[: found.start()] + code[end:]
    return code


def _short(code: str) -> str:
    return shortened(" ".join(code.split()), _LONGEST)
