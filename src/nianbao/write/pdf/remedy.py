"""What to install so that a PDF can be made, in the words of the system at hand."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

from nianbao.extras import to_add

# Where there is no wheel of typst: processor as the system names it, in lower case.
_NO_TYPST = {"win32": ("arm64",), "linux": ("loongarch64", "mips64", "sw_64")}
_DEBIAN = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_FEDORA = "sudo dnf install pango harfbuzz"
_DEBIANS = frozenset({"debian", "ubuntu", "deepin"})
_FEDORAS = frozenset({"fedora", "rhel", "centos", "openeuler", "anolis"})
# Desktop systems of Chinese agencies; their Pango is often older than WeasyPrint needs.
_OLDER = frozenset({"uos", "kylin"})


@dataclass(frozen=True, slots=True)
class System:
    """The machine at hand: ``platform`` as Python names it, ``processor`` in lower case, ``kinds`` what
    /etc/os-release says under ID and ID_LIKE."""

    platform: str
    processor: str
    kinds: tuple[str, ...] = ()


def this_system() -> System:
    """The machine that runs this."""
    kinds: tuple[str, ...] = ()
    if sys.platform == "linux":
        try:
            release = platform.freedesktop_os_release()
        except OSError:  # a system that does not say what it is
            release = {}
        kinds = tuple(f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".lower().split())
    return System(sys.platform, platform.machine().lower(), kinds)


def remedy(system: System | None = None) -> str:
    """A sentence that says which of the two engines to install here, and how."""
    here = system or this_system()
    libraries = _libraries(here)
    if here.processor in _NO_TYPST.get(here.platform, ()):
        return f"{libraries}（typst 没有适合这种处理器的安装包。）"
    typst = f"typst 不需要系统库，这里没有装，{to_add('typst')}"
    return f"{typst}。" if not libraries else f"{typst}；{libraries.removeprefix('请')}"


def _libraries(system: System) -> str:
    """How to install what WeasyPrint needs; empty where typst is the only way that is worth telling."""
    if system.platform == "win32":
        if system.processor in _NO_TYPST["win32"]:
            return "请先装 MSYS2，再在其中运行 pacman -S mingw-w64-x86_64-pango，供 WeasyPrint 使用。"
        return ""
    if system.platform == "darwin":
        return "或者用 WeasyPrint：brew install pango。"
    if _OLDER & set(system.kinds):
        return "或者用 WeasyPrint，它要 Pango 1.44 以上，系统自带的太旧时请改用 typst：" + _packages(system)
    return f"或者用 WeasyPrint：{_packages(system)}"


def _packages(system: System) -> str:
    kinds = set(system.kinds)
    if kinds & _FEDORAS and not kinds & _DEBIANS:
        return f"{_FEDORA}。"
    if kinds & (_DEBIANS | _OLDER):
        return f"{_DEBIAN}。"
    return "用系统的软件包管理器安装 Pango（1.44 以上）和 HarfBuzz。"
