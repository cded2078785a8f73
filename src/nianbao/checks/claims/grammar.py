"""The grammar of statistical sentences: clauses → claims.

A clause names what is counted (a topic), what came of it (an act) and by whom (an actor), before or
after its number; what it leaves out it takes over from the clauses before it. Whatever is not
explained between name and number makes the clause say nothing: unsure is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nianbao.checks.claims.absolute import Absolutes
from nianbao.checks.claims.claim import Claim, Saying, Span, Why
from nianbao.checks.claims.clauses import Clause
from nianbao.checks.claims.compared import TURNS, Comparisons, Counted, quantity_of
from nianbao.checks.claims.lexicon import Lexicon
from nianbao.checks.claims.meaning import Meanings
from nianbao.checks.claims.memory import Memory, Sense
from nianbao.checks.claims.phrase import CHANGES, Phrase, barely, left_of, right_of
from nianbao.checks.claims.quantities import near
from nianbao.checks.claims.tokens import Mark, Token
from nianbao.checks.claims.vocabulary import YEAR_ROLES, Role

_YEARS = {*YEAR_ROLES, Mark.YEAR}
_BESIDE_YEARS = {Role.THIS_YEAR, Role.FREE, Role.TOTAL}
_MOST_TOKENS = 200  # of a clause; one of fifty is long
_DEEPEST = 20  # brackets in brackets
_NEW_PART = 3  # ； begins a new list


class Reader:
    """Reads the sentences of a line one by one and carries over what they leave out."""

    def __init__(
        self, lexicon: Lexicon, topic: str, agency: str, *, own: bool = False, plain: bool = False
    ) -> None:
        self._memory = Memory(lexicon, topic, agency, own=own, plain=plain)
        self._numbers: list[Counted] = []
        self._compared = False  # 与上年相比 holds for the clauses that follow
        self._again = False  # whether the last clause compared with last year
        self.claims: list[Claim] = []
        self.left: dict[Span, tuple[Why, str]] = {}  # why numbers say nothing, with the word in the way
        self._meanings = Meanings(self._memory)
        self._comparisons = Comparisons(self._memory, self._meanings, self.claims)
        self._absolutes = Absolutes(self._memory, self._meanings, self.claims)

    @property
    def topic(self) -> str:
        """The id of the topic that was named last, or ""."""
        return self._memory.heard.id if self._memory.heard else ""

    def sentence(self, clauses: Sequence[Clause]) -> list[Counted]:
        """Read one sentence; gives its numbers for the sums."""
        memory = self._memory
        memory.new_sentence(goes_on=bool(clauses) and clauses[0].tokens[0].kind is Role.PART)
        self._numbers, self._compared, self._again = [], False, False
        memory.in_part, memory.part_depth = False, 0
        memory.ahead = {
            token.word.topic.id
            for clause in clauses
            for token in clause.tokens
            if token.word and token.word.topic and not token.word.weak
        }
        outside: list[tuple[Sense | None, Sense | None, Claim | None, bool]] = []  # before each open bracket
        for clause in clauses:
            if len(clause.tokens) > _MOST_TOKENS or clause.depth > _DEEPEST:
                continue  # no clause that could be explained
            while len(outside) < clause.depth:
                outside.append((memory.base, memory.sense, memory.last, memory.fresh))
            while len(outside) > clause.depth:
                memory.base, memory.sense, memory.last, memory.fresh = outside.pop()
            if clause.depth < memory.part_depth:
                memory.part_depth = 0
            if clause.bracketed or any(token.kind is Role.PART for token in clause.tokens):
                memory.in_part, memory.part_depth = True, clause.depth
            elif memory.part_depth == 0 and clause.strength >= _NEW_PART:
                memory.in_part = False
            self._clause(clause)
        return self._numbers

    def _clause(self, clause: Clause) -> None:
        memory = self._memory
        tokens = [token for token in _any_way(_judged(clause.tokens)) if not memory.itself(token)]
        if memory.topics or memory.ahead:
            tokens = barely(tokens)
        memory.notice(tokens)
        if self._became(clause, tokens):
            return
        memory.aside |= {row for token in tokens for row in _set_aside(token)}
        if (parts := self._comparing(clause, tokens)) is None:
            return
        main, compared = parts
        main, share = _split(main, Role.SHARE)
        named = memory.named
        memory.year = next((t.kind for t in reversed(main) if t.kind in _YEARS), memory.year)
        kinds = {token.kind for token in main}
        if Role.NEGATION in kinds:
            self.left |= {t.span: (Why.DENIED, "") for t in main if t.kind is Mark.QUANTITY}
            if Mark.QUANTITY not in kinds:
                self._absolutes.negations(main)
        else:
            self._counts(clause, main)
            if Mark.ZERO in kinds:
                self._absolutes.zeros(main)
            if Role.ALL in kinds:
                self._absolutes.alls(main, named=named)
        if share:
            self._comparisons.share(main, share)
        if self._again:
            self._comparisons.growth(clause, main, compared, self._numbers)

    def _comparing(self, clause: Clause, tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
        """The clause without what it compares with, and this; None if it only tells last year's number."""
        main, compared = _split(tokens, Role.THAN)
        base = next((t.kind for t in compared if t.kind in _YEARS), None)
        if clause.tokens[-1].kind is Role.THAN and main and main[-1].kind in _YEARS:  # 与去年相比
            self._compared = main[-1].kind is Role.LAST_YEAR
            main = main[:-1]
        elif _last_years(main) and (clause.tokens[-1].kind is Role.THAN or len(main) == len(tokens)):
            self._compared = True  # 与去年230件相比; 上年为230件
            self._comparisons.before(clause, main, self._numbers)
            return None
        turn = next((i for i, t in enumerate(main) if t.kind in TURNS), None)
        again = self._again and all(token.kind is Role.FREE for token in main[:turn])  # 增加39件，增幅17%
        if (self._compared or again) and turn is not None and not compared:
            main, compared = main[:turn], main[turn:]
        self._again = bool(compared) and base in {None, Role.LAST_YEAR}
        return main, compared

    def _became(self, clause: Clause, tokens: list[Token]) -> bool:
        """由上年的230件增至269件: the first number is last year's, the second this year's."""
        memory = self._memory
        turn = next((i for i, t in enumerate(tokens) if t.kind is Role.BECOME), None)
        if turn is None:
            return False
        now = next((i for i in range(turn + 1, len(tokens)) if tokens[i].kind not in _BESIDE_YEARS), None)
        counted = [t for t in tokens if t.kind is Mark.QUANTITY]
        self.left |= {t.span: (Why.UNKNOWN, tokens[turn].text) for t in counted}
        then = next((i for i in range(turn) if tokens[i].kind is Mark.QUANTITY), None)
        if now is None or tokens[now].kind is not Mark.QUANTITY or len(counted) > (1 if then is None else 2):
            return True
        head = tokens[: turn if then is None else then]
        years = {t.kind for t in tokens if t.kind in _YEARS} - {Role.THIS_YEAR, Role.LAST_YEAR}
        named = [t for t in head if t.kind not in {Role.THAN, Role.LAST_YEAR}]
        phrase = left_of(named)
        sense = self._meanings.meaning(phrase) if phrase.anchored else memory.sense if memory.fresh else None
        if sense is None or years or phrase.restricted or memory.silent(phrase, named):
            return True
        if then is not None:
            self._comparisons.before(clause, tokens[then : then + 1], self._numbers, sense)
        number = Counted(quantity_of(tokens[now]), clause)
        self._claim(number, sense, named=True)
        self._numbers.append(number)
        return True

    # ---- numbers

    def _counts(self, clause: Clause, tokens: list[Token]) -> None:
        places = [i for i, t in enumerate(tokens) if t.kind is Mark.QUANTITY or _is_nought(tokens, i)]
        if not places:
            self._meanings.mention(tokens)
            return
        if any(quantity_of(tokens[i]).measure in self._memory.lexicon.lasting for i in places[:-1]):
            self._memory.year = Role.PERIOD  # 一天收到5件
        self._read_numbers(clause, tokens, places)
        behind = right_of(tokens[places[-1] + 1 :])
        self._memory.hint = behind if behind.outcome or behind.actors else None

    def _read_numbers(self, clause: Clause, tokens: list[Token], places: list[int]) -> None:
        counted = [Counted(quantity_of(tokens[i]), clause) for i in places]
        first = left_of(tokens[: places[0]])
        if first.each and not first.anchored and self._memory.listing:  # 由自然人、企业提出，分别为5件、2件
            first = replace(self._memory.listing, each=True)
        if not self._distribute(first, tokens[: places[0]], counted) and not (
            first.each and len(counted) > 1
        ):
            before = 0
            ends = [*places[1:], len(tokens)]
            for place, end, number in zip(places, ends, counted, strict=True):
                joined = end < len(tokens) and tokens[end - 1].kind is Role.JOIN and end - place > 2
                self._count(
                    number, tokens[before:place], tokens[place + 1 : end], last=joined or end == len(tokens)
                )
                before = end if joined else place + 1  # 5件行政复议和3件行政诉讼
        self._numbers += counted
        memory = self._memory
        memory.fresh = memory.last is not None and counted[-1].quantity is memory.last.quantity
        memory.named = not memory.fresh

    def _distribute(self, phrase: Phrase, before: list[Token], counted: list[Counted]) -> bool:
        """分别为5件、2件: each name gets its number; 均为0件, 各1件: each the same."""
        if not (phrase.each or (phrase.all and len(counted) == 1)) or self._memory.silent(phrase, before):
            return False
        groups = (
            [replace(phrase, weak=None, topics=[topic]) for topic in phrase.topics],
            [replace(phrase, weak=None, acts=[[act]]) for group in phrase.acts[-1:] for act in group],
            [replace(phrase, weak=None, actors=[actor]) for actor in phrase.actors],
        )
        for group in groups:
            if len(group) > 1 and len(counted) in {1, len(group)}:
                same = counted * len(group) if len(counted) == 1 else counted
                for names, number in zip(group, same, strict=True):
                    self._claim(number, self._meanings.meaning(names))
                return True
        return False

    def _count(self, number: Counted, before: list[Token], after: list[Token], *, last: bool) -> None:
        memory = self._memory
        left, right = left_of(before), right_of(after)
        if (other := self._unnamed(left, right, before)) is not None:
            self._claim(number, other, about=left.about)
            return
        left, unknown = self._both(left, right, last=last)
        unknown = unknown or self._meanings.wary(left) or _modifies(after, right)
        some = bool(before) and before[-1].kind in {Role.BECAUSE, Role.REASON}  # 对2件收费
        some = some and (right.stopped is not None or not self._meanings.acts_of(left))
        if unknown or some or left.restricted or memory.silent(left, before):
            bare = unknown and left.stopped is None and right.stopped is None  # 共34件
            bare = bare or (left.stopped is not None and left.stopped.kind is Role.REST)
            aside = memory.base and left.changed and not (unknown or left.restricted)  # 网上5件
            self.left[number.quantity.span] = self._why(left, right, before, some=some)
            if left.step:
                memory.hear_all(before)
            elif not (memory.in_part or bare or aside or some):
                self._pass_over(number, left, [*before, *after])
            return
        sense = self._meanings.meaning(left)
        if sense is None and not memory.in_part:
            self._pass_over(number, left, [*before, *after])
        self._claim(number, sense, about=left.about, named=bool(left.topics))

    def _unnamed(self, left: Phrase, right: Phrase, before: Sequence[Token]) -> Sense | None:
        """What a number means with nothing named beside it: 其余3件, or behind a clause that names it."""
        if left.anchored or right.anchored or left.changed:
            return None
        if left.stopped is not None and left.stopped.kind is Role.REST:
            return self._meanings.rest()
        if left.stopped is not None or right.stopped is not None:
            return None
        first = not self._numbers and {Role.THIS_YEAR, Role.TOTAL} <= {token.kind for token in before}
        return self._meanings.hinted() or (self._meanings.announced() if first else None)

    def _both(self, left: Phrase, right: Phrase, *, last: bool) -> tuple[Phrase, bool]:
        """What stands on both sides of a number as one phrase, and whether it is not understood.

        ``last``: what stands behind belongs to no other number.
        """
        unknown = False
        if left.anchored and not left.topics and left.weak is None:
            left.topics, left.weak = right.topics, right.weak  # 收到1件政府信息公开申请
            left.actors = left.actors or right.actors  # 收到2个自然人的申请
            unknown = right.stopped is not None and not right.anchored and not left.actors
        elif not left.anchored:  # 有2件行政复议被纠正
            about = right.stopped is not None and not self._meanings.acts_of(right)  # 20件为申请公开招生计划
            rest = left.stopped is not None and left.stopped.kind is Role.REST  # 其余3件结转下年
            told = rest and (right.final or bool(right.actors) or right.outcome)
            unknown = about or not right.anchored or (left.stopped is not None and not told)
            changed, step = left.changed or right.changed, left.step or right.step
            return replace(right, changed=changed, step=step, about=left.about, stopped=left.stopped), unknown
        bare = bool(left.topics) and not (left.acts or left.actors or left.each)
        if last and not right.all and (right.final or (bare and right.outcome)):
            left.acts = right.acts  # 收到的5件结转下年; 申请5件予以公开
        return left, unknown

    def _why(self, left: Phrase, right: Phrase, before: Iterable[Token], *, some: bool) -> tuple[Why, str]:
        """Why a number is left alone, and the word that is in the way."""
        stopped = left.stopped or right.stopped
        word = stopped.text if stopped else ""
        if any(self._memory.elsewhere(token) for token in before):
            return Why.ELSEWHERE, ""
        if left.changed:
            return Why.LIMITED, next((token.text for token in before if token.kind in CHANGES), "")
        if left.anchored and not self._memory.whole_year:
            return Why.PERIOD, ""
        if some or left.restricted:
            return Why.SOME, word
        return (Why.UNKNOWN, word) if word else (Why.NOTHING, "")

    def _pass_over(self, number: Counted, phrase: Phrase, tokens: list[Token]) -> None:
        """A number that is not understood: of something else, or only in words that are not known.

        What follows may be parts of 涉及征地的20件, but not of what came of the work.
        """
        named = [t.word.topic for t in tokens if t.word and t.word.topic and not t.word.weak]
        topic = named[-1] if named else self._memory.heard
        some = phrase.changed or any(token.kind is Role.BECAUSE for token in tokens)
        apart = _foreign(tokens) or (some and not phrase.acts)
        if topic is not None and number.quantity.measure in topic.measures and not apart:
            beside = phrase.outcome and phrase.acts_on(topic)  # what follows stands beside it
            if topic not in self._memory.topics and not beside:
                readings = self._memory.lexicon.readings(topic, topic.rows, topic.columns)
                self._memory.given = Claim(Saying.COUNT, topic.rule, readings, number.quantity)
            self._memory.hear(topic)
            self._memory.something_unknown()
        else:
            self._memory.something_else()

    def _claim(
        self, number: Counted, sense: Sense | None, *, about: Role | None = None, named: bool = False
    ) -> None:
        """``named``: the topic stands beside the number."""
        memory = self._memory
        span = number.quantity.span
        if sense is None or not (memory.whole_year or sense.final):
            self.left[span] = (Why.NOTHING if memory.whole_year else Why.PERIOD), ""
            return
        if memory.is_trade(sense.topic):
            self.left[span] = Why.TRADE, ""
            memory.something_else()
            return
        quantity = number.quantity = near(number.quantity, about)
        readings = self._meanings.readings(sense, quantity)
        if not readings:
            self.left[span] = Why.MEASURE, ""
            return
        readings += self._meanings.rests(readings)
        last_year = memory.year is Role.LAST_YEAR and not sense.final
        if sense.whole or named:
            memory.given = None
        claim = Claim(Saying.COUNT, sense.rule, readings, quantity, last_year, given=memory.given)
        if sense.final:
            memory.year = Role.THIS_YEAR
        memory.last, memory.sense, number.whole = claim, sense, sense.whole
        memory.hear(sense.topic)
        if not sense.several:
            memory.kinds = 0 if sense.acts or sense.actor or sense.whole else memory.kinds + 1
        if sense.whole:
            memory.base = sense
            memory.stated.append(quantity)
            memory.in_part = memory.in_part and memory.part_depth > 0
        if len(readings) == 1:
            memory.told |= set(readings[0].cells)
        if quantity.value is not None:
            self.claims.append(claim)


