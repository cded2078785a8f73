"""An office's own look: single files of a folder take the place of those of templates/.

A file of templates/ that the folder has too is read there; all others are ours. One may begin from ours,
which is called ``ours/NAME`` then. Nothing outside of the two folders is read, links out of them are not
followed. What a folder holds goes by its digest, so that files made with it are known, and a change is seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nianbao import resources
from nianbao.problem import InputError, OutputError, Problem, reason, shown
from nianbao.words import first_of

LARGEST = 40_000_000  # bytes of all files of a folder; a font has some ten million
MOST_FILES = 200
_FONTS = "fonts"  # the folder in it for fonts
_FONT = ".ttf"


@dataclass(frozen=True, slots=True)
class Look:
    """``folder`` has the office's own templates, empty for ours alone; ``digest`` is of all that it holds."""

    folder: str = ""
    digest: str = ""

    def find(self, name: str) -> Path:
        """Where a template is read: in the office's own folder if it is there. Raises OutputError if it is in
        neither."""
        plain = name.removeprefix(OF_PROGRAM)
        for folder in self.folders() if plain == name else [resources.folder("templates")]:
            path = folder / plain
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        raise OutputError(f"安装不完整：缺少 {name}，请重新安装 nianbao。")

    def folders(self) -> Iterator[Path]:
        """Where templates are looked for, in this order."""
        if self.folder:
            yield Path(self.folder)
        yield resources.folder("templates")

    def files(self) -> tuple[Path, ...]:
        """All of the office's own files."""
        return _files(self.folder) if self.folder else ()

    def own(self, ending: str) -> list[Path]:
        """The office's own files of a kind."""
        return [path for path in self.files() if path.suffix == ending]

    def fonts(self) -> list[Path]:
        """The office's own fonts."""
        return [path for path in self.own(_FONT) if path.parent.name == _FONTS]


OURS = Look()
OF_PROGRAM = "ours/"  # before the name of a template: ours, though the office has one of that name


def look_of(folder: Path) -> Look:
    """The look that a folder gives. Raises InputError for a folder that holds nothing of that kind."""
    where = shown(str(folder))
    try:
        files = _files(str(folder))
        if not folder.is_dir():
            raise InputError(Problem(where, "没有这个文件夹", "；请核对模板文件夹的名称。"))
        if len(files) > MOST_FILES or sum(path.stat().st_size for path in files) > LARGEST:
            raise InputError(Problem(where, "文件太多或太大，不像模板文件夹", "；里面只放改过的模板和字体。"))
        digest = hashlib.sha256()
        for path in files:
            name = path.relative_to(folder).as_posix()
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    except OSError as error:
        raise InputError(Problem(where, reason(error), "。")) from error
    known = sorted(path.name for path in resources.folder("templates").iterdir())
    if not any(path.parent == folder and path.name in known for path in files):
        what = "文件夹里没有可以换用的模板"
        raise InputError(Problem(where, what, f"；可以放的有：{first_of(known, MOST_FILES)}。"))
    return Look(str(folder.resolve()), digest.hexdigest())


def _files(folder: str) -> tuple[Path, ...]:
    """The files below a folder, without those that a link leads out of it to."""
    root = Path(folder)
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return tuple(path for path in found if path.resolve().is_relative_to(root.resolve()))
