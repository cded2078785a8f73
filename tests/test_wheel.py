"""The wheel holds all that the program needs, and works without the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.takes_turns(1)  # all of them look into what is built once


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a freshly built wheel and source archive."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    """A folder with the content of the wheel."""
    (wheel,) = built.glob("nianbao-*.whl")
    shutil.unpack_archive(wheel, built / "unpacked", "zip")
    return built / "unpacked"


def test_forms_templates_and_fonts_are_inside(unpacked: Path) -> None:
    for name in ("forms", "templates", "fonts"):
        inside = {path.name for path in (unpacked / "nianbao" / "data" / name).iterdir()}
        assert inside == {path.name for path in (ROOT / name).iterdir()}


def test_licences_are_inside(unpacked: Path) -> None:
    (licences,) = unpacked.glob("nianbao-*.dist-info/licenses")
    names = {str(path.relative_to(licences)) for path in licences.rglob("*") if path.is_file()}
    assert names == {"LICENSE", *(f"fonts/{path.name}" for path in (ROOT / "fonts").glob("*.txt"))}


def test_the_licence_names_all_of_them(unpacked: Path) -> None:
    (metadata,) = unpacked.glob("nianbao-*.dist-info/METADATA")
    (licence,) = re.findall("^License-Expression: (.*)$", metadata.read_text(encoding="utf-8"), re.MULTILINE)
    named = {re.split("[ -]", part)[0] for part in licence.split(" AND ")}
    assert named == {"MIT", *(path.name.split("-")[0] for path in (ROOT / "fonts").glob("*.txt"))}


def test_the_source_archive_can_be_built_and_tested(built: Path) -> None:
    """Whoever has it can run make test."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        inside = {name.partition("/")[2] for name in source.getnames()}
    folders = ("src", "forms", "templates", "fonts", "sample_inputs", "tests", "tools", "docs", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [*ROOT.glob("*.md"), *ROOT.glob("constraints*.txt"), ROOT / "Makefile", ROOT / "LICENSE"]
    needed = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    assert needed - inside == set()


def test_it_runs_outside_of_the_repository(unpacked: Path, tmp_path: Path) -> None:
    """With the unpacked package before the installed one, and its own data."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout

    where = run("-c", "from nianbao import resources; print(resources.folder('forms'))")
    assert where.strip() == str(unpacked / "nianbao" / "data" / "forms")
    assert "T301" in run("-m", "nianbao", "rules")
    assert run("-m", "nianbao", "new", "某局", "2025") == "某局-2025.toml\n"
    report = str(ROOT / "sample_inputs" / "005-pingtan-2025.toml")
    assert run("-m", "nianbao", "render", report, "--to", "html,docx,pdf").count("\n") == 3
