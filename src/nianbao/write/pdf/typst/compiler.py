"""typst itself, here or, for templates of an office, in a process with limits.

A template is a program, and typst ends no loop over a huge range by itself. The process is told on its
standard input what to do, and says on its standard output what came of it: a line of JSON, then the file.
What is to be printed lies beside the templates, in a file that is there as long as it is printed: an input of
typst's own counts as part of typst, and every template would be run anew for every page.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from nianbao.limits import limit
from nianbao.problem import OutputError, reason
from nianbao.systems import NO_WINDOW

SECONDS = 30  # of the processor, beyond what the process took to begin; a report takes a tenth of one
LONGEST = 120.0  # seconds by the clock, on a machine that has other work
ROOM = 2_000_000_000  # bytes of addresses, most of them never used
STANDARDS: Any = ["a-3a", "ua-1"]
PAGE, PICTURE = "page.json", "picture.svg"  # what the templates read
_APART = ["-m", "nianbao.write.pdf.typst.compiler"]
_ALONE = threading.Lock()  # one at a time has its page beside the templates


class Fault(Exception):
    """What typst finds wrong in a template, in its own words, and the ``diagnostic`` that says where."""

    def __init__(self, message: str, diagnostic: str) -> None:
        super().__init__(message)
        self.message, self.diagnostic = message, diagnostic


@dataclass(frozen=True)
class Compiler:
    """typst with the fonts of some ``folders`` alone, reading nothing outside of the folder ``root``, into
    which it puts what is to be printed; it is limited where ``apart``."""

    root: str
    folders: tuple[str, ...]
    apart: bool = False

    def pdf(self, template: str, page: str) -> bytes:
        """A page, which is JSON, as a PDF. Raises Fault, or OutputError where it took too much or there is no
        room for the page."""
        return self._made(template, PAGE, page, 0)

    def png(self, template: str, svg: str, pixels: int) -> bytes:
        """A drawing as a picture with so many pixels to the inch. Raises the same."""
        return self._made(template, PICTURE, svg, pixels)

    def _made(self, template: str, name: str, content: str, pixels: int) -> bytes:
        put = Path(self.root) / name
        with _ALONE:
            try:
                put.write_text(content, encoding="utf-8")
            except OSError as error:
                raise no_room(error) from error
            try:
                return self._limited(template, pixels) if self.apart else self.here(template, pixels)
            finally:
                with contextlib.suppress(OSError):
                    put.unlink()

    def here(self, template: str, pixels: int) -> bytes:
        """The file, made in this process; a PDF where ``pixels`` is 0. Raises Fault."""
        kind: dict[str, Any] = (
            {"format": "png", "ppi": pixels} if pixels else {"format": "pdf", "pdf_standards": STANDARDS}
        )
        try:
            data, warnings = self._compiler.compile_with_warnings(Path(self.root) / template, **kind)
        except typst.TypstError as error:
            raise Fault(error.message, error.diagnostic) from error
        if warnings and not pixels:
            raise Fault(warnings[0].message, "")
        if not isinstance(data, bytes):
            raise TypeError(data)
        return data

    @cached_property
    def _compiler(self) -> typst.Compiler:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(self.folders)
        )
        root = Path(self.root)
        nowhere = root / "no-packages"
        return typst.Compiler(
            root / "report.typ", root=root, font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
        )

    def _limited(self, template: str, pixels: int) -> bytes:
        import subprocess  # here, because our own templates need no process of theirs

        asked = {
            "compiler": asdict(self),
            "given": [template, pixels],
            "seconds": SECONDS,
            "room": ROOM,
        }
        try:
            run = subprocess.run(  # noqa: S603 - this program
                [sys.executable, *_APART],
                input=json.dumps(asked).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST,
                check=False,
                creationflags=NO_WINDOW,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _TOO_MUCH from error
        line, _, data = run.stdout.partition(b"\n")
        if run.returncode or not line:  # ended by a limit
            raise _TOO_MUCH
        said = json.loads(line)
        if "fault" in said:
            raise Fault(*said["fault"])
        return data


def no_room(error: OSError) -> OutputError:
    """Where what is to be printed cannot be put down."""
    return OutputError(f"排版用的临时文件没有写成，{reason(error)}，没有生成 PDF。请检查临时文件夹。")


_TOO_MUCH = OutputError(
    "排版用的时间或内存多得不正常，停下了，没有生成 PDF。请检查改过的 .typ 模板里的循环，范围不要写得很大。"
)


def main() -> int:
    """Print what is asked for on the standard input within the limits."""
    asked = json.load(sys.stdin.buffer)
    began, room = time.process_time(), asked["room"]
    if sys.platform == "linux":
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        room += int(pages) * resource.getpagesize()
    limit(room, began + asked["seconds"])
    given = asked["compiler"]
    try:
        data = Compiler(given["root"], tuple(given["folders"])).here(*asked["given"])
    except Fault as fault:
        sys.stdout.write(json.dumps({"fault": [fault.message, fault.diagnostic]}))
        return 0
    sys.stdout.buffer.write(b"{}\n" + data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
