"""nianbao render: several reports in several formats, and nothing that is not proved."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import nianbao.publish.render
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import settings
from nianbao.files.report_toml import load
from nianbao.problem import OutputError
from nianbao.publish.proof.compare import differences
from nianbao.publish.proof.pdf import producer
from nianbao.write import write
from nianbao.write.formats import default_kinds
from nianbao.write.page import Page
from nianbao.write.pdf import engines
from tests.windows import no_open_file_is_moved

Run = Callable[..., Result]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_by_default_in_the_current_folder(run: Run, good: Path) -> None:
    result = run("render", "好.toml")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.split() == [f"好.{kind}" for kind in default_kinds()]
    for kind in default_kinds():
        assert differences(load(good), good.with_suffix(f".{kind}").read_bytes(), kind) == []


@pytest.mark.parametrize("kinds", ["html,docx", "html、docx", "HTML，docx", "html, docx,html"])
def test_chosen_formats_in_a_new_folder(run: Run, good: Path, kinds: str) -> None:
    result = run("render", "好.toml", "--to", kinds, "-o", "成品/今年")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.split() == ["成品/今年/好.html", "成品/今年/好.docx"]
    assert names(good.parent / "成品" / "今年") == ["好.docx", "好.html"]


def test_errors_stop_it_and_are_listed(run: Run, bad: Path) -> None:
    before = names(bad.parent)
    result = run("render", "错.toml")
    assert result.exit_code == ExitCode.FINDINGS
    assert result.stdout == ""
    assert "没有生成；要看样稿请加 --draft。" in result.stderr
    assert "T301" in result.stderr
    assert names(bad.parent) == before


def test_a_draft_is_made_in_spite_of_errors(run: Run, bad: Path) -> None:
    result = run("render", "错.toml", "--draft", "--to", "html")
    assert result.exit_code == ExitCode.FINE
    assert "nianbao check 错.toml" in result.stderr
    assert differences(load(bad), bad.with_suffix(".html").read_bytes(), "html", draft=True) == []
    assert "草稿" in bad.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("bad", "unusable")
def test_one_failing_file_does_not_stop_the_others(run: Run, good: Path) -> None:
    result = run("render", "坏.toml", "错.toml", "好.toml", "--to", "html", "-o", "成品")
    assert result.exit_code == ExitCode.INPUT
    assert "坏.toml 第1行" in result.stderr
    assert "T301" in result.stderr
    assert result.stdout == "成品/好.html\n"
    assert names(good.parent / "成品") == ["好.html"]


def test_one_failing_format_does_not_stop_the_others(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pango(page: Page, kind: str) -> bytes:
        if kind == "pdf":
            raise OutputError("缺少 Pango。")
        return write(page, kind)

    monkeypatch.setattr(nianbao.publish.render, "write", without_pango)
    result = run("render", "好.toml", "-o", "成品")
    assert result.exit_code == ExitCode.OUTPUT
    assert "错误：好.toml：缺少 Pango。" in result.stderr
    assert names(good.parent / "成品") == ["好.docx", "好.html"]


def test_what_does_not_read_back_equal_is_not_released(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(page: Page, kind: str) -> bytes:
        return write(Page(page.html.replace(">2418<", ">2481<")), kind)

    monkeypatch.setattr(nianbao.publish.render, "write", wrong)
    before = names(good.parent)
    result = run("render", "好.toml", "--to", "html,docx")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stderr.count("应为“2418”，读到的是“2481”") == 2
    assert "行政许可" in result.stderr
    assert names(good.parent) == before


def test_what_cannot_be_read_back_is_not_released(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nianbao.publish.render, "write", lambda page, kind: b"no document")
    before = names(good.parent)
    result = run("render", "好.toml", "--to", "pdf,docx")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stderr.count("错误：好.toml：") == 2
    assert names(good.parent) == before


@pytest.mark.usefixtures("good")
def test_two_files_of_one_name_are_told_before_anything_is_written(run: Run, good: Path) -> None:
    other = good.parent / "另" / "好.toml"
    other.parent.mkdir()
    other.write_bytes(good.read_bytes())
    result = run("render", "好.toml", "另/好.toml", "-o", "成品")
    assert result.exit_code == ExitCode.INPUT
    assert "好.toml、另/好.toml" in result.stderr
    assert not (good.parent / "成品").exists()


def test_an_input_is_never_overwritten(run: Run, good: Path) -> None:
    disguised = good.with_name("报告.html")
    good.rename(disguised)
    (good.parent / "链接.html").symlink_to(disguised)
    (good.parent / "链接.toml").symlink_to(disguised)
    before = disguised.read_bytes()
    for name in ("报告.html", "链接.toml"):
        result = run("render", name, "--to", "html")
        assert result.exit_code == ExitCode.INPUT
        assert "会盖掉输入的文件" in result.stderr
    assert disguised.read_bytes() == before
    assert run("render", "报告.html", "--to", "html", "-o", "成品").exit_code == ExitCode.FINE


def test_an_old_document_stays_whole_if_the_new_one_cannot_be_written(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = good.with_suffix(".html")
    old.write_text("旧的", encoding="utf-8")
    before = names(good.parent)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("render", "好.toml", "--to", "html", "--force")
    assert result.exit_code == ExitCode.OUTPUT
    assert "好.html：没有写成，磁盘空间不足。" in result.stderr
    assert old.read_text(encoding="utf-8") == "旧的"
    assert names(good.parent) == before


def test_what_was_written_is_told_even_when_interrupted(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(page: Page, kind: str) -> bytes:
        if kind == "html":
            raise KeyboardInterrupt
        return write(page, kind)

    monkeypatch.setattr(nianbao.publish.render, "write", interrupted)
    result = run("render", "好.toml", "--to", "docx,html")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert result.stdout == "好.docx\n"


def test_the_checklist_is_made_beside_the_report(run: Run, good: Path) -> None:
    result = run("render", "好.toml", "--to", "html,checklist")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.split() == ["好-核查单.html", "好.html"]
    assert "经办人" in Path("好-核查单.html").read_text(encoding="utf-8")


def test_the_checklist_alone_comes_in_every_format_even_of_a_report_with_errors(run: Run, bad: Path) -> None:
    result = run("render", "错.toml", "--to", "checklist")
    assert result.exit_code == ExitCode.FINE
    assert sorted(result.stdout.split()) == ["错-核查单.docx", "错-核查单.html", "错-核查单.pdf"]
    assert "不符合" in Path("错-核查单.html").read_text(encoding="utf-8")


def test_the_letter_of_a_report_with_errors_says_so(run: Run, bad: Path) -> None:
    bad.write_text(f"{bad.read_text(encoding='utf-8')}\n[letter]\nto = '某某县人民政府'\n", encoding="utf-8")
    result = run("render", "错.toml", "--to", "letter")
    assert "错-报送函.docx" in result.stdout
    assert "错误2条" in result.stderr
    assert "改正以后再随函报送" in result.stderr


def test_a_checklist_that_reads_back_different_is_not_kept(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "nianbao.publish.render.write", lambda page, kind: page.html.replace("经办人", "某人").encode()
    )
    result = run("render", "好.toml", "--to", "html,checklist")
    assert result.exit_code == ExitCode.OUTPUT
    assert "应为“经办人”，读到的是“某人”" in result.stderr
    assert not Path("好-核查单.html").exists()


def test_somebody_elses_file_is_not_replaced_unasked(run: Run, good: Path) -> None:
    folder = good.parent
    assert run("render", "好.toml", "--to", "docx,html").exit_code == ExitCode.FINE
    assert run("render", "好.toml", "--to", "docx,html").exit_code == ExitCode.FINE  # ours, unchanged
    made = (folder / "好.docx").read_bytes()
    by_hand = made + b"changed by the leader"
    (folder / "好.docx").write_bytes(by_hand)
    (folder / "好.html").write_text("a page of somebody else", encoding="utf-8")
    refused = run("render", "好.toml", "--to", "docx,html")
    assert refused.exit_code == ExitCode.OUTPUT
    assert refused.stdout == ""
    assert refused.stderr.count("没有替换") == 2
    assert "--force" in refused.stderr
    assert (folder / "好.docx").read_bytes() == by_hand
    assert run("render", "好.toml", "--to", "docx,html", "--force").exit_code == ExitCode.FINE
    assert (folder / "好.docx").read_bytes() == made


def test_a_file_that_would_be_the_same_is_nobodys_loss(run: Run, good: Path) -> None:
    folder = good.parent
    run("render", "好.toml", "--to", "html", "-o", "甲")
    (folder / "乙").mkdir()
    (folder / "乙" / "好.html").write_bytes((folder / "甲" / "好.html").read_bytes())
    assert run("render", "好.toml", "--to", "html", "-o", "乙").exit_code == ExitCode.FINE


def test_the_engine_asked_for_goes_before_the_one_that_is_settled(run: Run, good: Path) -> None:
    (good.parent / settings.FILE).write_text("[render]\npdf_engine = 'typst'\n", encoding="utf-8")
    assert run("render", "好.toml", "--to", "pdf").exit_code == ExitCode.FINE
    settled = good.with_suffix(".pdf").read_bytes()
    assert engines.maker(producer(settled)) == "typst"
    assert run("render", "好.toml", "--to", "pdf", "--pdf-engine", "weasyprint").exit_code == ExitCode.FINE
    asked = good.with_suffix(".pdf").read_bytes()
    assert engines.maker(producer(asked)) == "weasyprint"
    for data in (settled, asked):  # whichever made it, it is proved to be what is made of the report
        good.with_suffix(".pdf").write_bytes(data)
        result = run("verify", "好.pdf", "--against", "好.toml")
        assert result.exit_code == ExitCode.FINE, result.output
        assert "逐字节相同" in result.output


def test_wrong_settings_stop_it_with_a_line(run: Run, good: Path) -> None:
    (good.parent / settings.FILE).write_text("[render]\npdf_engine = 'latex'\n", encoding="utf-8")
    result = run("render", "好.toml", "--to", "pdf")
    assert result.exit_code == ExitCode.INPUT
    assert "第2行" in result.stderr
    assert "没有“latex”这种排版引擎" in result.stderr


def test_without_pango_typst_prints_and_it_is_said_once(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = engines.works
    monkeypatch.setattr(engines, "works", lambda name: name != "weasyprint" and usual(name))
    result = run("render", "好.toml", "--to", "pdf,checklist", "--jobs", "1")
    assert result.exit_code == ExitCode.FINE
    assert result.stderr.count("PDF 改用 typst 生成。") == 1
    assert engines.maker(producer(good.with_suffix(".pdf").read_bytes())) == "typst"


def test_a_word_file_that_is_open_in_word_is_told_and_the_others_are_made(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses it: with the error that it also raises where somebody may not write."""
    good.with_suffix(".docx").write_bytes(b"open in Word")
    no_open_file_is_moved(monkeypatch)
    monkeypatch.setattr("nianbao.files.atomic._PAUSES", ())
    with good.with_suffix(".docx").open("rb"):
        result = run("render", "好.toml", "--to", "docx,html", "--force")
    assert result.exit_code == ExitCode.OUTPUT
    assert "好.docx：没有写成，文件正在 Word 或 WPS 里打开，请关闭后再试。" in result.stderr
    assert names(good.parent) == ["好.docx", "好.html", "好.toml"]
    assert good.with_suffix(".docx").read_bytes() == b"open in Word"
