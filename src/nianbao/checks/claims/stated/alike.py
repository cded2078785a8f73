"""What all of those that were counted have in common: 均由自然人提出, 均属行政执法案卷; 复议1件，维持."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying
from nianbao.checks.claims.phrases.meaning import Meanings, together
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, left_of
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Topic, Word
from nianbao.checks.claims.words.roles import Role, Rows

_OF_ALL = {Role.TOPIC, Role.FREE, Role.ALL, Role.THIS_YEAR, Role.BECAUSE, Role.OWN, Role.ACT, Mark.QUANTITY}

_LISTED = {Role.ACTOR, Role.JOIN}
_BESIDE_ALL = {Role.FREE, Role.ALL, Role.REASON}  # 均为…, 均因…


class Alike:
    """Reads clauses without a number that narrow what was counted before them."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings

    def claim(self, tokens: list[Token], *, named: bool) -> Claim | None:
        """What such a clause says; ``named``: something was named between the number and this clause."""
        memory, place = self._memory, next((i for i, t in enumerate(tokens) if t.kind is Role.ALL), None)
        tokens = tokens if place is None else [*tokens[:place], *_as_one(tokens[place:])]
        behind = [t for t in tokens[0 if place is None else place + 1 :] if t.kind not in _BESIDE_ALL]
        token = behind[0] if behind and all(_is_weak(each) for each in behind[1:]) else None
        if token is None or token.word is None or memory.year is not Role.THIS_YEAR:
            return None
        own = place is not None and left_of(tokens[:place]).outcome  # 不掌握9件；不予处理的均属信访
        sense = memory.sense if memory.fresh and not (named or own) else None
        if sense is None and place is not None:
            sense = self._everybody(tokens[:place])
        if sense is None or sense.actor or sense.part or sense.final or memory.is_trade(sense.topic):
            return None
        pairs = list(self._narrower(sense, token.word, alone=place is None))
        if not pairs:
            return None
        words = [token] if place is None else tokens[place : tokens.index(token) + 1]
        span = words[0].span[0], words[-1].span[1]
        said = Quantity(0, 0, 0, "", "".join(each.text for each in words), span)
        parts, wholes = zip(*pairs, strict=True)
        return Claim(Saying.ALL, sense.rule, parts, said, wholes=wholes)

    def _everybody(self, tokens: list[Token]) -> Sense | None:
        """All that were counted, where the words name them or those who applied: 所有申请, 申请人."""
        memory, named = self._memory, left_of(tokens)
        if named.outcome and not (named.restricted or named.changed):  # 不予公开的均属行政执法案卷
            return self._meanings.meaning(named)
        applicants = any(token.text in memory.lexicon.applicants for token in tokens)
        topics = [*named.topics, memory.heard, *self._meanings.topics.of(named)]
        heard = next((topic for topic in topics if topic is not None), None)
        if heard is None and applicants and memory.of_reports:
            heard = next((each for each in memory.lexicon.topics.values() if each.persons), None)
        if heard is None or memory.sense is not None:
            return None
        bare = [token for token in tokens if token.kind is not Role.THIS_YEAR]
        known = bool(heard.persons) and {Role.FREE} == {token.kind for token in bare}
        known = known and applicants
        return self._meanings.meaning(Phrase(topics=[heard])) if known or all_of(tokens, heard) else None

    def _narrower(self, sense: Sense, word: Word, *, alone: bool) -> Iterator[tuple[Reading, Reading]]:
        """The cells of a word among those of what was counted, and these; ``alone``: without 均."""
        topic, readings = sense.topic, self._memory.lexicon.readings
        act, columns = word.acts.get(topic.id), word.actors.get(topic.id, ())
        parts: list[tuple[Rows, tuple[str, ...], Rows]] = []
        if word.topic is not None:  # 诉讼3件，均为直接起诉
            kind = sense.whole and word.topic.section == topic.section and word.topic is not topic
            parts = [(word.topic.rows, sense.columns, sense.rows)] if kind else []
        elif act is not None and act.all and act.columns and self._decided(sense):
            parts = [((rows,), act.columns, (rows,)) for rows in sense.rows]  # 已审结3件，均维持
        elif columns and not alone:  # 均由自然人提出
            parts = [((rows,), columns, (rows,)) for rows in sense.rows]
        elif act is not None and not (act.whole or act.vague) and alone and act.columns and sense.whole:
            some = act.columns if act.all or act.part else ()
            parts = [((rows,), some, (rows,)) for rows in sense.rows]  # 复议1件，维持
        elif act is not None and not (act.whole or act.vague or alone or act.of or act.bare):
            # 4件均属行政执法案卷, but not 能公开的一律公开
            parts = [((rows,), sense.columns, sense.rows) for rows in act.rows]
        for part_rows, ends, rows in parts:
            for whole in readings(topic, rows, sense.columns):
                for part in readings(topic, part_rows, ends):
                    if set(part.cells) != set(whole.cells):
                        yield part, whole

    def _decided(self, sense: Sense) -> bool:
        """Whether what was counted is all that is decided, whatever came of it."""
        return bool(sense.topic.decided) and set(sense.columns) <= set(sense.topic.decided)


def _as_one(tokens: list[Token]) -> list[Token]:
    """The tokens, with actors that are joined as one: 均为自然人和企业."""
    begin = next((i for i, token in enumerate(tokens) if token.kind is Role.ACTOR), len(tokens))
    end = next((i for i in range(begin, len(tokens)) if tokens[i].kind not in _LISTED), len(tokens))
    words = [word for token in tokens[begin:end] if token.kind is Role.ACTOR and (word := token.word)]
    if len(words) < 2:
        return tokens
    every = {topic: together([word.actors.get(topic, ()) for word in words]) for topic in words[0].actors}
    return [*tokens[:begin], tokens[begin]._replace(word=Word(Role.ACTOR, actors=every)), *tokens[end:]]


def _is_weak(token: Token) -> bool:
    """Whether a word only says again what is counted: 均为个人申请."""
    return token.word is not None and token.word.weak


def all_of(tokens: Sequence[Token], topic: Topic) -> bool:
    """Whether all of them are named, and nothing that some alone have: 所有申请, but not 符合条件的申请."""
    acts = [token.word.acts.get(topic.id) for token in tokens if token.kind is Role.ACT and token.word]
    kinds = {token.kind for token in tokens}
    clear = all(act is not None and act.whole and not act.final for act in acts)
    begun = {Role.ACT, Role.THIS_YEAR}  # 收到的申请, 今年的申请
    some = any(b.text.startswith("的") and a.kind not in begun for a, b in pairwise(tokens))
    return clear and Role.TOPIC in kinds and kinds <= _OF_ALL and not some
