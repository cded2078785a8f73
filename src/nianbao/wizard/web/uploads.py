"""Files from the browser: in a folder beside the report, few, small, with names that do no harm."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from nianbao.files.documents import LARGEST_FILE
from nianbao.files.made import beside
from nianbao.files.names import stem_for
from nianbao.problem import reason
from nianbao.read import READERS

FOLDER = "上传的文件"
MOST_FILES = 200
ENDINGS = ("toml", *READERS)
_LONGEST_NAME = 120  # bytes; the longest that file systems take is 255, a number may be added
_TOO_LARGE = f"文件太大，最多{LARGEST_FILE // 1_000_000}兆字节。"


class Refused(Exception):
    """Why a file is not taken, in words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Uploads:
    """Takes files that a page sends into one folder, and never over another file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = asyncio.Lock()

    async def take(self, request: web.Request) -> Path:
        """Keep the body of a request under the name in its address. Raises Refused; nothing stays then."""
        if (request.content_length or 0) > LARGEST_FILE:
            raise Refused(413, _TOO_LARGE)
        return await self.keep(request.query.get("name", ""), request.content.iter_any())

    async def keep(self, name: str, chunks: AsyncIterator[bytes]) -> Path:
        """Keep a file that comes in chunks. Raises Refused; nothing stays then."""
        name = safe_name(name)
        async with self._turn:
            try:
                return await self._kept(name, chunks)
            except OSError as error:
                raise Refused(507, f"没有存成：{reason(error)}。") from error

    async def _kept(self, name: str, chunks: AsyncIterator[bytes]) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        if len(list(self._folder.iterdir())) >= MOST_FILES:
            raise Refused(507, f"“{self._folder.name}”里的文件太多了，请先清理。")
        handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    if file.tell() + len(chunk) > LARGEST_FILE:  # whatever the header said
                        raise Refused(413, _TOO_LARGE)
                    file.write(chunk)
            path = self._folder / name
            path = beside(path) if path.exists() else path
            return Path(part).rename(path)
        finally:
            Path(part).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of a name, without anything that a file system could take amiss. Raises Refused if it is
    not that of a report or a document."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, dot, ending = last.strip().rpartition(".")
    if not dot or ending.lower() not in ENDINGS:
        raise Refused(415, "只收年度报告和数据：填报文件（.toml），或 Word、PDF、网页、文本、Excel。")
    stem = stem.encode(errors="replace")[:_LONGEST_NAME].decode(errors="ignore").strip(". \u3000") or "文件"
    return f"{stem_for(stem)}.{ending}"
