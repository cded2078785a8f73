"""What a number means that stands with nothing named beside it: by the clause before, or by what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nianbao.checks.claims.claim import Claim, Quantity, Saying
from nianbao.checks.claims.phrases.beside import BESIDE_YEARS, YEARS
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, explained, left_of
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.lexicon import Act
from nianbao.checks.claims.words.roles import Role, Rows


class Implied:
    """What is meant without being said."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings

    def unnamed(
        self,
        left: Phrase,
        right: Phrase,
        before: Sequence[Token],
        clause: Clause,
        told: Sequence[Quantity],
    ) -> Sense | None:
        """What a number means with nothing named beside it: 其余3件, or behind a clause that names it.

        ``told`` are the numbers of the sentence before it.
        """
        named = right.anchored and not (right.each or right.such)  # 其余6件分别是…, 来自律师事务所等
        if left.anchored or named or left.changed:
            return None
        if (other := self._under_year(before) or self._besides(before)) is not None:
            return other
        if left.stopped is not None and left.stopped.kind is Role.REST:
            rest = self.rest(listed=right.each)
            clear = right.stopped is None and not right.changed  # 其余3件转办
            return rest if clear or rest is None or not rest.whole else None
        if left.stopped is not None or right.stopped is not None:
            return None
        if self._memory.level is not None and {t.kind for t in before} <= {Role.ALL, Role.FREE}:
            return self._memory.level
        first = not told and {Role.THIS_YEAR, Role.TOTAL} <= {token.kind for token in before}
        if clause.named and all(token.kind in BESIDE_YEARS for token in before):
            return self.headed()  # 办结数：45件
        of_one = explained(self._memory.mentioned).outcome  # 公开过的计入予以公开，共9件
        if told and not of_one and Role.TOTAL in {token.kind for token in before}:
            every = self.every() or self.added() or self.summed(told) or self.done()
            if every is not None or (self._memory.fresh and not self._memory.named):
                return every  # 3件规范性文件新制发，累计28件
        near = clause.depth > self._memory.depth
        hinted = self._become(before) or self.hinted(near=near) or self._framed(before)
        if hinted is None and first:
            return self.announced() or (None if self._memory.strange else self.headline())
        return hinted

    def _besides(self, before: Sequence[Token]) -> Sense | None:
        """What came this year, behind what came from another one: 上年转来4件，加上今年的46件."""
        kinds, last = {token.kind for token in before}, self._memory.sense
        if last is None or not (last.whole and last.final) or not kinds <= {*BESIDE_YEARS, Role.JOIN}:
            return None
        if not {Role.THIS_YEAR, Role.JOIN} <= kinds:
            return None
        return replace(last, rows=last.topic.rows, columns=last.topic.columns, acts=[], actor=(), final=False)

    def _become(self, before: Sequence[Token]) -> Sense | None:
        """处罚比上年下降5.1%，为1196件: what has grown or become less, where it was not told before."""
        last = self._memory.last
        bare = bool(before) and {token.kind for token in before} <= BESIDE_YEARS
        return self._memory.grown if bare and (last is None or last.last_year) else None

    def _under_year(self, before: Sequence[Token]) -> Sense | None:
        """收到申请2023年58件、2024年46件: what was named before the year, be it in the clause before."""
        place = next((i for i, token in enumerate(before) if token.kind in YEARS), None)
        if place is None or any(t.kind not in {*YEARS, *BESIDE_YEARS} for t in before[place:]):
            return None
        head = left_of([token for token in before[:place] if token.kind is not Role.PART])
        if head.anchored and head.stopped is None and not (head.restricted or head.changed):
            self._memory.said = head
        said = self._memory.said
        if said is None or head.stopped is not None:
            return self.announced() if head.stopped is None else None
        sense = self._meanings.meaning(said)
        return None if sense is not None and sense.final else sense  # 上年结转9件、今年新来175件

    def hinted(self, *, near: bool = False) -> Sense | None:
        """What a bare number behind a clause without one means, if that names an outcome or an actor;
        ``near``: it stands in brackets, behind the word that it is of."""
        hint = self._nearest() if near else self._memory.hint
        if hint is None or not (hint.actors or hint.outcome or (near and hint.topics)):
            return None
        sense = self._meanings.meaning(hint)
        base = self._memory.base
        if sense is None or base is None:
            return sense
        if base.topic is not sense.topic:
            return None
        return replace(sense, rows=(*sense.rows, *base.rows), columns=(*sense.columns, *base.columns))

    def _nearest(self) -> Phrase | None:
        """What stands last in the clause before, without a number."""
        if not self._memory.mentioned:
            return self._memory.hint
        phrase = left_of(self._memory.mentioned)
        return None if phrase.changed else phrase

    def every(self) -> Sense | None:
        """What 共50件 means behind two stages of the work: 收到46件，连同上年结转4件共50件."""
        base = self._memory.base
        if base is None or len(self._memory.stated) < 2 or base.topic.wary:
            return None
        if base.topic.decided:
            return self._every_case()
        return replace(base, rows=base.topic.rows, columns=base.topic.columns, acts=[], final=False)

    def added(self) -> Sense | None:
        """What 共101件 means behind what came from the year before, added to what was told: 加上结转的3件."""
        sense, memory = self._memory.sense, self._memory
        if sense is None or not (memory.added and sense.whole) or len(memory.counted) != 1:
            return None
        topic = sense.topic
        if topic.wary or topic.decided or not set(sense.rows).isdisjoint(topic.rows):
            return None
        return replace(sense, rows=topic.rows, columns=topic.columns, acts=[], actor=(), final=False)

    def _every_case(self) -> Sense | None:
        """What 合计9件 means behind several kinds of cases with nothing else told: 复议5件、诉讼4件."""
        counted = [sense for _, sense in self._memory.counted]
        topics = {sense.topic.id: sense.topic for sense in counted if sense.whole}
        is_kind = self._meanings.is_kind
        wide = [
            each
            for each in topics.values()
            if not any(is_kind(each, of) for of in topics.values() if of is not each)
        ]
        plain = self._memory.fresh and counted[-1].whole and len({each.section for each in wide}) == 1
        return self._meanings.meaning(Phrase(topics=wide)) if plain and len(wide) > 1 else None

    def summed(self, told: Sequence[Quantity]) -> Sense | None:
        """What 合计125件 means behind outcomes: 公开85件，部分公开40件. Of the last two, three, … or all."""
        rows: list[tuple[str, ...]] = []
        for quantity in reversed(told):
            sense = next((sense for number, sense in self._memory.counted if number is quantity), None)
            own = sense is not None and not (sense.whole or sense.actor) and self._is_clear(sense)
            if sense is None or not own or sense.topic is not self._memory.heard:
                break
            rows.append((*sense.rows[0], *(rows[-1] if rows else ())))
        base = None if self._memory.open_list else self._memory.sense
        if base is None or len(rows) < 2 or base.columns != base.topic.columns:
            return None
        return replace(base, rows=tuple(rows[1:]), whole=False)

    def _is_clear(self, sense: Sense) -> bool:
        """Whether what a number counts is certain: 公开85件 where 部分公开 is told beside it."""
        told = {name for _, other in self._memory.counted for name in other.rows[0]} - {*sense.rows[0]}
        return all(not told.isdisjoint(rows) for rows in sense.rows[1:])

    def headline(self) -> Sense | None:
        """What a line counts that names nothing, under the heading of a topic: 比上年多出5件."""
        heard = None if self._memory.begun else self._memory.heard
        return None if heard is None or heard.wary else self._meanings.meaning(Phrase(topics=[heard]))

    def spoken(self) -> Sense | None:
        """What is counted behind a clause that names nothing: 总量上升，由300件升至350件."""
        heard, hint = self._memory.heard, self._memory.announced
        if hint is None or hint.anchored or hint.stopped or heard is None or heard.wary or heard.decided:
            return None
        return self._meanings.meaning(Phrase(topics=[heard]))

    def headed(self) -> Sense | None:
        """What 45 means behind 办结数: if nothing else stands before the colon."""
        hint = self._memory.hint
        return (
            self._meanings.meaning(hint)
            if hint is not None and hint.stopped is None and hint.anchored
            else None
        )

    def announced(self) -> Sense | None:
        """What 全年共5件 means where the clause before names one topic and counts nothing: 申请量保持平稳."""
        hint = self._memory.announced
        topics = [] if hint is None else hint.topics or ([hint.weak] if hint.weak else [])
        if hint is None or len(topics) != 1 or topics[0].wary:
            return None
        stages = [act for act in hint.acts_on(topics[0]) if act.whole]
        return self._meanings.meaning(hint) if stages or not (hint.acts or hint.actors) else None

    def in_all(self) -> Claim | None:
        """That the numbers of the last list are all there are: 网上7件、信函3件; 办公室收到5件."""
        listed = self._memory.listed
        numbers = [quantity for quantity, _ in listed]
        if len({each.measure for each in numbers}) != 1:
            return None
        value = sum((each.value or 0 for each in numbers), start=0)
        low, high = sum(each.low for each in numbers), sum(each.high for each in numbers)
        span = numbers[0].span[0], numbers[-1].span[1]
        words = "＋".join(each.words for each in numbers)
        every = Quantity(value, low, high, numbers[0].measure, words, span)
        return Claim(Saying.COUNT, listed[0][1].rule, self._meanings.cells_of(listed[0][1]), every)

    def done(self) -> Sense | None:
        """What 共34件 means behind what is done with all of them: 连同结转的1件，已全部办结，共34件."""
        hint = self._memory.hint if self._memory.mentioned else None
        sense = self._meanings.meaning(hint) if hint is not None and hint.all and not hint.stopped else None
        if sense is None or not sense.whole or sense.final or sense.topic.wary:
            return None
        last = self._memory.sense  # 上年结转的1件也已办结，共1件
        return replace(sense, rows=(*sense.rows, *(last.rows if last is not None and last.final else ())))

    def _framed(self, before: Sequence[Token]) -> Sense | None:
        """What a bare number counts behind the frame that it is told in: 从上年结转看，有3件."""
        words = self._memory.mentioned
        hint = self._memory.hint if words and words[-1].text in self._memory.lexicon.frames else None
        if hint is None or hint.stopped or not hint.acts or {t.kind for t in before} - BESIDE_YEARS:
            return None
        return self._meanings.meaning(hint)

    def rest(self, *, listed: bool = False) -> Sense | None:
        """What 其他 means behind an outcome: the other outcomes, of those that have not been told.

        ``listed``: it is told one by one what they are.
        """
        sense = self._memory.sense
        if sense is not None and sense.actor and sense.topic.rest:
            return replace(sense, columns=self._meanings.other_columns(sense.topic))
        if sense is not None and sense.whole:  # 办结50件，剩5件
            words = [word for group in sense.acts for word in group]
            left = _rest_of([act for word in words if (act := word.acts.get(sense.topic.id)) is not None])
            return replace(sense, rows=left, acts=[], final=True) if left else None
        if sense is None or sense.actor or self._memory.some_in_part or (listed and self._memory.partly):
            return None  # 公开的9件中，已在网上的3件，其余6件
        if sense.topic.others:
            return replace(sense, rows=sense.topic.others, rest=True)
        known = sense.topic.kinds and not self._memory.partly
        every = (" + ".join(sense.topic.kinds),) if known else ()
        columns = (*sense.topic.rest, *every)
        return replace(sense, columns=columns, rest=True) if columns else None


def _rest_of(acts: list[Act]) -> Rows:
    """The rows of what is left of those of which an act is told."""
    return tuple(dict.fromkeys(names for act in acts for names in act.rest))
