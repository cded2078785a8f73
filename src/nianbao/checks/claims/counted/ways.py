"""Numbers of what came on one of several ways, or to one of several offices: 网上5件、信函3件, 局机关8件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.checks.claims.claim import Claim, Saying, Span
from nianbao.checks.claims.counted.of_some import is_done
from nianbao.checks.claims.phrases.implied import Implied
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import CHANGES, WAYS, Phrase
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.roles import Role


class Ways:
    """What such numbers are parts of; a list of them together is not more than all, either."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings
        self._implied = Implied(memory, meanings)
        self._ended: list[Claim] = []
        self._senses: dict[Span, Sense] = {}

    def whole(self, left: Phrase, before: Sequence[Token]) -> Sense | None:
        """What the number is a part of; None where it may be one of something else."""
        memory, kinds = self._memory, {token.kind for token in before}
        apart = any(memory.itself.elsewhere(token) or memory.some_time(token) for token in before)
        apart = apart or (left.stopped is not None and not left.topics)  # 审批窗口受理申请203件
        if not left.channel or apart or kinds & (CHANGES - WAYS) or Role.FOREIGN in kinds:
            return None
        sense = self._meanings.meaning(left) if left.anchored else memory.base
        if sense is None or sense.final or sense.actor:
            return None
        if len(sense.topic.columns) > 1 and not left.topics:  # 制发规范性文件9件。公众号发布216条
            return None
        if memory.heard is None and not left.topics:  # 窗口收件203件
            return None
        kind = bool(sense.topic.decided) and bool(left.topics) and not sense.acts  # 一审直接起诉5件
        done = bool(sense.acts) or any(is_done(t, memory.lexicon) for t in before if t.kind is Role.TOPIC)
        if not (done if sense.topic.wary else sense.whole or kind):  # 执法队作出处罚决定264件
            return None
        memory.within = memory.within or (left.anchored and (bool(sense.acts) or not memory.in_part))
        return sense

    def note(self, number: Counted, sense: Sense) -> None:
        """One more of a list, if it stands behind a 、."""
        memory = self._memory
        if number.clause.strength > 1 or (memory.listed and memory.listed[-1][1].topic is not sense.topic):
            self._ended += self._together()
            memory.listed = []
        memory.listed.append((number.quantity, sense))
        self._senses[number.quantity.span] = sense

    def end(self, claims: list[Claim]) -> None:
        """The sentence ends: add what its lists say, but take away what some of those that came are not."""
        claims[:] = [each for each in claims if not self._gross(each)]
        claims += [*self._ended, *self._together()]
        self._ended, self._memory.listed, self._senses = [], [], {}

    def _gross(self, claim: Claim) -> bool:
        """Whether such a number is of more than applications: 平台收件60件，经甄别属于申请的46件."""
        own, place, number = self._senses.get(claim.quantity.span), claim.quantity.span, claim.quantity.low
        if own is None:
            return False
        same = (each for each, sense in self._memory.counted if sense.whole and sense.topic is own.topic)
        return self._memory.screened or any(each.span > place and each.high < number for each in same)

    def _together(self) -> Iterator[Claim]:
        if len(self._memory.listed) > 1 and (every := self._implied.in_all()) is not None:
            yield every._replace(saying=Saying.PART)
