"""The numbers of a clause: what each of them counts by the words beside it, or why it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nianbao.checks.claims.claim import Claim, Span, Why
from nianbao.checks.claims.counted.bounds import Bounds
from nianbao.checks.claims.counted.claiming import Claiming
from nianbao.checks.claims.counted.doubts import Doubts, Opening
from nianbao.checks.claims.counted.of_some import is_why
from nianbao.checks.claims.counted.passing import Passing
from nianbao.checks.claims.counted.shared import Share, shared_out
from nianbao.checks.claims.counted.waiting import Reasons, Waiter
from nianbao.checks.claims.counted.ways import Ways
from nianbao.checks.claims.phrases.beside import (
    Beside,
    by_head,
    definite,
    ends_in_nought,
    exemplary,
    joins_more,
    modifies,
    passed_on,
    said_of_listed,
    stepped,
    unnamed,
    words_beside,
    years_in,
)
from nianbao.checks.claims.phrases.implied import Implied
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import CHANGES, Phrase, after_deed, left_of, right_of
from nianbao.checks.claims.stated.compared import Counted, quantity_of
from nianbao.checks.claims.text.clauses import Clause, is_among
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import Role

_GOES_ON = 2  # the strength of a comma: 处罚引起的复议8件，维持5件


class Numbers:
    """Reads the numbers of clauses and adds to the claims of the line, or to what is left and why. ``told``
    are the numbers of the sentence, for the sums."""

    def __init__(self, memory: Memory, meanings: Meanings, claims: list[Claim]) -> None:
        self._memory = memory
        self._meanings = meanings
        self.claims = claims
        self.left: dict[Span, tuple[Why, str]] = {}  # why numbers say nothing, with the word in the way
        self.told: list[Counted] = []
        self._single = ""  # the measure of applications of which is told how many things they ask for
        self._trade = False  # whether it was of cases of another kind
        self._away = False  # whether the last number was another organ's
        self._apart = False  # whether what follows is of a number that no table has
        self._implied = Implied(memory, meanings)
        self._doubts = Doubts(memory, meanings)
        self._bounds = Bounds(memory, meanings)
        self._ways = Ways(memory, meanings)
        claiming = self.claiming = Claiming(memory, meanings, claims, self.left)
        self._of_some, self._in_parts = claiming.of_some, claiming.in_parts
        self._revised, self._waiting = claiming.revised, claiming.waiting
        self._reasons = Reasons(memory, claims, self.left)
        self._opening = Opening(memory)
        self._passing = Passing(memory, self._doubts, claiming)

    def counts(self, clause: Clause, tokens: list[Token]) -> None:
        places = [i for i, token in enumerate(tokens) if token.kind is Mark.QUANTITY]
        places += [len(tokens) - 1] if ends_in_nought(tokens) else []
        if not places:
            self._meanings.mention(tokens)
            self._memory.depth = clause.depth
            self._memory.why = is_why(tokens)
            self._resolve(tokens)
            self._reasons.became(tokens)
            return
        if any(quantity_of(tokens[i]).measure in self._memory.lexicon.lasting for i in places[:-1]):
            self._memory.year = Role.PERIOD  # 一天收到5件
        self._read_numbers(clause, tokens, places)
        behind = right_of(tokens[places[-1] + 1 :])
        self._memory.hint = behind if behind.outcome or behind.actors else None
        self._memory.mentioned, self._memory.why = (), False

    def _read_numbers(self, clause: Clause, tokens: list[Token], places: list[int]) -> None:
        memory = self._memory
        self.give_up()
        counted = [Counted(quantity_of(tokens[i]), clause) for i in places]
        first = left_of(tokens[: places[0]])
        first.each |= len(places) > 1 and years_in(tokens[: places[0]]) == len(places)
        alone = clause.depth > memory.depth and {t.kind for t in tokens} == {Mark.QUANTITY, Role.JOIN}
        # 由自然人、企业提出，分别为5件、2件; 公益组织、科研机构较少（6件、4件）
        each = first.each or alone or (first.all and len(places) == 1)
        if each and not first.anchored and memory.listing:
            first = replace(memory.listing, each=True)
        behind = tokens[places[-1] + 1 :]
        if len(places) > 1 and not first.anchored and right_of(behind).each:
            shared = shared_out(right_of(behind), behind, counted, memory, self._meanings)
            self._share_out(shared or ())  # 17件、7件分别予以公开和部分公开
        elif (shared := shared_out(first, tokens[: places[0]], counted, memory, self._meanings)) is not None:
            self._share_out(shared)
        elif not (len(counted) > 1 and (first.each or by_head(tokens, places, memory.lexicon.persons))):
            within = False
            for number, beside in zip(counted, words_beside(tokens, places), strict=True):
                if within and number.quantity.measure != counted[0].quantity.measure:
                    self._single = counted[0].quantity.measure
                if within and memory.sense and memory.sense.final and unnamed(beside):
                    self.left[number.quantity.span] = Why.SOME, ""  # 上年结转4件申请办结4件
                else:
                    self._count(number, beside, within=within)  # within: 网上申请28件办结20件
                    memory.note_kind(number.quantity, beside.before)
                within = not beside.last
        self.told += counted
        memory.fresh = memory.last is not None and counted[-1].quantity is memory.last.quantity
        memory.named = not memory.fresh

    def _share_out(self, shared: Iterable[Share]) -> None:
        for number, sense, year in shared:
            if year is not None:
                self._memory.year, self._memory.two_years = year, True
            self.claiming.claim(number, sense)

    def _count(self, number: Counted, beside: Beside, *, within: bool) -> None:
        memory, (before, after, last) = self._memory, beside
        left, right = left_of(before), right_of(after)
        self._revised.note_head(number.quantity, before, part=memory.in_part or number.clause.among)
        self._meanings.hand_on(number.clause)
        if (why := self._set_aside(number, left, beside)) is not None:
            self.left[number.quantity.span] = why, ""
            self._revised.note_kin(number.quantity, left, why)
            return
        if (other := self._revised.narrowed(left, right, before)) is not None:
            self.claiming.claim(number, other, named=True)
            memory.in_part = True
            return
        depth = number.clause.depth
        told = [each.quantity for each in self.told if each.clause.depth <= depth]  # no parts in brackets
        if (other := self._implied.unnamed(left, right, before, number.clause, told)) is not None:
            rest = other.rest or (left.stopped is not None and left.stopped.kind is Role.REST)
            self._implied_by(number, other, left.about, rest=rest)
            return
        if self._of_some.tells_when(left, right, after):
            right = replace(right, acts=[], stopped=after[0])
        bare = last and self._waiting.may(left, right, number)
        came = left.acts
        left, unknown = _both(left, right, memory, self._meanings, last=last)
        if not left.anchored:  # 降幅最大的是甲镇，为28件，上年43件
            memory.said = None
        if bare and unknown:
            self._waiting.begin(Waiter(number, left, [*before, *after], bare=right.stopped is None))
            memory.some_in_part |= memory.in_part
            self.left[number.quantity.span] = self._why(left, right, before, some=False)
            return
        memory.said = left if left.anchored else memory.said
        memory.shared = left.acts if said_of_listed(before) else memory.shared
        unknown = unknown and not definite(before, left)
        unknown = unknown or joins_more(before)
        unknown = unknown or (not self.told and memory.is_strangers(left))
        unknown = unknown or (last and passed_on(after, left)) or self._meanings.topics.is_guessed(left)
        alike = bool(told) and told[-1].measure == number.quantity.measure
        unknown = unknown or self._meanings.wary(left, before, alike=alike) or modifies(after, left, right)
        left.restricted |= self._meanings.about_others(left, before)
        some = self._of_some.is_of_some(left, right, before) or self._of_some.is_matter(left, before)
        sort = self._of_some.is_sort(left, before)  # 作出城市管理类行政处罚5件
        if sort or self._of_some.is_kind(left, right, before, number.quantity.measure):  # 建筑公司申请5件
            self.claiming.claim(number, self._meanings.meaning(left), part=True)
        elif unknown or some or left.restricted or memory.silent(left, after_deed(before)):
            self._not_understood(number, left, right, before, after, unknown=unknown, some=some)
        else:
            late = bool(came) and left.acts is not came  # 年底收到的5件尚在办理: there may be more
            self._named(number, left, right, beside, within=within or late)

    def _implied_by(self, number: Counted, sense: Sense, about: Role | None, *, rest: bool) -> None:
        """A number whose words name nothing. What is left of some that nobody knows is not known, either:
        办结50件；涉及征地28件、拆违9件、其他13件."""
        alike = [each for each in self.told if each.quantity.measure == number.quantity.measure]
        unknown = sum(each.sense is None and not (each.growth or each.then) for each in alike)
        listed = number.clause.strength == 1 and alike[-1:] and alike[-1].sense is None
        if rest and (unknown > 1 or listed):
            self.left[number.quantity.span] = Why.UNKNOWN, ""
        else:
            self.claiming.claim(number, sense, about=about)

    def _named(self, number: Counted, left: Phrase, right: Phrase, beside: Beside, *, within: bool) -> None:
        """A number of what the words beside it name, if that is any of the tables' at all."""
        memory, (before, after, _) = self._memory, beside
        sense = self._meanings.meaning(left)
        if sense is None:  # 申请减少8件；劳动仲裁立案42件，裁决6件
            memory.exact = memory.grown = None
        if sense is None and stepped([*before, *after]):
            self.left[number.quantity.span] = Why.LIMITED, ""
            memory.hear_all(before)
            return
        if sense is None and left.outcome:
            memory.of, memory.of_each = left.acts, bool(after) and is_among(after[-1], memory.lexicon.among)
        if sense is None and not number.clause.among:
            self._doubts.note(number.quantity, before, after, left, (Why.NOTHING, ""))
        if sense is None and not memory.in_part:
            self._revised.note_kin(number.quantity, left, Why.NOTHING)
            self._passing.over(number, left, [*before, *after])
        memory.some_in_part |= sense is None and memory.in_part
        part = within and bool(left.acts)
        part |= self._of_some.of_division(before)
        self.claiming.claim(number, sense, about=left.about, named=bool(left.topics), part=part)
        of_all = right.named and sense is not None and not sense.actor
        memory.these = of_all and bool(before) and before[-1].text.endswith("的")
        if sense is not None and sense.whole and (memory.these or self._of_some.came(right)):
            self._waiting.begin(Waiter(number, left, [], bare=True))  # 收到的3件申请，顺延至下年
        self._reasons.note(number, sense, after if beside.last else [])
        self._revised.note_whole(sense, before)
        self._revised.note_system(number, before)

    def _not_understood(
        self,
        number: Counted,
        left: Phrase,
        right: Phrase,
        before: Sequence[Token],
        after: Sequence[Token],
        *,
        unknown: bool,
        some: bool,
    ) -> None:
        """A number beside a word that is not known, or that makes another number of it."""
        memory = self._memory
        memory.exact = memory.grown = None
        why = self.left[number.quantity.span] = self._why(left, right, before, some=some)
        among = number.clause.among and memory.sense is not None and not memory.sense.whole
        kind = memory.in_part or self._of_some.is_divided(left, before)
        memory.some_in_part |= among or (kind and why[0] in {Why.SOME, Why.UNKNOWN})
        self._revised.note_left(number.quantity, left, why[0])
        self._bounds.note(number, left, before, after)
        self._opening.note(number, before, after, first=not self.told)
        again = self.claiming.plain.is_doubted(left.topics)
        if again or any(memory.itself.own_office(token) for token in before):
            self.claiming.note_rival(number, left)
        self.claiming.note_beside(number, left)
        cause = any(token.kind is Role.CAUSE for token in before)
        trades = [topic for topic in left.topics if memory.lexicon.has_trade(topic)]
        trade = why[0] is Why.SOME and bool(trades)
        if trade and all(token.kind is not Role.FIELD for token in before):
            self._revised.note_other(trades[-1], number.quantity)
        others = why[0] is Why.LIMITED and before[:1] and before[0].kind is Role.LIMIT  # 各乡镇不予公开5件
        nearest = next((t for t in reversed(before[:-1]) if t.kind is not Role.FREE), None)  # 林权确权类复议
        self._trade = trade and (cause or (nearest is not None and nearest is left.stopped))
        self._away = why[0] is Why.ELSEWHERE or others or cause or trade  # 涉税行政复议2件、诉讼1件
        self._apart = left.changed and bool(after) and is_among(after[0], memory.lexicon.among)
        if not number.clause.among:  # 65件中，62件办结: of these alone
            self._doubts.note(number.quantity, before, after, left, why)
        bare = unknown and left.stopped is None and right.stopped is None  # 共34件
        aside = memory.base and left.changed and not (unknown or left.restricted)  # 网上5件
        way = self._on_ways(number, left, before, some=some)
        self._passing.leave(number, left, before, after, apart=some or bare or bool(aside) or way)

    def _set_aside(self, number: Counted, left: Phrase, beside: Beside) -> Why | None:
        """Why a number says nothing because of those around it."""
        memory = self._memory
        kinds = {token.kind for token in beside.before}
        own = not kinds.isdisjoint({Role.OWN, Role.REGION})
        topic = left.topics[-1] if left.topics else memory.heard
        cases = topic is not None and memory.lexicon.has_trade(topic)
        cases = cases and kinds <= {Role.TOPIC, Role.ACT, Role.FREE} and not left.final
        goes_on = number.clause.strength <= (_GOES_ON if cases and self._trade else 1)
        self._away = self._away and goes_on and not own
        self._apart = self._apart and not (own or left.topics)
        if self._single and self._single != number.quantity.measure:
            return Why.MEASURE  # 47件申请共答复申请事项66项，出具答复书60份
        if exemplary(number.quantity, beside):
            return Why.SOME
        # 市司法局受理复议8件、诉讼5件; 处罚引起的复议8件、诉讼5件; 市政府收到的申请中，由我局承办8件
        if self._away or (memory.of_another and not left.topics):
            return Why.ELSEWHERE
        if self._is_of_things(number) and not left.named:
            return Why.SOME
        return Why.SOME if self._apart else None  # 一审6件中尚有2件未审结

    def _is_of_things(self, number: Counted) -> bool:
        """Whether something else was counted just before in a measure of its own: 留言153条，答复153条;
        转办问题72个，办结70个."""
        last, before = self._memory.last, self.told[-1] if self.told else None
        if before is None or before.sense is not None or before.growth or number.clause.strength > _GOES_ON:
            return False
        if before.quantity.measure != number.quantity.measure:
            return False
        passed_on = {Role.STEP, Mark.OPAQUE} <= before.clause.kinds
        return passed_on if last is None else last.quantity.measure != number.quantity.measure

    def _why(self, left: Phrase, right: Phrase, before: Iterable[Token], *, some: bool) -> tuple[Why, str]:
        """Why a number is left alone, and the word that is in the way."""
        stopped = left.stopped or right.stopped
        word = stopped.text if stopped else ""
        if any(self._memory.itself.elsewhere(token) for token in before):
            return Why.ELSEWHERE, ""
        if left.changed:
            return Why.LIMITED, next((token.text for token in before if token.kind in CHANGES), "")
        if left.anchored and not self._memory.whole_year:
            return Why.PERIOD, ""
        if some or left.restricted:
            return Why.SOME, word
        return (Why.UNKNOWN, word) if word else (Why.NOTHING, "")

    def _on_ways(self, number: Counted, left: Phrase, before: Sequence[Token], *, some: bool) -> bool:
        """网上提交8件: not more than all that came. Whether it is such a number."""
        memory = self._memory
        sense = None if some else self._ways.whole(left, before)
        if sense is not None:
            given, memory.given = memory.given, None
            self.claiming.claim(number, sense, part=True)
            memory.given, memory.chained = given, given is not None
            self._ways.note(number, sense)
        return sense is not None

    def _resolve(self, tokens: list[Token]) -> None:
        """结转下年 behind a number with nothing but a reason beside it; others may be carried out too."""
        if (told := self._waiting.told(tokens)) is not None:
            number, sense = told
            self.left.pop(number.quantity.span, None)
            self.claims[:] = [each for each in self.claims if each.quantity.span != number.quantity.span]
            self.claiming.claim(number, sense, part=True)

    def end(self) -> None:
        """A sentence ends: what is still in doubt may be borne out by its other numbers."""
        self._away = self._apart = False
        self._single = ""
        self._revised.end()
        self._in_parts.end()
        self.give_up()
        self._ways.end(self.claims)
        self.claims += self._doubts.agreeing(self.claims)
        self.claims += self._opening.end(self.claims, self.left)
        self.claims += self._bounds.end({claim.quantity.span for claim in self.claims}, self.left)

    def give_up(self) -> None:
        """Nothing more is told of the number that waits."""
        if (waiter := self._waiting.end()) is not None:
            self._passing.over(waiter.number, waiter.phrase, waiter.tokens)


