"""Mail: the one document attached to it is read, or its text."""

from email.message import EmailMessage

import pytest

from nianbao.problem import Unreadable
from nianbao.read import read
from nianbao.read.blocks import Paragraph, Table

PAGE = "<p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr></table>"


def mail(*attached: str, kind: str = "plain", text: str = "请查收。", encoding: str = "base64") -> bytes:
    message = EmailMessage()
    message["Subject"] = "年度报告"
    message.set_content(text, subtype=kind, cte=encoding)
    for name in attached:
        message.add_attachment(PAGE.encode("gb18030"), "text", "html", filename=name)
    message.add_attachment(b"\x89PNG", "image", "png", filename="标志.png")
    return message.as_bytes()


def words(data: bytes) -> list[str]:
    blocks = read(data, "eml")
    texts = [cell.text for each in blocks if isinstance(each, Table) for cell in each.cells]
    return [each.text for each in blocks if isinstance(each, Paragraph) and each.text] + texts


@pytest.mark.parametrize(
    "data",
    [
        mail("报告.html"),
        mail(kind="html", text=f"<meta charset=gb2312>{PAGE}", encoding="quoted-printable"),
        mail(text="一、总体情况\n\n规章\t3\t0\n规范性文件\t1\t0\n", encoding="quoted-printable"),
    ],
    ids=("attached", "page", "text"),
)
def test_what_it_holds(data: bytes) -> None:
    assert words(data)[:3] == ["一、总体情况", "规章", "3"]


def test_one_of_several_is_not_chosen() -> None:
    with pytest.raises(Unreadable, match=r"2个附件（“甲\.html”、“乙\.html”）"):
        read(mail("甲.html", "乙.html"), "eml")


@pytest.mark.parametrize(
    "data",
    [b"Content-Type: text/html; charset=none\n\n<p>", b"Content-Type: multipart/mixed\n\n"],
    ids=("charset", "parts"),
)
def test_what_has_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data, "eml")
