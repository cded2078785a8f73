"""Words with lists in them are found as if all that they stand for had been written out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks.claims.words.dictionary import Dictionary, written_out


class Numbers(tuple[int, ...]):
    def both(self, other: Numbers) -> Numbers:
        return Numbers((*self, *other))


LISTS = {"a": ["甲", "甲乙"], "b": ["乙", "乙丙"]}
pieces = st.sampled_from(["甲", "乙", "丙", "{a}", "{b}", "{a?}", "{b?}"])
words = st.lists(pieces, min_size=1, max_size=4).map("".join).filter(lambda w: any(written_out(w, LISTS)))


@given(st.lists(words, min_size=1, max_size=6), st.text("甲乙丙", min_size=1, max_size=8))
def test_the_longest_word_is_found_with_all_that_it_means(added: list[str], text: str) -> None:
    known: Dictionary[Numbers] = Dictionary(LISTS)
    meanings: dict[str, tuple[int, ...]] = {}
    for number, word in enumerate(added):
        known.add(word, Numbers((number,)))
        for written in filter(None, dict.fromkeys(written_out(word, LISTS))):
            meanings[written] = (*meanings.get(written, ()), number)
    for position in range(len(text)):
        standing = [word for word in meanings if text.startswith(word, position)]
        longest = max(standing, key=len, default="")
        expected = (longest, meanings[longest]) if longest else None
        assert known.match(text, position) == expected