def _modifies(after: Sequence[Token], right: Phrase) -> bool:
    """Whether a number belongs to something else that is counted behind it: 申请5件的办理卷宗."""
    return bool(after) and after[0].text == "的" and right.stopped is not None


def _last_years(tokens: Sequence[Token]) -> bool:
    """Whether nothing but a number of last year is told: 与去年的5件, 上年同期为5件."""
    kinds = [token.kind for token in tokens if token.kind not in {Role.FREE, Role.JOIN}]
    return kinds == [Role.LAST_YEAR, Mark.QUANTITY]


def _set_aside(token: Token) -> Iterable[str]:
    """The rows of what comes from or goes to another year."""
    acts = token.word.acts.values() if token.word else ()
    return [row for act in acts if act.final for rows in act.rows for row in rows]


def _foreign(tokens: Iterable[Token]) -> bool:
    """Whether something is named that no topic is."""
    return any(token.kind in {Role.FOREIGN, Role.OTHER} for token in tokens)


def _is_nought(tokens: Sequence[Token], index: int) -> bool:
    """A nought without measure at the end of a clause: 均为零, 为0."""
    return tokens[index].kind is Mark.ZERO and index == len(tokens) - 1 and index > 0


def _split(tokens: list[Token], role: Role) -> tuple[list[Token], list[Token]]:
    """What stands before the first token of a role, and what after it."""
    place = next((i for i, token in enumerate(tokens) if token.kind is role), None)
    return (tokens, []) if place is None else (tokens[:place], tokens[place + 1 :])


def _judged(tokens: list[Token]) -> list[Token]:
    """The tokens without those who decide, before what they decided: 法院维持; elsewhere they are others."""
    found = []
    for index, token in enumerate(tokens):
        if token.kind is not Role.COURT:
            found.append(token)
        elif not _decision(tokens[index + 1 : index + 2]):
            found.append(token._replace(kind=Mark.OPAQUE))
    return found


def _decision(tokens: list[Token]) -> bool:
    acts = [act for token in tokens if token.word for act in token.word.acts.values()]
    return bool(acts) and not any(act.whole or act.vague for act in acts)


def _any_way(tokens: list[Token]) -> list[Token]:
    """The tokens without 通过…等渠道, which leaves no way out and so restricts nothing."""
    end = next((i for i, token in enumerate(tokens) if token.kind is Role.ANY_WAY), None)
    if end is None:
        return tokens
    start = next((i for i in range(end, -1, -1) if tokens[i].kind is Role.BY), None)
    return tokens if start is None else [*tokens[:start], *tokens[end + 1 :]]
