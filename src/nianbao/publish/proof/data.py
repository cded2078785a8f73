"""Open data beside our own of the same report: file by file, line by line."""

from __future__ import annotations

from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.read.data import texts, twice


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Every line of every file that differs, and files that one of the two has alone. Raises Unreadable."""
    own, other = texts(ours), texts(theirs)
    found = [Deviation("文件里多出的部分", name) for name in other if name not in own]
    found += [Deviation("同名的部件", name) for name in twice(theirs)]
    found += [Deviation("文件里少了的部分", name) for name in own if name not in other]
    lines: list[Difference] = []
    for name in own.keys() & other.keys():
        wanted, read = own[name].split("\n"), other[name].split("\n")
        for tag, first, last, start, end in aligned(wanted, read):
            if tag != "equal":
                place = f"{name} 第{start + 1}行"
                lines.append(Difference(place, "\n".join(wanted[first:last]), "\n".join(read[start:end])))
    return sorted(lines, key=lambda line: line.place), found
