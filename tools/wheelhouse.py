"""Packs all that is installed into a zip, for machines without a network: ``make wheelhouse PLATFORM=…``.

Inside are the wheels of ``constraints.txt`` for several versions of Python, our own, the list of their
hashes, and what a user starts: 安装.cmd or install.sh. That nothing is missing is proved by what each wheel
says that it needs. Macs with Intel processors are none of the platforms: pikepdf has no wheels for them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "wheelhouse"
DIST = ROOT / "dist"
SCRIPTS = Path(__file__).resolve().parent / "offline"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)\s*(?:;(?P<marker>[^\\]+))?")
_DATE = (1980, 1, 1, 0, 0, 0)  # the same content makes the same zip


@dataclass(frozen=True)
class Platform:
    """A kind of machine: the tags of its wheels, what markers say of it, and what a user starts there."""

    tags: tuple[str, ...]
    system: str  # sys.platform
    machine: str  # platform.machine()
    script: str

    def environment(self, python: str) -> dict[str, str]:
        """What markers are evaluated with for a version of Python on such a machine."""
        systems = {"win32": ("nt", "Windows"), "darwin": ("posix", "Darwin"), "linux": ("posix", "Linux")}
        os_name, system = systems[self.system]
        return {
            **{name: str(value) for name, value in default_environment().items()},
            "sys_platform": self.system,
            "os_name": os_name,
            "platform_system": system,
            "platform_machine": self.machine,
            "python_version": python,
            "python_full_version": f"{python}.0",
        }


def _linux(machine: str) -> Platform:
    # glibc 2.28 is that of UOS 20 and 银河麒麟 V10.
    tags = (*(f"manylinux_2_{minor}_{machine}" for minor in (28, 17, 5)), f"manylinux2014_{machine}")
    return Platform(tags, "linux", machine, "install.sh")


def _macos(machine: str) -> Platform:
    tags = tuple(
        f"macosx_{major}_0_{kind}" for major in range(15, 10, -1) for kind in (machine, "universal2")
    )
    older = tuple(
        f"macosx_10_{minor}_{kind}" for minor in (15, 13, 12, 9) for kind in (machine, "universal2")
    )
    return Platform(tags + older, "darwin", machine, "install.sh")


PLATFORMS = {
    "win_amd64": Platform(("win_amd64",), "win32", "AMD64", "安装.cmd"),
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
    "macos_arm64": _macos("arm64"),
}


def main() -> None:
    """Pack for one platform; with ``--prove`` only find out, for all, that everything is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=[*PLATFORMS, "all"])
    parser.add_argument("--pythons", default=",".join(PYTHONS))
    parser.add_argument("--prove", action="store_true")
    arguments = parser.parse_args()
    pythons = arguments.pythons.split(",")
    for name in PLATFORMS if arguments.platform == "all" else [arguments.platform]:
        for python in pythons:
            prove(PLATFORMS[name], python)
            print(f"{name}, Python {python}: 齐全", file=sys.stderr)
        if not arguments.prove:
            print(pack(name, pythons))


def requirements(constraints: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The pins of a machine by the packages' names, each with its hashes and without its marker."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", constraints):
        pin = _PIN.match(block)
        if pin is None:
            continue
        line = f"{pin['name']}=={pin['version']}"
        marker = Requirement(f"{line} ; {pin['marker']}").marker if pin["marker"] else None
        if marker is None or marker.evaluate(dict(environment)):
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", block)
            found[canonicalize_name(pin["name"])] = " ".join([line, *hashes])
    return found


def missing(
    needed: Iterable[tuple[str, Sequence[str]]], there: Iterable[str], environment: Mapping[str, str]
) -> list[str]:
    """Which packages that somebody needs are not there. ``needed``: who, and the requirements as texts."""
    names = set(there)
    lacking = []
    for who, texts in needed:
        for requirement in map(Requirement, texts):
            marker = requirement.marker
            wanted = marker is None or marker.evaluate({**environment, "extra": ""})
            if wanted and canonicalize_name(requirement.name) not in names:
                lacking.append(f"{who}: {requirement}")
    return lacking


def prove(platform: Platform, python: str) -> None:
    """End the program unless there is a wheel of every pin for the platform, and none needs another."""
    environment = platform.environment(python)
    pins = requirements((ROOT / "constraints.txt").read_text(encoding="utf-8"), environment)
    report = json.loads(_pip("install", platform, python, pins, ["--dry-run", "--quiet", "--report", "-"]))
    installed: list[Mapping[str, Any]] = [item["metadata"] for item in report["install"]]
    needed = [(str(each["name"]), each.get("requires_dist", [])) for each in installed]
    needed.append(("nianbao", _own_requirements()))
    if lacking := missing(needed, [canonicalize_name(each["name"]) for each in installed], environment):
        sys.exit("\n".join(lacking))


def pack(name: str, pythons: Sequence[str]) -> Path:
    """Make the zip of a platform."""
    platform = PLATFORMS[name]
    wheels = BUILD / name
    for old in wheels.glob("*"):
        old.unlink()
    wheels.mkdir(parents=True, exist_ok=True)
    pins: dict[str, str] = {}
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    for python in pythons:
        here = requirements(constraints, platform.environment(python))
        _pip("download", platform, python, here, ["--dest", str(wheels)])
        pins |= here
    own = _own_wheel(wheels)
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    version = own.name.split("-")[1]
    lines = [*pins.values(), f"nianbao=={version} --hash=sha256:{digest}"]
    DIST.mkdir(exist_ok=True)
    target = DIST / f"nianbao-{version}-{name}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in sorted(_contents(platform, pythons, wheels, lines)):
            executable = 0o755 if path.endswith(".sh") else 0o644
            member = zipfile.ZipInfo(f"nianbao-{version}/{path}", _DATE)
            member.external_attr = (0o100000 | executable) << 16
            archive.writestr(member, data)
    return target


def _contents(
    platform: Platform, pythons: Sequence[str], wheels: Path, lines: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    yield from ((f"wheels/{wheel.name}", wheel.read_bytes()) for wheel in wheels.glob("*.whl"))
    yield "requirements.txt", ("\n".join(lines) + "\n").encode()
    about = {"pythons": list(pythons), "system": platform.system, "machine": platform.machine}
    yield "about.json", json.dumps(about).encode()
    yield "install.py", (SCRIPTS / "install.py").read_bytes()
    yield platform.script, script(platform.script)


def script(name: str) -> bytes:
    """What a user starts. The interpreter of Chinese Windows reads GBK, and lines that end with CRLF."""
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode("gbk") if name.endswith(".cmd") else text.encode()


def _pip(
    command: str, platform: Platform, python: str, pins: Mapping[str, str], options: Sequence[str]
) -> str:
    BUILD.mkdir(parents=True, exist_ok=True)
    listing = BUILD / "requirements.txt"
    listing.write_text("\n".join(pins.values()), encoding="utf-8")
    tags = [part for tag in platform.tags for part in ("--platform", tag)]
    target = ["--target", str(BUILD / "none")] if command == "install" else []
    exact = ["--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags]
    run = [sys.executable, "-m", "pip", "--disable-pip-version-check", command, *target, *options, *exact]
    run += ["--no-deps", "--require-hashes", "--requirement", str(listing)]
    done = subprocess.run(run, stdout=subprocess.PIPE, encoding="utf-8", check=False)  # noqa: S603 - pip
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def _own_wheel(folder: Path) -> Path:
    command = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", "pip", *command], check=True)  # noqa: S603 - pip
    return next(folder.glob("nianbao-*.whl"))


def _own_requirements() -> list[str]:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


if __name__ == "__main__":
    main()
