"""nianbao verify: a document against its report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.write.formats import Holds, format_of, kinds
from tests.soak import is_turn

Run = Callable[..., Result]
MadeOf = Callable[..., Path]


@pytest.mark.parametrize("kind", kinds())
def test_a_document_and_its_report(run: Run, made_of: MadeOf, good: Path, bad: Path, kind: str) -> None:
    made_of(good, kind)
    same = run("verify", f"好{format_of(kind).suffix}", "--against", "好.toml")
    assert (same.exit_code, same.stdout) == (ExitCode.FINE, "")
    assert f"好{format_of(kind).suffix} 与由 好.toml 生成的文件逐字节相同。" in same.stderr
    other = run("verify", f"好{format_of(kind).suffix}", "--against", "错.toml")
    assert other.exit_code == ExitCode.OUTPUT
    is_picture = format_of(kind).holds is Holds.PICTURE
    words = "应为“自然人152件”，读到的是“自然人151件”" if is_picture else "应为“152”，读到的是“151”"
    assert words in other.stdout
    assert "自然人" in other.stdout
    assert "处不一致。" in other.stderr


def test_a_page_that_was_saved_from_a_website_is_told_how_to_compare(
    run: Run, made_of: MadeOf, good: Path
) -> None:
    page = made_of(good, "html")
    ours = run("verify", "好.html", "--against", "好.toml")
    assert "--published" not in ours.stderr
    around = (
        page.read_bytes()
        .replace(b"dcterms.identifier", b"keywords")
        .replace(b"<main>", "<p>首页 &gt; 政务公开</p><main>".encode())
    )
    page.write_bytes(around)
    saved = run("verify", "好.html", "--against", "好.toml")
    assert "像是从网站上存下来的网页；只比较数字和文字，请加 --published。" in saved.stderr
    assert run("verify", "好.html", "--against", "好.toml", "--published").exit_code == ExitCode.FINE


@pytest.mark.usefixtures("bad")
def test_a_draft(run: Run) -> None:
    run("render", "错.toml", "--draft", "--to", "docx")
    assert run("verify", "错.docx", "--against", "错.toml", "--draft").exit_code == ExitCode.FINE


def test_an_altered_file_with_the_same_words(run: Run, made_of: MadeOf, good: Path) -> None:
    page = made_of(good, "html")
    page.write_bytes(page.read_bytes().replace(b"</style>", b"td::after { content: '*' }</style>"))
    altered = run("verify", "好.html", "--against", "好.toml")
    assert altered.exit_code == ExitCode.ALTERED
    first, sheet, *_ = altered.stdout.splitlines()
    assert first.startswith("与原样不同，请逐种核对（")
    assert sheet.startswith("  样式表（style：td::after { content: '*'")
    every = run("verify", "好.html", "--against", "好.toml", "--all")
    assert "与原样不同：样式表（style：td::after { content: '*'" in every.stdout
    assert "文字和数字一致，但不是原样的文件" in altered.stderr


def test_a_style_that_writes_digits_beside_figures_makes_others_of_them(
    run: Run, made_of: MadeOf, good: Path
) -> None:
    page = made_of(good, "html")
    page.write_bytes(page.read_bytes().replace(b"</style>", b"td::after { content: '9' }</style>"))
    assert run("verify", "好.html", "--against", "好.toml").exit_code == ExitCode.OUTPUT


def test_of_very_many_differences_the_first_are_told(run: Run, made_of: MadeOf, good: Path) -> None:
    page = made_of(good, "html")
    more = f"<p>{'甲' * 5000}</p>" + "".join(f"<p>第{number}段</p>" for number in range(900))
    page.write_bytes(page.read_bytes().replace(b"</main>", f"{more}</main>".encode()))
    altered = run("verify", "好.html", "--against", "好.toml")
    assert altered.exit_code == ExitCode.OUTPUT
    told = altered.stdout.splitlines()
    assert "还有889处不一致；都列出来请加 --all" in told
    assert max(map(len, told)) < 1100
    assert len(told) < 25
    every = run("verify", "好.html", "--against", "好.toml", "--all").stdout
    assert "第899段" in every
    assert "还有" not in every
    assert "有901处不一致。" in altered.stderr


@pytest.mark.parametrize("kind", [kind for at, kind in enumerate(kinds()) if is_turn(at)])
def test_a_draft_is_refused_as_a_final_document(run: Run, made_of: MadeOf, good: Path, kind: str) -> None:
    made_of(good, kind, draft=True)
    refused = run("verify", f"好{format_of(kind).suffix}", "--against", "好.toml")
    assert refused.exit_code == ExitCode.OUTPUT
    assert "是盖有“草稿”字样的样稿，不能发布" in refused.stderr


@pytest.mark.usefixtures("bad")
def test_open_errors_of_the_report_are_told(run: Run) -> None:
    run("render", "错.toml", "--draft", "--to", "html")
    draft = run("verify", "错.html", "--against", "错.toml", "--draft")
    assert (draft.exit_code, "改正错误后才能发布" in draft.stderr) == (ExitCode.FINE, True)
    final = run("verify", "错.html", "--against", "错.toml")
    assert final.exit_code == ExitCode.OUTPUT


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"no PDF", "错误："),
        ("a.docx", b"no ZIP", "错误："),
        ("a.html", b"", "错误："),
        ("a.txt", b"x", "a.txt：读不了这种文件；可以读的有 "),
        ("a.pdf", None, "a.pdf：没有这个文件；请核对文件名。"),
    ],
)
def test_what_cannot_be_read(run: Run, good: Path, name: str, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (good.parent / name).write_bytes(content)
    result = run("verify", name, "--against", "好.toml")
    assert result.exit_code == ExitCode.INPUT
    assert sentence in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("good")
def test_a_missing_report(run: Run) -> None:
    run("render", "好.toml", "--to", "html")
    result = run("verify", "好.html", "--against", "无.toml")
    assert result.exit_code == ExitCode.INPUT
    assert "无.toml：没有这个文件" in result.stderr
