"""The report for search engines: JSON-LD in the words of schema.org, a part of the published web page.

It is data in an element that browsers do not execute (HTML, "the script element", data blocks).
"""

from __future__ import annotations

import json
from typing import Any

from nianbao.model.report import Report
from nianbao.publish.compose import Document
from nianbao.publish.open_data import described

# What would end the element or begin a comment in it, written so that it does neither.
_HARMLESS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def json_ld(report: Report, document: Document) -> str:
    """A schema.org Report whose Dataset has each figure that is a number as a measured value."""
    form = report.form
    organ = {"@type": "GovernmentOrganization", "name": document.agency}
    about: dict[str, Any] = {"inLanguage": "zh-CN", "temporalCoverage": str(report.year)}
    if report.date:
        about["datePublished"] = report.date.isoformat()
    dataset = {
        "@type": "Dataset",
        "name": document.title,
        "description": f"{document.title}所列数据；格式：{form.notice}《{form.notice_title}》。",
        "creator": organ,
        **about,
        "variableMeasured": _measured(report, document),
    }
    whole = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": document.title,
        "identifier": f"sha256:{document.fingerprint}",
        "publisher": organ,
        **about,
        "hasPart": dataset,
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    for character, written in _HARMLESS.items():
        text = text.replace(character, written)
    return text


def _measured(report: Report, document: Document) -> list[dict[str, Any]]:
    found = []
    for cell in report.form.cells.values():
        figure = described(cell, document.figures[cell.id])
        if figure["value"] is not None:
            unit = {"unitText": figure["unit"]} if figure["unit"] else {}
            name = f"{report.form.section(cell.section).name}·{cell.name}"
            value = {"@type": "PropertyValue", "propertyID": cell.id, "name": name, "value": figure["value"]}
            found.append(value | unit)
    return found
