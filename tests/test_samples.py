"""The sample reports show the slips they were published with and no others; broken files show theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.checks import check
from nianbao.files.report_toml import load, save
from nianbao.model.finding import Finding, Level
from nianbao.model.reference import resolve
from nianbao.model.report import Report, Waiver
from nianbao.model.rules import catalogue, sentence
from nianbao.publish.render import render
from nianbao.write import formats

FOLDER = Path(__file__).resolve().parents[1] / "sample_inputs"
SAMPLES = sorted(FOLDER.glob("*.toml"))
WITH_REASONS = sorted((FOLDER / "with_reasons").glob("*.toml"))
BROKEN = sorted((FOLDER / "broken").glob("*.toml"))
ORGANISATIONS = "商业企业、科研机构、社会公益组织、法律服务机构、其他组织"

# Every finding of a sample as code, level and cell, or section and sentence where no cell is concerned.
FINDINGS: dict[str, set[tuple[str, str, str]]] = {
    "000-liaocheng-urban-management-2019": {
        ("S103", "W", ""),
        ("S111", "W", "overview: 编号“（三）”重复，应为“（四）”。"),
        ("S111", "W", "overview: “(五）”的括号一半全角一半半角。"),
        ("S111", "W", "problems: 标题“5、存在的主要问题及改进情况”的编号应为“五、”。"),
        ("T202", "W", "disclosure.regulations.made"),
        ("T211", "E", "disclosure.penalties.change"),
        ("S104", "E", "applications.unavailable_not_held"),
        (
            "S104",
            "E",
            f"applications: 表三的{ORGANISATIONS}5栏，有22行（110格）空着。",
        ),
    },
    "001-dadukou-urban-management-2019": {
        ("S104", "W", "disclosure.coercive_measures"),
        ("S106", "W", "overview: 总体情况看来没有写到：监督保障。"),
        (
            "N509",
            "W",
            "overview: 正文写了“全市”，本机关的名称是“重庆市大渡口区城市管理局”，看来应当写“全区”。",
        ),
        ("T211", "E", "disclosure.penalties.change"),
    },
    "002-zhangdian-law-enforcement-2020": {
        ("T213", "W", "disclosure.licences.decisions"),
        (
            "S104",
            "E",
            "disclosure: 表二的行政处罚、行政强制、行政事业性收费、政府集中采购4行整行（10格）没有填。",
        ),
        (
            "S104",
            "E",
            "applications: 表三的本年新收、上年结转、予以公开、部分公开等12行整行（72格）没有填。",
        ),
    },
    "003-liaocheng-big-data-2019": {("S103", "W", "")},
    "004-weibin-urban-management-2023": {
        ("S108", "W", "other: 第六部分写到了“费用”，但没有写明是信息处理费。")
    },
    "005-pingtan-2025": set(),
}
ALSO = {"T304": {"T301"}}  # one cannot be broken without the other


def place(finding: Finding) -> tuple[str, str, str]:
    where = f"{finding.section}: {sentence(finding)}" if finding.section else ""
    return finding.code, str(finding.level), finding.cell or where


def by_path(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def test_every_sample_is_described() -> None:
    assert [path.stem for path in SAMPLES] == list(FINDINGS)


@by_path(SAMPLES)
def test_a_sample_shows_exactly_its_slips(path: Path) -> None:
    found = [place(finding) for finding in check(load(path))]
    assert len(found) == len(set(found))
    assert set(found) == FINDINGS[path.stem]


@by_path(SAMPLES + BROKEN)
def test_saving_a_sample_changes_no_byte(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    save(load(path), copy)
    assert copy.read_bytes() == path.read_bytes()


@by_path(SAMPLES)
def test_section_one_is_of_decent_length(path: Path) -> None:
    report = load(path)
    text = resolve(report.narrative["overview"], report)
    assert 300 <= len(text) <= 1000
    assert "［未填］" not in "".join(resolve(text, report) for text in report.narrative.values())


# ---- the figures, as they were published


def figures(report: Report, row: str) -> list[str]:
    return [str(report.figure(cell.id)) for cell in report.form.rows[row]]


PUBLISHED = {
    "000-liaocheng-urban-management-2019": {
        "disclosure.regulations": "1 1 1",
        "disclosure.normative_documents": "0 0 0",
        "disclosure.licences": "0 0 0",
        "disclosure.other_services": "0 0 0",
        "disclosure.penalties": "90 减 90",
        "disclosure.coercive_measures": "0 0 0",
        "disclosure.fees": "0 0",
        "disclosure.procurement": "56 48359.899368万元",
        "applications.received": "2 _ _ _ _ _ 2",
        "applications.carried_in": "0 _ _ _ _ _ 0",
        "applications.granted": "1 _ _ _ _ _ 1",
        "applications.partly_granted": "1 _ _ _ _ _ 1",
        "applications.denied_inquiry": "0 _ _ _ _ _ 0",
        "applications.unavailable_not_held": "_ _ _ _ _ _ _",
        "applications.unavailable_unclear": "0 _ _ _ _ _ 0",
        "applications.outcomes": "2 _ _ _ _ _ 2",
        "applications.carried_out": "0 _ _ _ _ _ 0",
        "disputes.review": "0 0 0 0 0",
    },
    "001-dadukou-urban-management-2019": {
        "disclosure.regulations": "0 0 0",
        "disclosure.normative_documents": "0 0 0",
        "disclosure.licences": "15 +4 583",
        "disclosure.other_services": "2 +8 524",
        "disclosure.penalties": "0 151 119",
        "disclosure.coercive_measures": "\\ +3 \\",
        "disclosure.fees": "3 +1",
        "disclosure.procurement": "279 120198725.06元",
        "applications.received": "1 0 0 0 0 0 1",
        "applications.granted": "1 0 0 0 0 0 1",
        "applications.partly_granted": "0 0 0 0 0 0 0",
        "applications.outcomes": "1 0 0 0 0 0 1",
        "disputes.litigation_direct": "0 0 0 0 0",
    },
    "002-zhangdian-law-enforcement-2020": {
        "disclosure.regulations": "0 0 0",
        "disclosure.licences": "31 +30 61",
        "disclosure.other_services": "0 0 0",
        "disclosure.penalties": "? ? ?",
        "disclosure.procurement": "? ?",
        "applications.received": "? ? ? ? ? ? ?",
        "applications.denied_inquiry": "? ? ? ? ? ? ?",
        "applications.unavailable_not_held": "0 0 0 0 0 0 0",
        "applications.other": "0 0 0 0 0 0 0",
        "applications.outcomes": "1 0 0 0 0 0 1",
        "applications.carried_out": "0 0 0 0 0 0 0",
        "disputes.review": "0 0 0 0 0",
    },
    "003-liaocheng-big-data-2019": {
        "disclosure.regulations": "0 0 0",
        "disclosure.penalties": "0 0 0",
        "disclosure.procurement": "8 4092.66万元",
        "applications.received": "1 0 0 0 0 0 1",
        "applications.granted": "1 0 0 0 0 0 1",
        "applications.outcomes": "1 0 0 0 0 0 1",
    },
    "004-weibin-urban-management-2023": {
        "disclosure.normative_documents": "0 0 0",
        "disclosure.licences": "563",
        "disclosure.penalties": "5",
        "disclosure.coercive_measures": "0",
        "disclosure.fees": "0",
        "applications.received": "0 0 0 0 0 0 0",
        "applications.outcomes": "0 0 0 0 0 0 0",
        "disputes.litigation_after_review": "0 0 0 0 0",
    },
    "005-pingtan-2025": {
        "disclosure.regulations": "0 0 0",
        "disclosure.normative_documents": "58 45 546",
        "disclosure.licences": "2418",
        "disclosure.penalties": "644",
        "disclosure.coercive_measures": "64",
        "disclosure.fees": "4166.241619",
        "applications.received": "151 3 0 0 0 0 154",
        "applications.carried_in": "0 0 0 0 0 0 0",
        "applications.granted": "33 0 0 0 0 0 33",
        "applications.partly_granted": "38 0 0 0 0 0 38",
        "applications.denied_third_party": "0 0 0 0 0 0 0",
        "applications.denied_internal": "3 0 0 0 0 0 3",
        "applications.denied_deliberative": "2 0 0 0 0 0 2",
        "applications.denied_case_file": "3 0 0 0 0 0 3",
        "applications.denied_inquiry": "3 0 0 0 0 0 3",
        "applications.unavailable_not_held": "49 1 0 0 0 0 50",
        "applications.unavailable_to_be_made": "3 0 0 0 0 0 3",
        "applications.unprocessed_petition": "2 0 0 0 0 0 2",
        "applications.other_not_corrected": "8 0 0 0 0 0 8",
        "applications.other_fee_unpaid": "2 0 0 0 0 0 2",
        "applications.other_reasons": "1 0 0 0 0 0 1",
        "applications.outcomes": "147 1 0 0 0 0 148",
        "applications.carried_out": "4 2 0 0 0 0 6",
        "disputes.review": "25 3 8 0 36",
        "disputes.litigation_direct": "3 3 0 0 6",
        "disputes.litigation_after_review": "3 0 0 0 3",
    },
}


@by_path(SAMPLES)
def test_a_sample_has_the_published_figures(path: Path) -> None:
    report = load(path)
    for row, expected in PUBLISHED[path.stem].items():
        assert [figure or "_" for figure in figures(report, row)] == expected.split(), row


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (
            "000",
            "180余条 2件 23件 50件 满意率100% （三）政府信息管理 （三）建议提案办理结果公开 (五）监督保障",
        ),
        ("001", "全市"),
        ("002", "465条 142条 270条 53条 25件 14件 11件 1件"),
        ("003", "2件 1件 满意率100% 新闻发布会2次"),
        ("004", "587条 未收到政府信息公开申请 2次 20余人 回复率100% 未收取任何费用"),
        ("005", "154件 148件 6件 36件 9件 58件 45件 546件 2418件 644件 64件 信息处理费"),
    ],
)
def test_a_sample_tells_the_published_facts(sample: str, words: str) -> None:
    report = load(next(path for path in SAMPLES if path.stem.startswith(sample)))
    text = "\n".join(resolve(text, report) for text in report.narrative.values())
    assert [word for word in words.split() if word not in text] == []


def test_what_the_samples_leave_out() -> None:
    texts = {path.stem[:3]: "".join(load(path).narrative.values()) for path in SAMPLES}
    assert "监督" not in texts["001"]
    assert "信息处理费" not in texts["004"]


# ---- broken files


@by_path(BROKEN)
def test_a_broken_file_shows_its_rule_and_nothing_else(path: Path) -> None:
    found = check(load(path))
    assert {finding.code for finding in found} == {path.stem} | ALSO.get(path.stem, set())
    assert {finding.level for finding in found} == {Level.ERROR}
    assert path.read_text(encoding="utf-8").startswith(f"# 错误示例 {path.stem}：")


@pytest.mark.parametrize(
    "code", [c for c, rule in catalogue().items() if Level.ERROR in {rule.level, *rule.levels.values()}]
)
def test_every_rule_of_errors_has_a_broken_file(code: str) -> None:
    one_report = not code.startswith(("Y", "R"))  # the others compare two reports or more
    assert (code in {path.stem for path in BROKEN}) is one_report


@by_path(WITH_REASONS)
@pytest.mark.takes_turns
def test_what_was_published_so_is_final_with_a_reason(path: Path) -> None:
    """The errors of the sample of the same name are kept with reasons; every format reads back equal."""
    report = load(path)
    found = check(report)
    assert any(finding.kept for finding in found)
    assert not any(finding.stops for finding in found)
    assert "S112" not in {finding.code for finding in found}
    without = check(replace(report, waivers=()))
    assert {f.code for f in without if f.stops} == {f.code for f in found if f.kept}
    for kind in formats.default_kinds():
        render(report, kind)


def test_each_report_with_slips_has_a_sample_with_reasons() -> None:
    errors = [name for name, slips in FINDINGS.items() if any(level == "E" for _, level, _ in slips)]
    assert [path.stem for path in WITH_REASONS] == errors


@pytest.mark.parametrize(
    "code", ["S101", "T301", "T302", "T303", "T304", "T401", "T402", "T403", "N506", "N510"]
)
def test_sums_headings_and_personal_data_cannot_be_kept(code: str) -> None:
    report = load(FOLDER / "broken" / f"{code}.toml")
    kept = replace(report, waivers=(Waiver(code, "", "就这样"),))
    assert any(finding.code == code and finding.stops for finding in check(kept))
