"""Shares of what was told: 占22.3%, 办结率94.8%, 占比由上年的88%降至80.5%."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying
from nianbao.checks.claims.phrases.implied import Implied
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import left_of
from nianbao.checks.claims.stated.compared import BESIDE, Counted, quantity_of
from nianbao.checks.claims.text.quantities import near
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import Role

_PERCENT = 100
_NAMES = {Role.TOPIC, Role.ACTOR, Role.FOREIGN}


class Shares:
    """Reads shares, after the numbers that a line has told, and adds to its claims."""

    def __init__(self, memory: Memory, meanings: Meanings, claims: list[Claim]) -> None:
        self._memory = memory
        self._meanings = meanings
        self._claims = claims
        self._implied = Implied(memory, meanings)

    def share(self, main: list[Token], tokens: list[Token], numbers: Sequence[Counted] = ()) -> None:
        """占22.3%: of the number just told, or of what stands before 占; ``numbers``: of the sentence."""
        memory = self._memory
        if self._shares(main, tokens):
            return
        place = next((i for i, t in enumerate(tokens) if t.kind is Mark.PERCENT), None)
        in_time = any(token.kind is Role.IN_TIME for token in main)  # 期限内办结的占99.8%
        if place is None or in_time or self._of_others(tokens[:place]):
            return
        if {t.kind for t in main} == {Role.TOTAL}:  # 两者占74.2%
            self._share_of_several(quantity_of(tokens[place]))
            return
        phrase = left_of(main)
        told = phrase.anchored and not any(t.kind is Mark.QUANTITY for t in main)
        part: Quantity | None = None
        if told and not (phrase.restricted or memory.silent(phrase, main)):
            sense = self._meanings.meaning(phrase)
        elif not told and memory.last and memory.fresh and not memory.named:
            sense, part = memory.sense, memory.last.quantity
        else:
            if not main or main[-1].kind is Mark.QUANTITY:
                self._share_as_told(tokens[:place], quantity_of(tokens[place]), numbers)
            return
        if sense is None or not memory.whole_year:
            return
        of = left_of(tokens[:place])  # 占不予公开总数的20%
        whole = self._meanings.meaning(of) if of.acts else None
        wholes = self._wholes(sense) if whole is None else self._meanings.cells_of(whole)
        stated = tuple(number for number in memory.stated if number is not part and whole is None)
        readings, quantity = self._meanings.cells_of(sense), near(quantity_of(tokens[place]), of.about)
        own = {cell for reading in readings for cell in reading.cells}
        alone = sense.topic.wary or sense.topic.decided
        if alone and not stated and all({*each.cells} <= own for each in wholes):
            return  # 三类决定合计3790件，其中行政许可占62.8%
        stated += tuple(number for cells, number in memory.outcomes if own < cells)  # 无法提供的9件中
        then = memory.year is Role.LAST_YEAR
        claim = Claim(Saying.SHARE, sense.rule, readings, quantity, then, wholes, part, stated)
        self._claims.append(claim)

    def _of_others(self, tokens: Sequence[Token]) -> bool:
        """Whether a share is of what no table has: 占全部行政复议的60%, 占全系统的40%."""
        memory = self._memory
        if any(token.kind in BESIDE for token in tokens):
            return True
        trade = any(self._as_trade(token) for token in tokens)
        if trade and all(token.kind is not Role.FIELD for token in tokens):
            return True
        return any(memory.itself.elsewhere(t) or t.text in memory.lexicon.systems for t in tokens)

    def before(self, tokens: Sequence[Token]) -> bool:
        """占50%，与上年的54.5%相比有所下降: last year's share of the same; whether such a one is told."""
        last = self._claims[-1] if self._claims else None
        if last is None or last.saying is not Saying.SHARE or last.last_year:
            return False
        if last.part is not None and all(number is not last.part for number, _ in self._memory.counted):
            return True  # of a number that no table has: 其中涉及征地的31件，占62%，上年为54.5%
        quantity = quantity_of(tokens[-1])
        told = None if last.told is None else (last.told[0], quantity.span[1])
        then = last._replace(quantity=quantity, last_year=True, part=None, stated=(), told=told)
        self._claims.append(then)
        return True

    def _share_as_told(self, tokens: list[Token], share: Quantity, numbers: Sequence[Counted]) -> None:
        """涉及征地的31件，占新收申请的62%: of a number that no table has, in what is told before it."""
        memory = self._memory
        if any(token.kind in _NAMES for token in memory.mentioned):
            return  # 收到46件，主要是投诉人的申请增多，占79%
        now = [each.quantity for each in numbers if not (each.growth or each.then)]
        of = left_of(tokens)
        named = self._meanings.meaning(of) if of.anchored else None
        before = memory.earlier if memory.goes_on else None  # 收到46件。其中，网站提交的31件，占67.4%
        sense = named or (None if of.stopped else memory.base or before)
        if sense is None or not now or memory.year is not Role.THIS_YEAR or of.restricted or of.changed:
            return
        part, stated = now[-1], () if named is not None else tuple(now[:-1])
        if part.value is None or part.measure not in sense.topic.measures or memory.is_trade(sense.topic):
            return
        wholes = self._meanings.cells_of(sense) if named is not None else self._wholes(sense)
        claim = Claim(Saying.SHARE, sense.rule, wholes, share, wholes=wholes, part=part, stated=stated)
        self._claims.append(claim)

    def _share_of_several(self, quantity: Quantity) -> None:
        """A share of what was told last, of two outcomes or more."""
        sense = self._implied.summed([number for number, _ in self._memory.counted])
        if sense is not None:
            readings, wholes = self._meanings.cells_of(sense), self._wholes(sense)
            self._claims.append(Claim(Saying.SHARE, sense.rule, readings, quantity, wholes=wholes))

    def _shares(self, main: list[Token], tokens: list[Token]) -> bool:
        """自然人52件、企业3件，分别占94.5%、5.5%: whether as many shares as numbers before them are told."""
        shares = [quantity_of(token) for token in tokens if token.kind is Mark.PERCENT]
        counted = self._memory.counted[-len(shares) :]
        each = any(token.kind is Role.EACH for token in (*main, *tokens))
        beside = {token.kind for token in (*main, *tokens)} - {Role.EACH, Role.FREE, Role.JOIN, Mark.PERCENT}
        if not each or beside or len(shares) < 2 or len(counted) < len(shares):
            return False
        for share, (part, sense) in zip(shares, counted, strict=True):
            readings, wholes = self._meanings.cells_of(sense), self._wholes(sense)
            self._claims.append(Claim(Saying.SHARE, sense.rule, readings, share, wholes=wholes, part=part))
        return True

    def _wholes(self, sense: Sense) -> tuple[Reading, ...]:
        """All that a number is a share of: those of a kind of whatever all did, others of any stage or of
        their group (无法提供的以不掌握为主，占86%); and of a kind of cases what was spoken of: 行政诉讼中，
        直接起诉的占59.1%."""
        groups = self._memory.lexicon.groups(sense.topic, sense.rows)
        rows = sense.rows if sense.actor else (*sense.topic.rows, *groups)
        memory, own = self._memory, sense.topic
        wide = [each for each in memory.topics if each is not own and self._meanings.is_kind(own, each)]
        topics = [(each, each.rows) for each in wide] if own.decided else []
        return tuple(
            reading
            for each, names in topics or [(own, rows)]
            for reading in memory.lexicon.readings(each, names, each.columns)
        )

    def rate(self, main: list[Token], tokens: list[Token]) -> None:
        """纠错率12.9%: of all cases, or of those that are decided."""
        place = next((i for i, t in enumerate(tokens) if t.kind is Mark.PERCENT), None)
        phrase = left_of(main)
        if place is None or any(t.kind in BESIDE for t in (*main, *tokens[:place])):
            return
        if any(token.text in self._memory.lexicon.within for token in main):  # 当年办结率91.3%
            return
        itself = self._memory.itself
        if not itself.aggregate and any(itself.is_area(token.text) for token in main):  # 全省复议纠错率12.9%
            return
        sense = self._meanings.meaning(phrase) if phrase.acts and not phrase.restricted else None
        if sense is None or self._memory.year is not Role.THIS_YEAR:
            return
        if self._memory.is_trade(sense.topic) or self._memory.doubtful:
            return
        quantity = quantity_of(tokens[place])
        if not (sense.topic.decided and phrase.outcome) and not self._of_all(sense, quantity, main):
            return
        columns = (*sense.topic.columns, *sense.topic.decided)
        rows = (*sense.rows, *sense.topic.rows) if sense.several else sense.topic.rows  # 复议、诉讼共9件
        wholes = self._memory.lexicon.readings(sense.topic, rows, columns)
        readings = self._meanings.cells_of(sense)
        name = next(token for token in reversed(main) if token.kind is Role.ACT)
        told = name.span[0], quantity.span[1]
        given = self._memory.given  # 复议机构办理各类案件400件，纠错率78%
        if given is None and all(token.kind is not Role.FIELD for token in main):
            given = self._memory.wider.get(sense.topic.id)  # 复议93件，其中信息公开类16件。复议维持率43%
        claim = Claim(Saying.SHARE, sense.rule, readings, quantity, wholes=wholes, told=told, given=given)
        self._claims.append(claim)

    def _of_all(self, sense: Sense, quantity: Quantity, main: list[Token]) -> bool:
        """办结率94.8%: of all that was to be done; 100% may be said of those whose time has come.

        公开率65% likewise; who gives no outcome of applications means another rate.
        """
        in_time = any(token.kind in {Role.IN_TIME, Role.FIELD} for token in main)
        done = self._meanings.all_done(sense) or (not sense.whole and bool(sense.topic.others))
        return quantity.value != _PERCENT and not in_time and done

    def _as_trade(self, token: Token) -> bool:
        topic = token.word.topic if token.word else None
        return topic is not None and self._memory.lexicon.has_trade(topic)
