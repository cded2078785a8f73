"""Which files are the program's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.files import made, remembered


def test_what_was_made_and_not_changed_is_ours(tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    assert not made.is_foreign(file)  # there is none
    file.write_bytes(b"made")
    assert made.is_foreign(file)
    made.note(file, b"made")
    assert not made.is_foreign(file)
    file.write_bytes(b"made, and changed")
    assert made.is_foreign(file)
    file.write_bytes(b"made")
    assert not made.is_foreign(file)


def test_another_place_is_another_file(tmp_path: Path) -> None:
    made.note(tmp_path / "a.docx", b"made")
    (tmp_path / "b.docx").write_bytes(b"made")
    assert made.is_foreign(tmp_path / "b.docx")
    (tmp_path / "a.docx").write_bytes(b"made")
    (tmp_path / "link.docx").symlink_to(tmp_path / "a.docx")
    assert not made.is_foreign(tmp_path / "link.docx")


@pytest.mark.parametrize("content", [b"no data base", b"", None])
def test_without_a_book_everything_is_foreign(tmp_path: Path, content: bytes | None) -> None:
    """Nothing fails, and nothing is taken for our own."""
    folder = remembered.folders()[0]
    if content is None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_bytes(b"a file in the place of the folder")
    else:
        folder.mkdir(parents=True)
        (folder / "made.sqlite3").write_bytes(content)
    file = tmp_path / "报告.docx"
    file.write_bytes(b"made")
    if content != b"":  # an empty file is an empty book
        made.note(file, b"made")
    assert made.is_foreign(file)


def test_a_free_name_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "某局-2025.docx"
    assert made.beside(file).name == "某局-2025 (2).docx"
    (tmp_path / "某局-2025 (2).docx").touch()
    assert made.beside(file).name == "某局-2025 (3).docx"


def test_a_name_that_is_no_text_is_remembered_too(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xb1\xa8.docx")
    path.write_bytes(b"new")
    made.note(path, b"new")
    assert not made.is_foreign(path)
    made.note_of(path, "Word", tmp_path, "")
