"""Numbers that are not understood: what they mean for those behind them."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.checks.claims.claim import Claim, Saying
from nianbao.checks.claims.counted.claiming import Claiming
from nianbao.checks.claims.counted.doubts import Doubts
from nianbao.checks.claims.phrases.beside import foreign, stepped
from nianbao.checks.claims.phrases.memory import Memory
from nianbao.checks.claims.phrases.phrase import Phrase
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.quantities import is_money
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.lexicon import Topic
from nianbao.checks.claims.words.roles import Role


class Passing:
    """Goes on behind a number that is not understood."""

    def __init__(self, memory: Memory, doubts: Doubts, claiming: Claiming) -> None:
        self._memory = memory
        self._doubts = doubts
        self._in_parts = claiming.in_parts
        self._of_some = claiming.of_some

    def leave(
        self, number: Counted, left: Phrase, before: Sequence[Token], after: Sequence[Token], *, apart: bool
    ) -> None:
        """What a number that is not understood means for those behind it; ``apart``: nothing."""
        memory = self._memory
        rest = left.stopped is not None and left.stopped.kind is Role.REST
        near = before if left.stopped is None else before[before.index(left.stopped) + 1 :]
        if left.step or stepped(near):
            memory.hear_all(before)
            if foreign(before):  # 热线转办件462件，办结462件
                memory.something_else()
            self._in_parts.note_step()
            memory.some_in_part |= not memory.in_part and left.step  # 延期答复8件，其中公开3件
        elif not (memory.in_part or rest or apart):
            self.over(number, left, [*before, *after])
        planned = memory.heard is not None and memory.heard.wary  # 拟废止3件，保留20件
        some = planned or self._of_some.is_limited(left, before)
        if left.changed and (some or (memory.in_part and left.acts)):  # 其中市本级收到7件，办结5件
            memory.offices += memory.in_part
            self._give(number, memory.heard)

    def over(self, number: Counted, phrase: Phrase, tokens: Sequence[Token]) -> None:
        """A number that is not understood: of something else, or only in words that are not known.

        What follows may be parts of 涉及征地的20件, but not of what came of the work.
        """
        if number.quantity.measure in self._memory.lexicon.lasting or is_money(number.quantity.measure):
            return  # 20个工作日; 行政处罚118件，罚款1432.6万元，行政强制24件
        named = [t.word.topic for t in tokens if t.word and t.word.topic and not t.word.weak]
        topic = named[-1] if named else self._memory.heard
        if not named and phrase.weak not in {None, topic}:  # 许可决定12件。收到申请46件
            topic = None
        if topic is not None and not named and self._done_elsewhere(phrase, topic):
            topic = None
        some = phrase.changed or any(token.kind is Role.BECAUSE for token in tokens)
        beside = topic is not None and phrase.outcome and phrase.acts_on(topic)  # what follows stands so, too
        matter = beside and all(token.kind is not Role.FOREIGN for token in tokens)  # 内部事务不予公开1件
        apart = (foreign(tokens) and not matter) or (some and not phrase.acts)
        if topic is not None and number.quantity.measure in topic.measures and not apart:
            others = any(self._memory.itself.elsewhere(token) for token in tokens)
            told = self._memory.topics
            if topic.wary:  # 开展规范性文件清理，共清理文件69件，继续有效32件
                told = [sense.topic for _, sense in self._memory.counted]
            cases = topic.decided and named and not phrase.changed  # 信息公开复议9件；拆迁复议20件，维持16件
            if others or cases or (topic not in told and not beside):
                self._memory.others = others
                self._give(number, topic, chained=False)
            self._memory.hear(topic)
            self._memory.something_unknown(topic, number.quantity)
        else:
            if self._memory.heard is None:  # 社会组织的申请2件，无法提供1件
                self._give(number, phrase.weak, chained=False)
            self._memory.something_else()
            self._doubts.beside |= foreign(tokens)

    def _give(self, number: Counted, topic: Topic | None, *, chained: bool = True) -> None:
        """What follows is said only if the number is one of the tables after all."""
        if topic is not None:
            readings = self._memory.lexicon.readings(topic, topic.rows, topic.columns)
            self._memory.given = Claim(Saying.COUNT, topic.rule, readings, number.quantity)
            self._memory.chained = chained

    def _done_elsewhere(self, phrase: Phrase, topic: Topic) -> bool:
        """Whether what was done is done with decisions alone: behind applications, 查处案件5起."""
        topics = self._memory.lexicon.topics
        words = [word for group in phrase.acts for word in group]
        others = all(word.acts and all(topics[name].wary for name in word.acts) for word in words)
        return bool(words) and others and not topic.wary
