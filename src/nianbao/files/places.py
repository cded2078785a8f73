"""Where files are: on this machine, or on any file system that fsspec knows (``s3://…``, ``sftp://…``,
``memory://…``).

A place is a Path, or a Url. fsspec is asked for a Url alone: without one it need not be installed.
"""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from nianbao.extras import to_add, to_install
from nianbao.files import atomic, regular
from nianbao.files.names import is_lock
from nianbao.patterns import regex
from nianbao.problem import Refusal, shown
from nianbao.systems import is_marked_hidden, real_path

_URL = regex(r"[A-Za-z][A-Za-z0-9+.-]+://")  # one letter alone is a drive
_OF_WEB_PAGES = ("http://", "https://")

T = TypeVar("T")
_PACKAGES = {"smbclient": "smbprotocol"}  # where a library is installed by another name


class Unreachable(Refusal):
    """A file system cannot be used, or refused; the sentence says why."""


class Url(NamedTuple):
    """A file or a folder on a file system that fsspec knows; named and joined as a Path is. In
    ``zip://年报::下载.zip`` it is the folder 年报 in a file, which is named behind it."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str) -> Url:
        return self._with(f"{self.path}{'' if self.path.endswith('/') else '/'}{name}")

    def _with(self, path: str) -> Url:
        return Url(path + self.text.removeprefix(self.path))

    @property
    def path(self) -> str:
        """It without what it lies in."""
        return self.text.partition("::")[0]

    @property
    def name(self) -> str:
        """The last part of it."""
        return posixpath.basename(self.path.rstrip("/"))

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """How its name ends."""
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> Url:
        """The folder that it lies in."""
        path = self.path.rstrip("/").rpartition("/")[0]
        return self._with(f"{path}/" if path.endswith(":/") else path)


Place = Path | Url


def is_web_page(at: Place) -> bool:
    """Whether a place is the address of a web page."""
    return isinstance(at, Url) and at.text.lower().startswith(_OF_WEB_PAGES)


class Inside(NamedTuple):
    """What is in a folder: its ``files``, and what nobody has looked into: ``links`` to other folders, which
    could lead in a circle or out of what somebody handed in, and folders that are ``closed`` to us."""

    files: list[Place]
    links: list[Place]
    closed: list[Place]


def place(text: str) -> Place:
    """The place that somebody typed. What begins with file:// is on this machine. Raises Unreachable."""
    if not _URL.match(text):
        return Path(text)
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise Unreachable(f"{shown(text)}：网址写法不对，请照浏览器地址栏里的写。") from error
    if parts.scheme == "file":
        return _on_this_machine(parts.netloc, parts.path)
    return Url(text)


def resolved(at: Place) -> Place:
    """The whole path of a file on this machine, with links followed; an address is whole as it is."""
    return real_path(at) if isinstance(at, Path) else at


def content(at: Place, most: int) -> bytes:
    """The bytes of a file, one more than ``most`` where it has more. Raises OSError, Unreachable."""
    if isinstance(at, Path):
        return regular.content(at, most)

    def read(system: Any, path: str) -> bytes:
        with system.open(path, "rb") as file:
            data: bytes = file.read(most + 1)
            return data

    return _asked(at, read)


def exists(at: Place) -> bool:
    """Whether there is something. Raises OSError, Unreachable."""
    return at.exists() if isinstance(at, Path) else _asked(at, lambda system, path: bool(system.exists(path)))


def is_folder(at: Place) -> bool:
    """Whether it is a folder; an address that ends with / is meant as one. Raises Unreachable."""
    if isinstance(at, Path):
        return at.is_dir()
    return at.path.endswith("/") or _asked(at, lambda system, path: bool(system.isdir(path)))


def inner(folder: Place, *, deep: bool = True) -> Inside:
    """What is in a folder and, if ``deep``, in the folders in it, by name; nothing that is hidden or lies
    there only while a document is open. Raises OSError, Unreachable."""
    found = Inside([], [], [])
    if isinstance(folder, Path):
        _look_into(folder, found, deep=deep)
        return found

    def listed(system: Any, path: str) -> list[Place]:
        names = system.find(path, maxdepth=None if deep else 1)
        root = path.rstrip("/") + "/"
        beneath = sorted(name.removeprefix(root) for name in names)
        return [folder / name for name in beneath if not any(map(_is_hidden, name.split("/")))]

    found.files.extend(_asked(folder, listed))
    return found


