from dataclasses import replace

from nianbao.desk.text_pages import WIDTH, text_pages
from nianbao.publish.compose import document
from nianbao.terminal import width_of
from tests.strategies import clean_report


def test_everything_that_is_printed_is_on_the_pages() -> None:
    for form in ("2019", "2021"):
        report = clean_report(form)
        printed = text_pages(document(report), report.form)
        text = "".join(line.strip() for page in printed for line in page)
        for section in report.form.numbered:
            assert section.heading in text
        for part in document(report).parts:
            for piece in part.pieces:
                assert piece.paragraph.text.replace(" ", "") in text.replace(" ", "")


def test_pages_have_one_size_and_are_numbered() -> None:
    report = clean_report("2021")
    printed = text_pages(document(report), report.form)
    assert len(printed) > 2
    assert {len(page) for page in printed} == {23}
    assert all(width_of(line) <= WIDTH for page in printed for line in page)
    assert [page[-1].strip() for page in printed] == [f"— {n} —" for n in range(1, len(printed) + 1)]


def test_the_head_of_a_table_is_repeated_on_the_next_page() -> None:
    report = clean_report("2021")
    printed = text_pages(document(report), report.form)
    heads = [page for page in printed if any("法人或其他组织" in line for line in page)]
    assert len(heads) > 1


def test_the_signature_stands_at_the_end() -> None:
    import datetime

    report = replace(clean_report("2021"), date=datetime.date(2025, 1, 20))
    text = "\n".join(line for page in text_pages(document(report), report.form) for line in page)
    assert text.index("青溪县水利局", 200) < text.index("2025年1月20日")
