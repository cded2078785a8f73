"""Whether a number is of some of what its cells count: 上年结转4件，公开1件; 新收46件申请中办结41件."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nianbao.checks.claims.claim import Reading
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, explained
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Lexicon, Topic
from nianbao.checks.claims.words.roles import Role, Rows


class OfSome:
    """Looks at what a number stands behind."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings

    def is_part(self, sense: Sense) -> bool:
        """Whether its cells may count any number more."""
        memory, last = self._memory, self._memory.sense
        if sense.topic.decided and last is not None and not (last.topic.decided or last.whole):
            return True  # 不予公开9件，引发复议3件
        if sense.whole and sense.topic.decided:  # 诉讼5件，其中新发3件
            return bool(sense.acts) and memory.base is not None and memory.base.topic is sense.topic
        if sense.whole:  # 办结50件，其中本年收到46件; 结转下年5件，其中12月收到3件
            of_some = memory.base is not None and memory.base.final
            again = memory.base is not None and memory.base.topic is sense.topic and not sense.acts
            of_some |= again  # 收到46件，其中某某申请5件
            return memory.in_part and not sense.final and (of_some or self._meanings.of_done())
        if memory.some_in_part:  # 其中涉及征地20件，公开8件
            return True
        if last is None or last.topic is not sense.topic:
            return False
        if not last.whole:
            return False
        return not set(last.rows).isdisjoint(_carried_in(sense.topic))  # 上年结转4件，公开1件

    def is_of_some(self, left: Phrase, right: Phrase, before: Sequence[Token]) -> bool:
        """Whether what was done is told of some of them: 对2件收费; 对现行有效的35件逐件评估，废止5件;
        因资料遗失，无法提供2件."""
        if self._memory.why and left.outcome:
            return True
        if before and before[-1].kind in {Role.BECAUSE, Role.REASON}:
            return right.stopped is not None or not self._meanings.acts_of(left)
        told = right.changed or right.stopped is not None
        stock = told and any(len(topic.columns) > 1 for topic in self._meanings.topics.of(left))
        return stock and any(token.kind is Role.BECAUSE for token in before)

    def is_matter(self, left: Phrase, before: Sequence[Token]) -> bool:
        """Whether an outcome is only the name of what was asked for: 收到46件，其中征收类28件、信访类5件."""
        memory, base = self._memory, self._memory.base
        came = base is not None and memory.in_part and bool(base.topic.persons)
        if base is None or not (came and before and left.outcome) or self._meanings.all_done(base):
            return False
        strange = left.stopped is not None and left.stopped.kind is Mark.OPAQUE
        return before[-1].text.endswith(memory.lexicon.sorts) and (strange or memory.by_matter)

    def tells_when(self, left: Phrase, right: Phrase, after: Sequence[Token]) -> bool:
        """Whether it is told of a number when it came, any day of the year, or that there is time for it."""
        if left.anchored or right.final:
            return False
        kinds = {token.kind for token in after}
        if Role.IN_TIME in kinds and kinds.isdisjoint({Role.ACT, Role.ALL}):  # 仍有14件申请在法定期限内
            return True
        # 另有1件年底收到, but 其中46件为本年收到
        return not right.named and Role.THIS_YEAR not in kinds and self.came(right)

    def came(self, right: Phrase) -> bool:
        """Whether it is told of a number that it came, not what was done: 4件申请系年底收到."""
        return any(
            act.whole and {*act.rows} <= {*topic.rows[:-1]}
            for topic in self._meanings.topics.of(right)
            for act in right.acts_on(topic)
        )

    def is_limited(self, left: Phrase, before: Iterable[Token]) -> bool:
        """Whether it is of applications beside those told before: 收到58件；模拟申请5件，答复5件."""
        limited = any(token.kind is Role.LIMIT for token in before)
        return limited and left.named and self._memory.base is not None

    def of_division(self, before: Iterable[Token]) -> bool:
        """Whether it is of some offices of a government alone: 各部门收到5件，各乡镇收到2件."""
        return any(token.text in self._memory.lexicon.divisions for token in before)

    def is_kind(self, left: Phrase, right: Phrase, before: Sequence[Token], measure: str) -> bool:
        """Whether a number is of some of those who applied, named by a word before: 建筑公司5件."""
        memory, place = self._memory, next((i for i, t in enumerate(before) if t.kind is Role.ACTOR), 0)
        kind = before[place - 1] if place else None
        heard = memory.heard if memory.heard and measure in memory.heard.measures else None  # 注销企业5户
        topic = memory.base.topic if memory.base is not None else heard
        if kind is None or left.stopped is not kind or kind.kind is not Mark.OPAQUE or topic is None:
            return False
        if measure not in topic.measures:  # 注销企业5户
            return False
        others = left.acts or left.changed or right.anchored or right.stopped
        return bool(topic.persons) and not others and not any(memory.itself.elsewhere(t) for t in before)

    def is_sort(self, left: Phrase, before: Sequence[Token]) -> bool:
        """Whether a number is of one sort of decisions: 作出城市管理类行政处罚5件, but not 公开…处罚5件."""
        memory, topic = self._memory, left.topics[-1] if left.topics else None
        if topic is None or not topic.wary or len(topic.columns) > 1 or left.changed or memory.in_part:
            return False
        acts = explained(before).acts_on(topic)
        done = bool(acts) and not any(act.apart for act in acts)
        done = done or any(t.word and t.word.topic is topic and is_done(t, memory.lexicon) for t in before)
        known = left.stopped is not None and left.stopped.kind is Mark.OPAQUE
        return done and known and memory.whole_year and not memory.silent(left, before)

    def is_aside(self, sense: Sense) -> bool:
        """Whether it is none of the tables' for what was told before it."""
        memory = self._memory
        if memory.later and sense.rows == _carried_in(sense.topic):  # 2025年1月办结上年结转2件
            return True
        if memory.until and not memory.later and sense.final and sense.rows != _carried_in(sense.topic):
            return True
        then = memory.last is not None and memory.last.last_year and memory.year is Role.THIS_YEAR
        then = then or self._left_of_last_year()
        of_those = then and memory.sense is not None and memory.sense.topic is sense.topic
        return of_those and sense.topic.decided != () and not sense.whole  # 上年未审结6件，今年维持5件

    def _left_of_last_year(self) -> bool:
        """Whether the number before is of cases that had no end last year: 上年未审结6件已审结，维持5件."""
        last, sense = self._memory.last, self._memory.sense
        if last is None or sense is None or not last.last_year:
            return False
        return {*sense.columns}.isdisjoint({*sense.topic.columns, *sense.topic.kinds[:-1]})

    def is_divided(self, left: Phrase, before: Sequence[Token]) -> bool:
        """Whether a kind of cases is told that may be divided further: 复议9件，拆迁类7件，维持5件."""
        base = self._memory.base
        kind = left.stopped is not None and before[-1].text in self._memory.lexicon.sorts
        return kind and not left.anchored and base is not None and base.topic.decided != ()

    def besides(self, sense: Sense, clause: Clause) -> tuple[Reading, ...]:
        """What its cells may count besides, where it is of this year's alone: what was carried in."""
        last = self._memory.sense
        if sense.final or (sense.whole and not self._meanings.all_done(sense)):
            return ()
        if sense.whole and self._memory.carried_done:  # 上年结转4件均已办结，本年收到46件，办结41件
            return self._carried_in(sense, ())
        if last is None or last.topic is not sense.topic or last.final:  # 本年46件中41件办结
            return self._carried_in(sense, ()) if sense.whole and (clause.among or self._memory.among) else ()
        came = last.whole and not self._meanings.all_done(last)
        some = (clause.among or self._memory.these) and (
            came if sense.whole else came and len(last.rows) == 1 and sense.rows != last.rows
        )  # 新收46件申请中办结41件, but not 自然人38件
        within = self._memory.lexicon.within
        this_year = sense.whole and any(token.text in within for token in clause.tokens)  # 当年办结41件
        whose = bool(last.actor) and not (sense.actor or last.acts)  # 自然人38件申请，公开13件
        return self._carried_in(sense, last.actor) if some or this_year or whose else ()

    def _carried_in(self, sense: Sense, actor: tuple[str, ...]) -> tuple[Reading, ...]:
        rows = _carried_in(sense.topic)
        return self._memory.lexicon.readings(sense.topic, rows, actor or sense.topic.columns)


def is_why(tokens: Sequence[Token]) -> bool:
    """Whether a clause tells nothing but why, and not in the words of the tables: 因资料遗失; there may be
    other reasons, but not behind 因信息不存在、资料遗失等原因."""
    first = next((token.kind for token in tokens if token.kind not in _BEFORE_REASONS), None)
    kinds = {token.kind for token in tokens}
    return first is Role.REASON and Mark.OPAQUE in kinds and kinds.isdisjoint(_OF_ALL)


_BEFORE_REASONS = {Role.FREE, Role.PART, Role.OWN, Role.THIS_YEAR, Role.JOIN}
_OF_ALL = {Role.ETC, Role.TOPIC, Role.ALL}


def is_done(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word that names decisions tells that they were made, too: 作出处罚."""
    verb = lexicon.match(token.text[:_VERB], 0)
    return verb is not None and verb[1].role is Role.ACT and len(verb[0]) < len(token.text)


_VERB = 2  # characters


def _carried_in(topic: Topic) -> Rows:
    """The rows that all that is to be done has besides what came in this year."""
    rows = [set(names) for names in topic.rows]
    return tuple(tuple(every - came) for every in rows for came in rows if came < every)
