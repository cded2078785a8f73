"""Undo and redo: over the whole session, and seen where they happen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.screen import Screen

from nianbao.desk.parts import Part
from nianbao.desk.session import Session, Step
from nianbao.wizard.screen.middle import Middle


class Undoing:
    """Stops once where the next undo would change another part than the one that is seen: who undoes what he
    has just typed must not take back a table that he does not look at.

    ``show`` brings a place on the screen after the step.
    """

    def __init__(
        self, screen: Screen[None], session: Session, middle: Middle, show: Callable[[str], Awaitable[object]]
    ) -> None:
        self._screen = screen
        self._session = session
        self._middle = middle
        self._show = show
        self._told: Step | None = None  # what the next undo takes back elsewhere, after somebody was told

    async def step(self, parts: Sequence[Part], *, back: bool) -> None:
        """Take a step back, or do one again; what is being typed into a cell is given up in its place."""
        if self._middle.table.entry.give_up():
            return
        words = "撤销" if back else "恢复"
        self._middle.commit()
        step = self._session.next_undo if back else self._session.next_redo
        if step is None:
            self._screen.notify(f"没有可以{words}的了。")
        elif back and step is not self._told and not self._middle.shows(step.place):
            self._told = step
            where = _where(step, parts)
            self._screen.notify(f"这里没有可以撤销的了。再按一次，撤销{where}的“{step.words}”。")
        else:
            (self._session.undo if back else self._session.redo)()
            await self._show(step.place)
            self._middle.table.say(f"已{words}：{step.words}")


def _where(step: Step, parts: Sequence[Part]) -> str:
    """Where a step happened, and how many cells it has changed where those are several."""
    place = step.place.partition(".")[0]
    name = next((part.name for part in parts if part.id == place), "整份报告")
    cells = step.changed_cells()
    return f"{name}（{cells}格）" if cells > 1 else name
