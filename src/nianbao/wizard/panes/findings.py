"""The findings of the part that is shown: sentence with both sides' numbers, likely cause, law, way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from nianbao.checks.causes.likely import Cause, cause_of
from nianbao.desk.marks import sign_of, unfilled
from nianbao.desk.session import Session
from nianbao.model.finding import Finding, Level
from nianbao.model.rules import rule_of, sentence
from nianbao.model.wording import LEVELS
from nianbao.terminal import left, wrap
from nianbao.wizard.prompt_keys import promptly

_PAUSE = 0.08  # seconds without a keystroke after which likely causes are looked for
_LEAST_WIDTH = 12
_NO_CAUSE = Cause()
_STYLES = {Level.ERROR: "findings--error", Level.WARNING: "findings--warning", Level.HINT: "findings--hint"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the pane: its text, its style, and the number of the item it is of."""

    text: str
    style: str
    item: int


class FindingsPane(ScrollView, can_focus=True):
    """Those at the cursor stand first; those that only say "not filled yet" last, as one.

    Only lines that changed are drawn again.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "findings--error",
        "findings--warning",
        "findings--hint",
        "findings--dim",
        "findings--chosen",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "到那一处"),
        Binding("w,W", "waive", "说明理由"),
        Binding("down", "choose(1)", "下一条", show=False),
        Binding("up", "choose(-1)", "上一条", show=False),
        Binding("home", "choose(-1000)", "第一条", show=False),
        Binding("end", "choose(1000)", "最后一条", show=False),
        Binding("pagedown", "page_down", "往下翻", show=False),
        Binding("pageup", "page_up", "往上翻", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """Somebody wants to see where a finding is."""

        finding: Finding

    class Thought(Message):
        """The likely causes of what is shown are known now."""

    @dataclass
    class Waive(Message):
        """Somebody wants to keep a finding with a reason."""

        finding: Finding

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._broken: list[Finding] = []
        self._rest: list[Finding] = []
        self._causes: dict[Finding, Cause] = {}
        self._session: Session | None = None
        self._section = ""
        self._quiet = ""
        self._laid_out = 0  # lines
        self._thinking: Timer | None = None
        self._drawn: list[Line] = []
        self._item = 0

    # ---- what is shown

    def show(
        self,
        findings: Sequence[Finding],
        session: Session,
        section: str = "",
        distance: Callable[[Finding], int] = lambda finding: 0,
        *,
        quiet: str = "✓ 没有发现问题。",
    ) -> None:
        """Show these findings, the nearest first; ``quiet`` where there are none. Those of another section
        than the one that is shown are told with its name."""
        self._session, self._section = session, section
        silent, self._quiet = self._quiet != quiet, quiet
        rest = [finding for finding in findings if unfilled(finding, session.report)]
        broken = [finding for finding in findings if finding not in rest] if rest else list(findings)
        broken.sort(key=lambda f: (f.waived is not None, distance(f), f.level.rank))
        if broken != self._broken or rest != self._rest or not self._drawn or silent:
            had = bool(self.items)
            self._broken, self._rest = broken, rest
            if bool(self.items) != had:
                self.refresh_bindings()
            self._item = 0
            self.scroll_to(0, 0, animate=False)
            self._draw()
        if self._thinking is not None:
            self._thinking.stop()
        self._thinking = self.set_timer(_PAUSE, self._think)

    def _think(self) -> None:
        """Look for likely causes: too slow to be done between a keystroke and the screen."""
        self._thinking = None
        if self._session is not None:
            report, prior = self._session.report, self._session.prior
            self._causes = {finding: cause_of(finding, report, prior) for finding in self._broken}
            self._draw()
            self.post_message(self.Thought())
        if self._laid_out != len(self._drawn):
            self.refresh(layout=True)  # not at every keystroke: the table above moves with it

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._laid_out = len(self._drawn)
        return max(self._laid_out, 1)

    @property
    def is_thinking(self) -> bool:
        """Whether likely causes are still to be looked for."""
        return self._thinking is not None

    @property
    def likely(self) -> dict[Finding, frozenset[str]]:
        """The cells in which the slip of a finding probably is, as far as it has been thought about."""
        return {finding: cause.cells for finding, cause in self._causes.items() if cause.cells}

    @property
    def items(self) -> list[Finding]:
        """A finding for each item, in order; the last may stand for all that say "not filled yet"."""
        return [*self._broken, *self._rest[:1]]

    @property
    def text(self) -> str:
        """Everything that is shown."""
        return "\n".join(line.text for line in self._drawn)

    # ---- drawing

    def on_resize(self) -> None:
        self._draw()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def _draw(self) -> None:
        """Lay the lines out, and draw again those that look different now."""
        width = max(self.scrollable_content_region.width, _LEAST_WIDTH)
        before, self._drawn = self._drawn, list(self._lines(width))
        if len(before) != len(self._drawn):
            self.virtual_size = Size(width, len(self._drawn))
        top = self.scroll_offset.y
        changed = [
            number
            for number in range(max(len(before), len(self._drawn)))
            if before[number : number + 1] != self._drawn[number : number + 1]
        ]
        if changed:
            self.refresh(*(Region(0, number - top, self.size.width, 1) for number in changed))

    def _lines(self, width: int) -> Iterator[Line]:
        for number, finding in enumerate(self._broken):
            where = self._section_name(finding.section) if finding.section != self._section else ""
            for text, style in in_words(finding, self._causes.get(finding, _NO_CAUSE).words, width, where):
                yield Line(text, style, number)
        if self._rest:
            for text in _beside("◌", self._unfilled(), width):
                yield Line(text, "findings--hint", len(self._broken))
        if not self._broken and not self._rest:
            yield Line(self._quiet, "findings--dim", -1)

    def _section_name(self, section: str) -> str:
        form = self._session.form if self._session is not None else None
        return next((each.name for each in form.sections if each.id == section), "") if form else ""

    def _unfilled(self) -> str:
        """How much nobody has filled or written yet, and how to."""
        cells = {cell: finding.section for finding in self._rest for cell in finding.cells}
        sections = {finding.section for finding in self._rest}
        if sections != {self._section}:
            tables = Counter(cells.values())
            each = [f"{self._section_name(section)}{number}格" for section, number in tables.items()]
            unwritten = [finding.section for finding in self._rest if not finding.cells]
            each += [f"{self._section_name(section)}的正文" for section in dict.fromkeys(unwritten)]
            return f"还没有填完：{'、'.join(each)}。按回车去填，没有发生的填 0。"
        if not cells:
            return "这一部分还没有写；该写什么，见正文旁边的要求。"
        rows = len({cell.rpartition(".")[0] for cell in cells})
        return f"还有{len(cells)}格没有填（{rows}行）。没有发生的填 0；在表格里按 F7，空着的格都填 0。"

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.size.width
        if number >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        line = self._drawn[number]
        style = self.get_component_rich_style(line.style)
        if line.item == self._item:
            chosen = self.get_component_rich_style("findings--chosen")
            style += Style(bgcolor=chosen.bgcolor, reverse=chosen.reverse)
        return Strip([Segment(left(line.text, width), style)], width)

    # ---- choosing

    def action_choose(self, by: int) -> None:
        self._choose(max(0, min(self._item + by, len(self.items) - 1)))

    def _choose(self, item: int) -> None:
        self._item = item
        lines = [number for number, line in enumerate(self._drawn) if line.item == item]
        if lines:
            self.scroll_to_region(Region(0, lines[0], 1, len(lines)), animate=False, force=True)
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is named that cannot be done."""
        return action not in {"go", "waive"} or bool(self.items)

    def action_go(self) -> None:
        if self._item < len(self.items):
            self.post_message(self.Chosen(self.items[self._item]))

    def action_waive(self) -> None:
        if self._item < len(self._broken):
            self.post_message(self.Waive(self._broken[self._item]))

    async def on_key(self, event: events.Key) -> None:
        await promptly(self, event)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        number = offset.y + self.scroll_offset.y if offset is not None else len(self._drawn)
        if number < len(self._drawn) and self._drawn[number].item >= 0:
            self._choose(self._drawn[number].item)
            self.action_go()


def in_words(finding: Finding, cause: str, width: int, where: str = "") -> Iterator[tuple[str, str]]:
    """A finding in lines with their styles: first the sentence, then cause, law and way out. ``where``:
    its section, where that is not clear."""
    broken = rule_of(finding)
    level = f"{LEVELS[finding.level]}（{where}）" if where else LEVELS[finding.level]
    for line in _beside(sign_of(finding), f"{level}：{sentence(finding)}", width):
        yield line, _STYLES[finding.level]
    if cause:
        yield from ((line, "findings--hint") for line in _beside(" ", cause, width))
    last = broken.remedy if finding.waived is None else f"已说明理由：{finding.waived}"
    for words in (f"依据（{finding.code}）：{broken.law}", last):
        yield from ((line, "findings--dim") for line in _beside(" ", words, width))


@lru_cache(maxsize=1024)  # a key changes few of the sentences that are shown
def _beside(sign: str, words: str, width: int) -> tuple[str, ...]:
    """Words broken into lines as Chinese is, beside a sign."""
    return tuple(f"{' ' if number else sign} {line}" for number, line in enumerate(wrap(words, width - 2)))
