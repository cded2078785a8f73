"""The files of words: every row, rule, section and kind they name exists, a wrong name is reported."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from nianbao import resources
from nianbao.checks.claims.words import lexicon, vocabulary
from nianbao.checks.claims.words.roles import Role
from nianbao.checks.rules import words
from nianbao.model import document_words
from nianbao.model.law_file import LawFile, law_file
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError

FOLDER = resources.folder("forms") / "words"
PROVE: dict[str, Callable[[LawFile], object]] = {
    "claims.toml": vocabulary.prove,
    "wording.toml": words.prove,
    "documents.toml": document_words.read_words,
}


@pytest.mark.parametrize("name", PROVE)
def test_the_files_are_right(name: str) -> None:
    PROVE[name](law_file(f"words/{name}"))


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("claims.toml", 'rows = ["granted"]', 'rows = ["given"]', "没有一个表式有“given”这一行或列"),
        ("claims.toml", 'columns = ["upheld"]', 'columns = ["up"]', "没有一个表式有“up”这一行或列"),
        ("claims.toml", 'rule = "N502"', 'rule = "N599"', "没有“N599”这条规则"),
        ("claims.toml", 'section = "disputes"', 'section = "cases"', "没有一个表式的“cases”部分带有表格"),
        ("claims.toml", "vague = true", "vaguely = true", "没有这个键"),
        ("claims.toml", "share = [", "shares = [", "没有这个键"),
        ("claims.toml", '"county", "prefecture"', '"city", "prefecture"', "没有“city”这种机关"),
        ("claims.toml", '"{carried}{before}"', '"{carry}{before}"', "没有“carry”这组词"),
        ("claims.toml", '"litigation_direct", ', '"litigation_first", ', "没有“litigation_first”这个主题"),
        ("wording.toml", 'section = "problems"', 'section = "faults"', "没有“faults”这一部分"),
        ("wording.toml", '["county", "prefecture"', '["city", "prefecture"', "没有“city”这种机关"),
        ("wording.toml", "least = 30", "most = 30", "应当正好有"),
        ("wording.toml", "[Y605]", "[Y699]", "应当正好有"),
        ("documents.toml", "numbers = [", "figures = [", "没有这个键"),
        ("documents.toml", 'units = ["单位", "计量单位"]', "units = []", "应当是一组词语，至少一个"),
        ("documents.toml", 'units = ["单位", "计量单位"]', "", "缺少这一项"),
    ],
)
def test_a_wrong_name_is_told(name: str, old: str, new: str, fault: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InputError) as caught:
        PROVE[name](LawFile(f"forms/words/{name}", text.replace(old, new)))
    assert fault in str(caught.value)
    assert f"forms/words/{name}" in str(caught.value)


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.id)
def test_every_topic_of_a_form_has_its_words(form: Any) -> None:
    known = lexicon.words_of(form, form.first_year)
    assert {"application", "review", "litigation", "normative_documents", "licences"} <= known.topics.keys()
    assert ("procurement" in known.topics) is (form.id == "2019")
    for topic in known.topics.values():
        assert known.readings(topic, topic.rows, topic.columns)


def test_words_are_kept_for_the_years_that_were(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []

    def keep(name: str, make: Callable[[], Any], _: object) -> Any:
        kept.append(name)
        return make()

    monkeypatch.setattr(lexicon, "kept", keep)
    form = next(reversed(all_forms().values()))
    now = time.localtime().tm_year
    for year in (now, now + 1):
        known = lexicon.words_of.__wrapped__(form, year)
        found = known.match(f"{year}年", 0)
        assert found is not None
        assert found[1].role is Role.THIS_YEAR
    assert kept == [f"lexicon-{form.id}-{now}"]
