"""Ctrl+P: go to any cell, rule, section or piece of text, and do anything, by typing a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.text import Text
from textual import on
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input
from textual.widgets.option_list import Option

from nianbao.model.rules import catalogue
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.sheet.cell_bar import shown
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.windows.dialogs import Tell
from nianbao.write.pdf import engines

_LONGEST = 40  # characters of a line of text that are shown
_ACTIONS = {
    "whole": "看进度",
    "opening": "回答开头的问题",
    "save": "保存",
    "save(True)": "另存为",
    "undo": "撤销",
    "undo(False)": "恢复",
    "preview": "预览报告",
    "other_view": "换到本部分的表格或正文",
    "review('comment')": "写意见（在光标所在的格或段落）",
    "review('comments')": "全部意见",
    "review('drafted')": "本部分经办完了，记上我的姓名",
    "review('reviewed')": "本部分审核过了，记上我的姓名",
    "review('history')": "这一格的数从哪里来、谁改过（修改记录）",
    "review('submit')": "送审：送审稿、核查单和修改清单",
    "review('import')": "导入 Excel、台账、月报里的数",
    "review('bring_back')": "从 Word 取回修改",
    "review('publish')": "标为已公布，锁住报告",
    "review('reopen')": "重新打开已公布的报告",
    "review('name')": "改我的姓名",
    **{f"app.pdf_engine('{each.name}')": f"PDF 以后用 {each.title} 排版" for each in engines.ENGINES},
    "app.help": "帮助",
    "app.light_or_dark": "换成深色或浅色",
    "leave": "退出",
}


class Palette(CommandPalette):
    """The palette, in Chinese."""

    def __init__(self) -> None:
        super().__init__(
            placeholder="写几个字就找到：一格、一条规则、一部分、正文、要做的事", id="--command-palette"
        )

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    async def _search_to_the_end(self) -> None:
        """Enter takes what these words find: the list still shows what fewer of them did when it comes fast.

        Textual's own handler, which takes what is highlighted, runs after this one.
        """
        searches = [
            worker
            for worker in self.workers
            if worker.group == self._GATHER_COMMANDS_GROUP and not worker.is_finished
        ]
        if searches:  # none would mean all workers of the program
            await self.workers.wait_for_complete(searches)

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()

        def tell() -> None:
            if search_value:
                self.query_one(CommandList).add_option(
                    Option("没有找到。", disabled=True, id=self._NO_MATCHES)
                )
                self._list_visible = True

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, tell)


class Commands(Provider):
    """What the palette finds."""

    async def discover(self) -> Hits:
        screen = self._editing()
        if screen is None:
            return
        for words, command in _actions(screen):
            yield DiscoveryHit(words, command)
        for words, command in _parts(screen):
            yield DiscoveryHit(words, command)

    async def search(self, query: str) -> Hits:
        screen = self._editing()
        if screen is None:
            return
        for words, help_text, command in _everything(screen):
            score = _score(query, words)
            if score > 0:
                yield Hit(score, _marked(words, query), command, text=words, help=help_text)

    def _editing(self) -> EditingScreen | None:
        return self.screen if isinstance(self.screen, EditingScreen) else None


def _everything(screen: EditingScreen) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Everything that can be found: what it is called, a word on it, what happens when it is chosen."""
    report, form = screen.session.report, screen.session.form
    for words, command in _actions(screen):
        yield words, "", command
    for words, command in _parts(screen):
        yield words, "", command
    for section in form.sections:
        if section.table:
            words = f"没有{section.name}（未收到{section.name}）：全表填0"
            yield words, section.heading, partial(_all_zero, screen, section.id)
    for cell in form.cells.values():
        words = f"{form.section(cell.section).name} {cell.row.mark}{cell.name}"
        yield words, f"现在：{shown(report.figure(cell.id))}", partial(screen.go_to, cell.id)
    for code, rule in catalogue(screen.session.form.id).items():
        yield f"{code} {rule.title}", rule.law, partial(_show_rule, screen, code)
    for section_id, text in report.narrative.items():
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                place = f"{form.section(section_id).name}·正文第{number}行"
                yield line, place, partial(_show_line, screen, section_id, number)


def _actions(screen: EditingScreen) -> Iterator[tuple[str, Callable[[], object]]]:
    keys: dict[str, str] = {}
    for active in screen.active_bindings.values():
        keys.setdefault(active.binding.action, f"（{screen.app.get_key_display(active.binding)}）")
    for name, words in _ACTIONS.items():
        yield f"{words}{keys.get(name, '')}", partial(screen.run_action, name)
    yield "与上年比：这张表里要紧的数（Ctrl+B）", partial(screen.post_message, SheetPane.Compare())


def _parts(screen: EditingScreen) -> Iterator[tuple[str, Callable[[], object]]]:
    for part in screen.parts:
        mark = f"{part.mark}、" if part.mark else ""
        yield f"{mark}{part.name}（部分）", partial(_show_part, screen, part.id)


async def _all_zero(screen: EditingScreen, section: str) -> None:
    """Nothing of all that a table asks for happened."""
    await screen.go_to(
        next(cell.id for cell in screen.session.form.cells.values() if cell.section == section)
    )
    screen.middle.table.action_all_zero()


async def _show_part(screen: EditingScreen, part: str) -> None:
    await screen.show_part(part)
    screen.enter_part()


async def _show_line(screen: EditingScreen, section: str, line: int) -> None:
    """Show a line of the text of a section, counted from 1."""
    await screen.show_part(section, as_text=True)
    screen.set_focus(screen.middle.prose.editor)
    screen.middle.prose.editor.move_cursor((line - 1, 0))


async def _show_rule(screen: EditingScreen, code: str) -> None:
    """Go to where the rule is broken; where it is not, tell what it says."""
    broken = next((finding for finding in screen.findings if finding.code == code), None)
    if broken is not None:
        await screen.go_to_finding(broken)
        return
    rule = catalogue(screen.session.form.id)[code]
    screen.app.push_screen(
        Tell(f"{code} {rule.title}", f"现在没有违反这条规则。\n依据：{rule.law}\n怎么办：{rule.remedy}")
    )


def _score(query: str, words: str) -> float:
    """1 where the words hold the query as it is; less where they hold its parts, or letters in order."""
    plain, text = query.strip().lower(), words.lower()
    if plain in text:
        return 1 - text.index(plain) / 1000
    if all(part in text for part in plain.split()):
        return 0.6
    position = 0
    for character in plain.replace(" ", ""):
        position = text.find(character, position) + 1
        if position == 0:
            return 0
    return 0.3


def _marked(words: str, query: str) -> Text:
    text = Text(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")
    text.highlight_words([part for part in query.split() if part], "bold underline", case_sensitive=False)
    return text
