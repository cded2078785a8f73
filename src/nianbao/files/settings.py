"""Settings of a place: nianbao.toml beside the reports, else in the user's folder for settings.

[render]
pdf_engine = "typst"
templates = "本单位模板"

[letter]
to = "某某县人民政府办公室"
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from nianbao.files import atomic
from nianbao.files.places import Place
from nianbao.model.law_file import LawFile, read_law
from nianbao.systems import of_the_user
from nianbao.write.look import OURS, Look, look_of
from nianbao.write.pdf import engines

FILE = "nianbao.toml"
_RENDER, _PDF_ENGINE, _TEMPLATES = "render", "pdf_engine", "templates"
_LETTER, _TO = "letter", "to"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a place has settled; empty where it has not. ``pdf_engine`` is what prints a PDF, ``letter_to``
    the organ that reports go up to (主送机关), ``templates`` the folder of an office's own."""

    pdf_engine: str = ""
    letter_to: str = ""
    templates: Path | None = None

    def look(self, asked: Path | None = None) -> Look:
        """The look that is settled, or the one ``asked`` for. Raises InputError."""
        folder = asked or self.templates
        return OURS if folder is None else look_of(folder)


def of(report: Place) -> Settings:
    """The settings for a report's file: those beside it, and for what they leave open the user's own.

    Raises InputError, with file, line and remedy, for a file of settings that is wrong.
    """
    settled = [_loaded(path) for path in _files(report) if path.is_file()]
    return Settings(
        next((each.pdf_engine for each in settled if each.pdf_engine), ""),
        next((each.letter_to for each in settled if each.letter_to), ""),
        next((each.templates for each in settled if each.templates), None),
    )


def choose_pdf_engine(name: str) -> None:
    """Settle for all reports of this user what prints a PDF; the rest of the file stays as it is.

    Raises InputError if the file that is there is wrong, OSError if it cannot be written.
    """
    path = _own()
    import tomlkit  # here, because only a changed setting pays for its import

    kept = tomlkit.parse("")
    if path.is_file():
        _loaded(path)
        kept = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    kept.setdefault(_RENDER, tomlkit.table())[_PDF_ENGINE] = name
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, tomlkit.dumps(kept).encode())


def _own() -> Path:
    return of_the_user(lambda: user_config_path("nianbao", appauthor=False)) / FILE


def _files(report: Place) -> Iterator[Path]:
    if isinstance(report, Path):
        yield report.parent / FILE
    with contextlib.suppress(FileNotFoundError):
        yield _own()


def _loaded(path: Path) -> Settings:
    file = read_law(path, str(path))
    file.known("", file.data, [_RENDER, _LETTER])
    render: dict[str, object] = file.optional("", file.data, _RENDER, {})
    file.known(_RENDER, render, [_PDF_ENGINE, _TEMPLATES])
    templates = file.optional(_RENDER, render, _TEMPLATES, "")
    letter: dict[str, object] = file.optional("", file.data, _LETTER, {})
    file.known(_LETTER, letter, [_TO])
    return Settings(
        _engine(file, file.optional(_RENDER, render, _PDF_ENGINE, "")),
        file.optional(_LETTER, letter, _TO, ""),
        path.parent / templates if templates else None,
    )


def _engine(file: LawFile, name: str) -> str:
    if name and name not in engines.names():
        named = "、".join(engines.names())
        file.fail(f"{_RENDER}.{_PDF_ENGINE}", f"没有“{name}”这种排版引擎", f"；可以写 {named}。")
    return name