def within(inner: Place, folder: Place) -> str:
    """The folders by which one gets from a folder to one in it, with / between them; empty if it is the
    same."""
    if isinstance(inner, Path):
        return "" if inner == folder else inner.relative_to(str(folder)).as_posix()
    outer = folder.path if isinstance(folder, Url) else str(folder)
    return inner.path.removeprefix(outer.rstrip("/")).strip("/")


def write(at: Place, data: bytes) -> tuple[str, ...]:
    """Write a file at one stroke, with its folder; what of the file that was there could not be kept, in
    words. Raises OSError, Unreachable."""
    if isinstance(at, Path):
        at.parent.mkdir(parents=True, exist_ok=True)
        return atomic.write(at, data)

    def put(system: Any, path: str) -> None:
        system.makedirs(posixpath.dirname(path), exist_ok=True)
        with system.transaction, system.open(path, "wb") as file:
            file.write(data)

    _asked(at, put)
    return ()


def digest(at: Place) -> bytes | None:
    """The SHA-256 of a file, None if there is none. Raises OSError, Unreachable."""
    import hashlib  # here, because few commands need it

    def summed(system: Any, path: str) -> bytes:
        with system.open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    try:
        if isinstance(at, Path):
            with regular.opened(at) as file:
                return hashlib.file_digest(file, "sha256").digest()
        return _asked(at, summed)
    except FileNotFoundError:
        return None


def _look_into(folder: Path, found: Inside, *, deep: bool) -> None:
    folders = []
    for entry in sorted(folder.iterdir()):
        if _is_hidden(entry.name) or is_marked_hidden(entry):
            continue
        if entry.is_dir():
            if entry.is_symlink():
                found.links.append(entry)
            elif deep:
                folders.append(entry)
        elif entry.is_file() or entry.is_symlink():  # a link to nothing is told, not passed over
            found.files.append(entry)
    for each in folders:
        try:
            _look_into(each, found, deep=deep)
        except PermissionError:
            found.closed.append(each)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or is_lock(name)


def _on_this_machine(host: str, path: str) -> Path:
    """The file of an address with file://; on Windows one with a host is in a shared folder."""
    from urllib.request import url2pathname  # here, because hardly anybody writes such an address

    return Path(url2pathname(path if host in {"", "localhost"} else f"//{host}{path}"))


def _asked(at: Url, ask: Callable[[Any, str], T]) -> T:
    """What a file system answers. Raises OSError as it comes, Unreachable for all else that it raises:
    the errors of a storage service are no OSErrors, and each service has its own."""
    try:
        import fsspec
    except ImportError as error:
        raise Unreachable(f"{shown(str(at))}：读写这样的地址要有 fsspec，{to_add('cluster')}") from error
    try:
        system, path = fsspec.core.url_to_fs(str(at))
    except ImportError as error:  # each service has a library of its own
        raise Unreachable(f"{shown(str(at))}：{_lacking(error)}") from error
    except ValueError as error:
        raise Unreachable(
            f"{shown(str(at))}：不认识这样的地址；请核对开头，常用的有 s3://、oss://、sftp://、https://。"
        ) from error
    except OSError as error:
        raise _at(at, error) from error
    try:
        return ask(system, path)
    except NotImplementedError as error:
        raise Unreachable(f"{shown(str(at))}：这样的地址只能读，不能写，请换一个地方。") from error
    except FileNotFoundError as error:  # some come without a number
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(at)) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            raise _at(at, error) from error
        why = shown(str(error) or type(error).__name__)
        raise Unreachable(
            f"{shown(str(at))}：不能读写；请核对地址、网络和登录信息，还不行就把括号里的原话告诉管理员（{why}）。"
        ) from error


def _at(at: Url, error: OSError) -> OSError:
    """The error with the address: those of the network do not say what they are about."""
    error.filename = error.filename or str(at)
    return error


def _lacking(error: ImportError) -> str:
    """What to do where the library of a service is missing: it is named by the import that failed first, for
    what fsspec says of it is English."""
    first: BaseException | None = error
    while first is not None and not (isinstance(first, ImportError) and first.name):
        first = first.__cause__ or first.__context__
    if first is None:
        return f"读写这样的地址还要安装另外的程序库（{shown(str(error))}）。"
    module = str(first.name).partition(".")[0]
    return f"读写这样的地址还要有另外的程序库，{to_install(_PACKAGES.get(module, module))}"
