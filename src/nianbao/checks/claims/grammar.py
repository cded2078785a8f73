"""The grammar of statistical sentences: clauses → claims.

A clause names what is counted (a topic), what came of it (an act) and by whom (an actor), before or
after its number; what it leaves out it takes over from the clauses before it. Whatever is not
explained between name and number makes the clause say nothing: unsure is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying, Span, Why
from nianbao.checks.claims.clauses import Clause
from nianbao.checks.claims.compared import BESIDE, TURNS, Comparisons, Counted, quantity_of
from nianbao.checks.claims.lexicon import Act, Lexicon, Topic
from nianbao.checks.claims.meaning import Memory, Sense
from nianbao.checks.claims.phrase import Phrase, left_of, right_of
from nianbao.checks.claims.quantities import near
from nianbao.checks.claims.tokens import Mark, Token
from nianbao.checks.claims.vocabulary import Role, Rows

_YEARS = {Role.THIS_YEAR, Role.LAST_YEAR, Role.NEXT_YEAR, Role.PERIOD, Mark.YEAR}
_NOUN = {Role.TOPIC, Role.ACT}
_MOST_TOKENS = 200  # of a clause; one of fifty is long
_DEEPEST = 20  # brackets in brackets
_NEW_PART = 3  # ； begins a new list


class Reader:
    """Reads the sentences of a line one by one and carries over what they leave out."""

    def __init__(self, lexicon: Lexicon, topic: str, agency: str, *, own: bool = False) -> None:
        self._memory = Memory(lexicon, topic, agency, own=own)
        self._numbers: list[Counted] = []
        self._in_part, self._part_depth = False, 0  # after 其中, and in how many brackets
        self._compared = False  # 与上年相比 holds for the clauses that follow
        self.claims: list[Claim] = []
        self.left: dict[Span, tuple[Why, str]] = {}  # why numbers say nothing, with the word in the way
        self._comparisons = Comparisons(self._memory, self.claims)

    @property
    def topic(self) -> str:
        """The id of the topic that was named last, or ""."""
        return self._memory.heard.id if self._memory.heard else ""

    def sentence(self, clauses: Sequence[Clause]) -> list[Counted]:
        """Read one sentence; gives its numbers for the sums."""
        memory = self._memory
        memory.new_sentence(goes_on=bool(clauses) and clauses[0].tokens[0].kind is Role.PART)
        self._numbers, self._compared = [], False
        self._in_part, self._part_depth = False, 0
        outside: list[tuple[Sense | None, Sense | None, Claim | None, bool]] = []  # before each open bracket
        for clause in clauses:
            if len(clause.tokens) > _MOST_TOKENS or clause.depth > _DEEPEST:
                continue  # no clause that could be explained
            while len(outside) < clause.depth:
                outside.append((memory.base, memory.sense, memory.last, memory.fresh))
            while len(outside) > clause.depth:
                memory.base, memory.sense, memory.last, memory.fresh = outside.pop()
            if clause.depth < self._part_depth:
                self._part_depth = 0
            if clause.bracketed or any(token.kind is Role.PART for token in clause.tokens):
                self._in_part, self._part_depth = True, clause.depth
            elif self._part_depth == 0 and clause.strength >= _NEW_PART:
                self._in_part = False
            self._clause(clause)
        return self._numbers

    def _clause(self, clause: Clause) -> None:
        memory = self._memory
        tokens = [token for token in _any_way(clause.tokens) if not memory.itself(token)]
        memory.notice(tokens)
        memory.aside |= {row for token in tokens for row in _set_aside(token)}
        main, compared = _split(tokens, Role.THAN)
        base = next((t.kind for t in compared if t.kind in _YEARS), None)
        if clause.tokens[-1].kind is Role.THAN and main and main[-1].kind in _YEARS:  # 与去年相比
            self._compared = main[-1].kind is Role.LAST_YEAR
            main = main[:-1]
        turn = next((i for i, t in enumerate(main) if t.kind in TURNS), None)
        if self._compared and turn is not None and not compared:
            main, compared = main[:turn], main[turn:]
        main, share = _split(main, Role.SHARE)
        memory.year = next((t.kind for t in reversed(main) if t.kind in _YEARS), memory.year)
        kinds = {token.kind for token in main}
        if Role.NEGATION in kinds:
            self.left |= {t.span: (Why.DENIED, "") for t in main if t.kind is Mark.QUANTITY}
            if Mark.QUANTITY not in kinds:
                self._negations(main)
        else:
            self._counts(clause, main)
            if Mark.ZERO in kinds:
                self._zeros(main)
            if Role.ALL in kinds:
                self._alls(main)
        if share:
            self._comparisons.share(main, share)
        if compared and base in {None, Role.LAST_YEAR}:
            self._comparisons.growth(clause, main, compared, self._numbers)

    # ---- numbers

    def _counts(self, clause: Clause, tokens: list[Token]) -> None:
        places = [i for i, t in enumerate(tokens) if t.kind is Mark.QUANTITY or _is_nought(tokens, i)]
        if not places:
            self._mention(tokens)
            return
        counted = [Counted(quantity_of(tokens[i]), clause) for i in places]
        first = left_of(tokens[: places[0]])
        if first.each and not first.anchored and self._memory.listing:  # 由自然人、企业提出，分别为5件、2件
            first = replace(self._memory.listing, each=True)
        if not self._distribute(first, tokens[: places[0]], counted):
            before = 0
            ends = [*places[1:], len(tokens)]
            for place, end, number in zip(places, ends, counted, strict=True):
                self._count(number, tokens[before:place], tokens[place + 1 : end])
                before = place + 1
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
                    self._claim(number, self._memory.meaning(names))
                return True
        return False

    def _count(self, number: Counted, before: list[Token], after: list[Token]) -> None:
        left, right = left_of(before), right_of(after)
        if left.anchored and not left.topics and left.weak is None:
            left.topics, left.weak = right.topics, right.weak  # 收到1件政府信息公开申请
            left.actors = left.actors or right.actors  # 收到2个自然人的申请
            unknown = right.stopped is not None and not right.anchored and not left.actors
        elif not left.anchored:  # 有2件行政复议被纠正
            about = right.stopped is not None and not right.acts  # 20件为申请公开招生计划
            rest = left.stopped is not None and left.stopped.kind is Role.REST  # 其余3件结转下年
            if rest and not right.anchored and (other := self._memory.rest()):
                self._claim(number, other)
                return
            unknown = (
                about or not right.anchored or (left.stopped is not None and not (rest and _final(right)))
            )
            left = replace(
                right, changed=left.changed or right.changed, about=left.about, stopped=left.stopped
            )
        else:
            unknown = False
        unknown = unknown or self._memory.wary(left)
        some = (
            bool(before) and before[-1].kind is Role.BECAUSE and not self._memory.acts_of(left)
        )  # 对2件收费
        if unknown or some or left.restricted or self._memory.silent(left, before):
            bare = unknown and left.stopped is None and right.stopped is None  # 共34件
            bare = bare or (left.stopped is not None and left.stopped.kind is Role.REST)
            aside = self._memory.base and left.changed and not (unknown or left.restricted)  # 撤回1件
            self.left[number.quantity.span] = self._why(left, right, before, some=some)
            if not (self._in_part or bare or aside or some):
                self._pass_over(number, left, [*before, *after])
            return
        sense = self._memory.meaning(left)
        if sense is None and not self._in_part:
            self._pass_over(number, left, [*before, *after])
        self._claim(number, sense, about=left.about)

    def _why(self, left: Phrase, right: Phrase, before: Iterable[Token], *, some: bool) -> tuple[Why, str]:
        """Why a number is left alone, and the word that is in the way."""
        stopped = left.stopped or right.stopped
        word = stopped.text if stopped else ""
        if any(self._memory.elsewhere(token) for token in before):
            return Why.ELSEWHERE, ""
        if left.changed:
            return Why.LIMITED, ""
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
            self._memory.hear(topic)
            self._memory.something_unknown()
        else:
            self._memory.something_else()

    def _claim(self, number: Counted, sense: Sense | None, *, about: Role | None = None) -> None:
        memory = self._memory
        span = number.quantity.span
        if sense is None or not memory.whole_year:
            self.left[span] = (Why.NOTHING if sense is None else Why.PERIOD), ""
            return
        if memory.is_trade(sense.topic):
            self.left[span] = Why.TRADE, ""
            memory.something_else()
            return
        quantity = number.quantity = near(number.quantity, about)
        readings = memory.readings(sense, quantity)
        if not readings:
            self.left[span] = Why.MEASURE, ""
            return
        readings += memory.rests(readings)
        last_year = memory.year is Role.LAST_YEAR and not sense.final
        claim = Claim(Saying.COUNT, sense.rule, readings, quantity, last_year)
        if sense.final:
            memory.year = Role.THIS_YEAR
        memory.last, memory.sense, number.whole = claim, sense, sense.whole
        memory.hear(sense.topic)
        if sense.whole:
            memory.base = sense
            memory.stated.append(quantity)
            self._in_part = self._in_part and self._part_depth > 0
        if len(readings) == 1:
            memory.told |= set(readings[0].cells)
        if quantity.value is not None:
            self.claims.append(claim)

    def _mention(self, tokens: list[Token]) -> None:
        """A clause without a number tells what the next one is about."""
        memory = self._memory
        memory.named = memory.named or bool(tokens)
        if memory.year is Role.LAST_YEAR and any(token.kind is Role.ACT for token in tokens):
            memory.year = Role.PERIOD  # 去年收到，结转到今年的5件
        for token in tokens:
            if token.kind is Role.FOREIGN:
                memory.something_else()
            elif token.kind is Role.TOPIC and token.word and token.word.topic and not token.word.weak:
                memory.hear(token.word.topic)
        phrase = right_of(tokens)
        memory.listing = phrase if len(phrase.actors) > 1 else None
        sense = memory.meaning(phrase) if any(t.kind is Role.ACT for t in tokens) else None
        if sense is not None and sense.whole:
            memory.base = sense

    # ---- none and all

    def _negations(self, tokens: list[Token]) -> None:
        """未收到申请、未发生复议: closed sentences only, and no double negation."""
        starts = [i for i, t in enumerate(tokens) if t.kind is Role.NEGATION]
        if any(tokens[i - 1].kind is not Role.JOIN for i in starts[1:]):
            return
        silent = any(self._memory.elsewhere(t) or t.kind is Role.LIMIT for t in tokens[: starts[0]])
        for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
            inside = _without_listed(tokens[start + 1 : end])
            if silent or any(token.kind in BESIDE or token.kind in _YEARS for token in inside):
                self._mention(inside)
            else:
                self._nones(right_of(inside), tokens[start:end])

    def _zeros(self, tokens: list[Token]) -> None:
        """零复议、零败诉."""
        for zero, token in pairwise(tokens):
            if zero.kind is Mark.ZERO and zero.quantity is None and token.kind in _NOUN:
                self._nones(right_of([token]), [zero, token])

    def _nones(self, phrase: Phrase, tokens: list[Token]) -> None:
        memory = self._memory
        for topic in memory.topics_of(phrase):
            alone = replace(phrase, weak=None, topics=[topic])
            sense, acts = memory.meaning(alone), alone.acts_on(topic)
            rule = acts[0].none if acts else topic.none
            if sense is not None and rule and memory.whole_year:
                memory.hear(topic)
                self._say(Saying.NONE, rule, memory.cells_of(sense), tokens)

    def _alls(self, tokens: list[Token]) -> None:
        """均获维持: of what this sentence has counted, or of the last of it."""
        memory = self._memory
        for index, token in enumerate(tokens):
            after = next((t for t in tokens[index + 1 :] if t.kind is not Role.FREE), None)
            word = after.word if after is not None and after.kind is Role.ACT else None
            if token.kind is not Role.ALL or after is None or word is None:
                continue
            topics = [topic for topic in memory.topics if topic.id in word.acts]
            act = word.acts[topics[-1].id] if topics else None
            if act is None or not act.all or memory.year is not Role.THIS_YEAR or memory.is_trade(topics[-1]):
                continue
            said = tokens[index : tokens.index(after) + 1]
            if act.of:
                self._all_done(topics[-1], act, tokens, said)
                continue
            rows: Rows = (tuple(name for topic in topics for name in topic.rows[0]), topics[-1].rows[0])
            pairs = [
                (part, whole)
                for row in rows
                for whole in memory.lexicon.readings(topics[-1], (row,), topics[-1].columns)
                for part in memory.lexicon.readings(topics[-1], (row,), act.columns)
            ]
            readings, wholes = (tuple(each) for each in zip(*dict.fromkeys(pairs), strict=True))
            self._say(Saying.ALL, act.all, readings, said, wholes)

    def _all_done(self, topic: Topic, act: Act, tokens: list[Token], said: list[Token]) -> None:
        """所有申请均已办结: of all, not of those that were just counted as a part or carried in."""
        memory, last = self._memory, self._memory.sense
        own = {Mark.QUANTITY} if memory.fresh else set()  # 收到5件，5件全部办结
        part = self._in_part or (last is not None and (not last.whole or last.final))
        beside = any(t.kind in {*BESIDE, Role.IN_TIME} - own for t in tokens) or memory.heard is not topic
        if part or beside or memory.aside - {name for names in act.of for name in names}:
            return
        readings = memory.lexicon.readings(topic, act.rows, topic.columns)
        wholes = memory.lexicon.readings(topic, act.of, topic.columns)
        self._say(Saying.ALL, act.all, readings, said, wholes)

    def _say(
        self,
        saying: Saying,
        rule: str,
        readings: tuple[Reading, ...],
        tokens: list[Token],
        wholes: tuple[Reading, ...] = (),
    ) -> None:
        span = tokens[0].span[0], tokens[-1].span[1]
        words = Quantity(0, 0, 0, "", "".join(token.text for token in tokens), span)
        last_year = self._memory.year is Role.LAST_YEAR
        self.claims.append(Claim(saying, rule, readings, words, last_year, wholes))


def _final(phrase: Phrase) -> bool:
    return any(act.final for group in phrase.acts for word in group for act in word.acts.values())


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


def _without_listed(tokens: list[Token]) -> list[Token]:
    """The tokens without other things in the same list: 举报、投诉、行政复议; unless they led to the rest."""
    if any(token.kind is Role.FOREIGN and _led_to(tokens[i:]) for i, token in enumerate(tokens)):
        return tokens
    joined = {i for i, token in enumerate(tokens) if token.kind is Role.JOIN}
    listed = {i for j in joined for i in (j - 1, j + 1)}
    return [t for i, t in enumerate(tokens) if t.kind is not Role.FOREIGN or i not in listed]


def _led_to(tokens: list[Token]) -> bool:
    return any(token.kind is Role.CAUSE for token in tokens)


def _any_way(tokens: list[Token]) -> list[Token]:
    """The tokens without 通过…等渠道, which leaves no way out and so restricts nothing."""
    end = next((i for i, token in enumerate(tokens) if token.kind is Role.ANY_WAY), None)
    if end is None:
        return tokens
    start = next((i for i in range(end, -1, -1) if tokens[i].kind is Role.BY), None)
    return tokens if start is None else [*tokens[:start], *tokens[end + 1 :]]
