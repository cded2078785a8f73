"""What is kept of the law: taken only where it still follows from it, and never from anybody else."""

from __future__ import annotations

import os
import pickle
from importlib.util import source_hash
from pathlib import Path

import pytest

from nianbao import cache_folder, resources
from nianbao.checks.claims.words.lexicon import CLASSES, Content
from nianbao.checks.claims.words.make_lexicon import content
from nianbao.model import kept as module
from nianbao.model.agency import agency_kinds
from nianbao.model.form import Form
from nianbao.model.kept import kept
from nianbao.model.load_forms import all_forms, load_forms
from nianbao.model.rules import catalogue

KINDS, FORMS, RULES = agency_kinds(), all_forms(), catalogue()
WORDS = content(FORMS["2021"], 2025)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    monkeypatch.setattr(cache_folder, "_folder", lambda: cache)
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "law.toml").write_text("a = 1")
    monkeypatch.setattr(resources, "folder", lambda _: forms)
    module._state.cache_clear()
    return cache


def times(number: int) -> int:
    """How often a value is made in so many starts."""
    made: list[None] = []

    def make() -> tuple[str, int]:
        made.append(None)
        return ("表", 1)

    for _ in range(number):
        module._state.cache_clear()
        assert kept("law", make) == ("表", 1)
    return len(made)


def file_in(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_the_law_is_read_once_as_long_as_it_stays(folder: Path) -> None:
    assert times(3) == 1
    assert file_in(folder).stat().st_mode & 0o077 == 0
    (resources.folder("forms") / "law.toml").write_text("a = 2")
    assert times(2) == 1


@pytest.mark.parametrize("name", ["form.py", "room/words.py"])
def test_a_module_that_reads_it_otherwise_reads_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module_file = tmp_path / "program" / "model" / name
    module_file.parent.mkdir(parents=True)
    module_file.write_text("a")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "program")
    monkeypatch.setattr(module, "_READERS", ("model",))
    assert times(2) == 1
    module_file.write_text("other")
    assert times(2) == 1
    monkeypatch.setattr(module, "_READERS", ("model", "not there"))  # as in a bundle
    assert times(2) == 2


def test_what_others_could_have_written_is_not_taken(folder: Path) -> None:
    assert times(1) == 1
    file_in(folder).chmod(0o620)
    assert times(1) == 1
    assert file_in(folder).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("cut", [0, 5, 12, 20, -1])
def test_a_damaged_file_is_made_anew(folder: Path, cut: int) -> None:
    assert times(1) == 1
    whole = file_in(folder).read_bytes()
    file_in(folder).write_bytes(whole[:cut])
    assert times(2) == 1
    assert file_in(folder).read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(folder: Path) -> None:
    folder.write_text("")  # a file where the folder should be
    assert times(2) == 2


def test_a_user_without_a_home_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(cache_folder, "_folder", nowhere)
    assert times(2) == 2


def test_the_user_says_where_or_that_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "here"))
    assert kept("number", lambda: 1) == kept("number", lambda: 2) == 1
    assert file_in(tmp_path / "here").name.startswith("number-")
    monkeypatch.setenv("NIANBAO_CACHE", "off")
    assert kept("number", lambda: 2) == 2


def test_what_was_not_used_for_longest_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "_MOST", 3)
    for number in range(5):
        kept(f"value-{number}", lambda: number)  # noqa: B023 - called at once
        for age, file in enumerate(sorted(folder.iterdir(), reverse=True)):
            os.utime(file, (1000 - age, 1000 - age))
    assert sorted(file.name[:7] for file in folder.iterdir()) == ["value-2", "value-3", "value-4"]


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("false",)


@pytest.mark.parametrize("value", [_Evil(), Path("a"), pickle.Unpickler, module.kept, load_forms])
def test_nothing_but_values_of_the_model_comes_out(folder: Path, value: object) -> None:
    assert times(1) == 1
    content = module._state(resources.folder("forms")) + pickle.dumps(value)
    file_in(folder).write_bytes(source_hash(content) + content)
    assert times(1) == 1


def test_classes_beside_those_of_the_model_come_out_where_they_are_named(folder: Path) -> None:
    value = Path("a")
    assert kept("path", lambda: value, [type(value)]) == value
    assert kept("path", lambda: pytest.fail("not kept"), [type(value)]) == value
    assert kept("path", lambda: Path("b")) == Path("b")


def test_the_real_law_comes_back_as_it_was() -> None:
    for name, value in (("agencies", KINDS), ("rules", RULES)):
        assert kept(name, lambda value=value: value) == value  # type: ignore[misc]
        assert kept(name, lambda: pytest.fail("not kept")) == value
    assert kept("forms", lambda: FORMS) is FORMS
    again: dict[str, Form] = kept("forms", dict)
    for form_id, form in again.items():
        own = FORMS[form_id]
        assert form.cells == own.cells
        assert form.totals == own.totals
        assert [(each.rule, each.holds, each.when, each.unless_text) for each in form.sums] == [
            (each.rule, each.holds, each.when, each.unless_text) for each in own.sums
        ]


def test_the_words_of_sentences_come_back_as_they_were() -> None:
    assert kept("lexicon", lambda: WORDS, CLASSES) is WORDS
    again: Content = kept("lexicon", lambda: pytest.fail("not kept"), CLASSES)
    assert again._replace(words=WORDS.words) == WORDS
    text = "本年度新收政府信息公开申请12件，上年结转1件，予以公开8件，其中不予处理2件，复议3件均维持"
    found = [WORDS.words.match(text, place) for place in range(len(text))]
    assert len([each for each in found if each]) > 10
    assert [again.words.match(text, place) for place in range(len(text))] == found
