"""Addresses by which a member of a region hands in one file: made for one member, used up by one file."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from nianbao.files import remembered, report_toml
from nianbao.files.names import stem_for
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.region.collected import Collected, Handed
from nianbao.systems import real_path

FOLDER = "收到的报告"  # beside region.toml, with a folder for each member
MOST = 1_000  # addresses that are open at a time
DAYS = 60  # for which one is good
_BYTES = 24  # of randomness in an address


class NotRemembered(Exception):
    """The addresses cannot be kept, so none is given; those that were given before are good."""


class Invitations:
    """The open addresses of a region. Their digests are remembered in the user's state folder, so that an
    address outlives the program that made it, and that whoever reads the folder cannot hand in."""

    def __init__(self, region: Path) -> None:
        self._name = f"hand-in-{_digest(str(real_path(region)))[:16]}"

    def invite(self, members: Iterable[str]) -> dict[str, str]:
        """New tokens, by member; the one that a member had before is good no longer. Members for whom there
        is no room are left out. Raises NotRemembered."""
        open_ = self._open()
        held = {each["member"]: digest for digest, each in open_.items()}
        until = int(time.time()) + DAYS * 86_400
        tokens: dict[str, str] = {}
        for member in dict.fromkeys(members):
            if member not in held and len(open_) >= MOST:
                continue
            open_.pop(held.get(member, ""), None)
            tokens[member] = secrets.token_urlsafe(_BYTES)
            open_[_digest(tokens[member])] = {"member": member, "until": until}
        if not remembered.save(self._name, open_):
            raise NotRemembered
        return tokens

    def member_of(self, token: str) -> str | None:
        """Whose token it is; None if it is none, or is used up."""
        found = self._open().get(_digest(token))
        return str(found["member"]) if found is not None else None

    def use_up(self, token: str) -> None:
        """Its file has come."""
        remembered.save(
            self._name, {digest: each for digest, each in self._open().items() if digest != _digest(token)}
        )

    def _open(self) -> dict[str, dict[str, str | int]]:
        now = time.time()
        return {
            digest: {"member": member, "until": until}
            for digest, each in remembered.load(self._name).items()
            for member, until in [(each.get("member"), each.get("until"))]
            if isinstance(member, str) and isinstance(until, int) and now < until
        }


def folder_of(region: Path, member: str) -> Path:
    """Where the files of a member are kept."""
    return region.parent / FOLDER / stem_for(member)


def opened(collected: Collected, handed: Handed, region: Path) -> Path:
    """The report.toml of a member, to be worked on: the one that it handed in, else a new one with what its
    document says, or nothing. Raises OSError if that cannot be written."""
    taken = handed.taken
    if taken is not None and taken.file.name.lower().endswith(".toml"):
        return Path(taken.file.name)
    path = folder_of(region, handed.name) / f"{stem_for(f'{handed.name}-{collected.year}')}.toml"
    if not path.exists():
        form = form_for(collected.year) or collected.form
        blank = Report(form, handed.name, collected.year, handed.member.kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        report_toml.save(taken.report if taken is not None else blank, path)
    return path


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()[:32]
