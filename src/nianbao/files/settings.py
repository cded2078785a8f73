"""Settings of a place: nianbao.toml beside the reports, else in the user's folder for settings.

[render]
pdf_engine = "typst"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from nianbao.files.places import Place
from nianbao.model.law_file import LawFile, read_law
from nianbao.write.pdf import engines

FILE = "nianbao.toml"
_RENDER, _PDF_ENGINE = "render", "pdf_engine"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a place has settled; empty where it has not. ``pdf_engine`` is what prints a PDF."""

    pdf_engine: str = ""


def of(report: Place) -> Settings:
    """The settings for a report's file: those beside it, and for what they leave open the user's own.

    Raises InputError, with file, line and remedy, for a file of settings that is wrong.
    """
    settled = [_loaded(path) for path in _files(report) if path.is_file()]
    return Settings(next((each.pdf_engine for each in settled if each.pdf_engine), ""))


def _files(report: Place) -> Iterator[Path]:
    if isinstance(report, Path):
        yield report.parent / FILE
    yield user_config_path("nianbao", appauthor=False) / FILE


def _loaded(path: Path) -> Settings:
    file = read_law(path, str(path))
    file.known("", file.data, [_RENDER])
    render: dict[str, object] = file.optional("", file.data, _RENDER, {})
    file.known(_RENDER, render, [_PDF_ENGINE])
    return Settings(_engine(file, file.optional(_RENDER, render, _PDF_ENGINE, "")))


def _engine(file: LawFile, name: str) -> str:
    if name and name not in engines.names():
        named = "、".join(engines.names())
        file.fail(f"{_RENDER}.{_PDF_ENGINE}", f"没有“{name}”这种排版引擎", f"；可以写 {named}。")
    return name