def _both(
    left: Phrase, right: Phrase, memory: Memory, meanings: Meanings, *, last: bool
) -> tuple[Phrase, bool]:
    """What stands on both sides of a number as one phrase, and whether it is not understood.

    ``last``: what stands behind belongs to no other number.
    """
    unknown = False
    if left.anchored and not left.topics and left.weak is None:
        left.topics, left.weak = right.topics, right.weak  # 收到1件政府信息公开申请
        left.actors = left.actors or right.actors  # 收到2个自然人的申请
        unknown = right.stopped is not None and not right.anchored and not left.actors
    elif not left.anchored:  # 有2件行政复议被纠正
        about = right.stopped is not None and not meanings.told_of(right)  # 20件为申请公开招生计划
        rest = left.stopped is not None and left.stopped.kind is Role.REST  # 其余3件结转下年
        sense = memory.sense
        rest = rest and not right.each  # 其余7件分别为终止5件
        stage = sense is not None and sense.whole and not meanings.all_done(sense)
        others = stage and bool(right.acts)  # 除5件结转外，其余45件均已答复
        told = rest and (right.final or bool(right.actors) or right.outcome or others)
        unknown = about or right.such or not right.anchored or (left.stopped is not None and not told)
        changed, step = left.changed or right.changed, left.step or right.step
        return replace(right, changed=changed, step=step, about=left.about, stopped=left.stopped), unknown
    bare = bool(left.topics) and not (left.acts or left.actors or left.each)
    if last and bare and right.actors and not (right.acts or right.all or right.stopped):
        left.actors = right.actors  # 申请人中有38名为自然人
    if last and not (right.all or left.final) and (right.final or (bare and right.outcome)):
        left.acts = right.acts  # 收到的5件结转下年; 申请5件予以公开
    return left, unknown
