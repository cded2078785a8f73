"""The grammar of statistical sentences: clauses → claims.

A clause names what is counted (a topic), what came of it (an act) and by whom (an actor), before or
after its number; what it leaves out it takes over from the clauses before it. Whatever is not
explained between name and number makes the clause say nothing: unsure is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile, zip_longest

from nianbao.checks.claims.claim import Claim, Span, Why
from nianbao.checks.claims.counted.in_parts import of_unknown
from nianbao.checks.claims.counted.numbers import Numbers
from nianbao.checks.claims.counted.shared import years_spanned
from nianbao.checks.claims.phrases.about import About, rows_aside
from nianbao.checks.claims.phrases.beside import (
    BESIDE_YEARS,
    YEARS,
    is_aside,
    last_years,
    of_last_year,
    with_another,
    without_names,
    year_of,
)
from nianbao.checks.claims.phrases.implied import Implied
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import ABOUT, barely, left_of, listed_actors, right_of
from nianbao.checks.claims.plainer import told_twice
from nianbao.checks.claims.stated.absolute import Absolutes
from nianbao.checks.claims.stated.compared import TURNS, Comparisons, Counted, quantity_of
from nianbao.checks.claims.stated.shares import Shares
from nianbao.checks.claims.text.clauses import NEW_PART, Clause, parted
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.text.trimmed import (
    any_way,
    as_told,
    handed_in_by,
    judged,
    of_cases,
    share_of_last_year,
    split,
    under_groups,
    with_reason,
    without_givers,
    without_persons,
)
from nianbao.checks.claims.words.lexicon import Lexicon
from nianbao.checks.claims.words.roles import Role

_MOST_TOKENS = 200  # of a clause; one of fifty is long
_DEEPEST = 20  # brackets in brackets
_NAMING = {Role.FREE, Role.PART, Role.ACTOR, Role.TOPIC}  # what may stand before 增加 in the next clause
_COMPARING = {Role.THAN, Role.LAST_YEAR, *TURNS}
_SAID = {Mark.QUANTITY, Role.TOPIC, Role.ACT, Role.ACTOR, Role.OTHER}
_UNGROUPED = {Mark.OPAQUE, Role.FOREIGN, Role.OTHER}  # what is not known as an outcome: 信访2件


class Reader:
    """Reads the sentences of a line one by one and carries over what they leave out."""

    def __init__(
        self, lexicon: Lexicon, topic: str, agency: str, *, own: bool = False, plain: bool = False
    ) -> None:
        self._memory = Memory(lexicon, topic, agency, own=own, plain=plain)
        self._compared = False  # 与上年相比 holds for the clauses that follow
        self._again = False  # whether the last clause compared with last year
        self._before = False  # whether the last clause was last year's number: 去年的36件申请中
        self._headed: list[Token] = []  # what a share behind the clause is of: 不予公开占比最大
        self._heads = False  # whether a colon stands behind the clause
        self._then = False  # whether it was of last year alone: 较上年复议9件、诉讼2件
        self.claims: list[Claim] = []
        self._meanings = Meanings(self._memory)
        self._about = About(self._memory, self._meanings)
        self._numbers = Numbers(self._memory, self._meanings, self.claims)
        self._shares = Shares(self._memory, self._meanings, self.claims)
        self._comparisons = Comparisons(self._memory, self._meanings, self.claims)
        self._absolutes = Absolutes(self._memory, self._meanings, self.claims)
        self._implied = Implied(self._memory, self._meanings)

    @property
    def topic(self) -> str:
        """The id of the topic that was named last, or ""."""
        return self._memory.heard.id if self._memory.heard else ""

    @property
    def rivals(self) -> list[Claim]:
        """Numbers of the own office of who reports for others, too."""
        return self._numbers.claiming.rivals

    @property
    def left(self) -> dict[Span, tuple[Why, str]]:
        """Why numbers say nothing, with the word that is in the way."""
        return self._numbers.left

    def pass_over(self, clauses: Sequence[Clause]) -> None:
        """Read a sentence that tells nothing: it only matters what it names, for that may be what others are
        about."""
        self._about.passed(clauses)
        self._headed = []

    def _begin(self, clauses: Sequence[Clause]) -> None:
        """A sentence begins."""
        self._about.sentence(clauses)
        self._numbers.told, self._numbers.claiming.beside = [], []
        self._numbers.claiming.plain.new_sentence()
        self._comparisons.new_sentence(clauses)
        self._compared, self._again, self._then = False, False, False
        self._memory.in_part, self._memory.part_depth = False, 0

    def sentence(self, clauses: Sequence[Clause]) -> list[Counted]:
        """Read one sentence; gives its numbers for the sums."""
        memory, told = self._memory, len(self.claims)
        self._begin(clauses)
        outside: list[tuple[Sense | None, Sense | None, Claim | None, bool]] = []  # before each open bracket
        for clause, after in zip_longest(clauses, clauses[1:]):
            self._heads = after is not None and after.named
            if len(clause.tokens) > _MOST_TOKENS or clause.depth > _DEEPEST:
                continue  # no clause that could be explained
            while len(outside) < clause.depth:
                outside.append((memory.base, memory.sense, memory.last, memory.fresh))
            while len(outside) > clause.depth:
                memory.base, memory.sense, memory.last, memory.fresh = outside.pop()
            if clause.depth < memory.part_depth:
                memory.part_depth = 0
            if clause.bracketed or Role.PART in clause.kinds:
                memory.begin_parts(clause.depth)
            elif memory.part_depth == 0 and clause.strength >= NEW_PART:
                memory.end_of_parts()
            self._clause(clause)
        self._numbers.end()
        self.claims[told:] = self._numbers.claiming.plain.with_wholes(self.claims[told:])
        for part in parted(clauses):
            self._set_aside(part, told)
        self.claims[told:] = of_unknown(
            [*told_twice(self.claims[told:], self._numbers.claiming.beside)], self._numbers.told
        )
        return self._numbers.told

    def _set_aside(self, words: Sequence[Token], told: int) -> None:
        """代办申请5件，不计入本报告: nothing of such a part of a sentence is held against the tables."""
        examples = self._memory.lexicon.examples
        if len(self.claims) == told:
            return
        aside = next((token for token in words if is_aside(token, examples)), None)
        if aside is None:
            return
        begin, end = words[0].span[0], words[-1].span[1]
        within = [claim for claim in self.claims[told:] if begin <= claim.quantity.span[0] < end]
        self.left.update({claim.quantity.span: (Why.LIMITED, aside.text) for claim in within})
        self.claims[told:] = [claim for claim in self.claims[told:] if claim not in within]

    def _clause(self, clause: Clause) -> None:
        memory = self._memory
        said = as_told(clause.tokens, memory.lexicon)
        tokens = self._in_place(said)
        kinds = {token.kind for token in tokens}
        memory.notice(tokens)
        self._numbers.claiming.plain.enter(clause, memory.ahead)
        memory.of_told |= clause.among
        if Role.PERIOD in kinds:
            memory.span = next(token for token in tokens if token.kind is Role.PERIOD)
        self._about.clause(said)
        if Role.BECOME in kinds:
            self._became(clause, tokens)
            return
        memory.aside |= {row for token in tokens for row in rows_aside(token)}
        if Role.LAST_YEAR in kinds:
            tokens = self._without_last_share(tokens)
            if self._comparisons.times(clause, tokens, self._numbers.told):
                return
        self._go_on_with_year(clause)
        if (parts := self._comparing(clause, tokens)) is None:
            return
        main, compared = parts
        main, share, of = self._shared(clause, main)
        main, rate = split(main, Role.RATE)
        memory.year = year_of(main) or memory.year
        if {token.kind for token in tokens} >= {Role.LEVEL, Role.LAST_YEAR}:  # not 因内容相同合并
            self._again = self._comparisons.level(clause, tokens, self._numbers.told)
            self._compared = self._compared or not self._again  # 与2023年的64件基本持平，减少1件
            return
        self._say(clause, main, rated=bool(share or rate))
        if share:
            self._shares.share(of, share, self._numbers.told)
        if rate:
            self._shares.rate(main, rate)
        if self._again:
            self._comparisons.growth(clause, main, compared, self._numbers.told)

    def _in_place(self, said: list[Token]) -> list[Token]:
        """The tokens of a clause as what they are after all that was told before."""
        memory = self._memory
        tokens = list(memory.itself.placed(handed_in_by(any_way(judged(said)))))
        memory.kin = None if memory.itself.named else memory.kin
        tokens = self._under_groups(tokens)
        tokens = of_cases(without_persons(without_givers(tokens, memory.itself), memory.lexicon.persons))
        if memory.topics or memory.ahead or memory.heard is not None:
            tokens = barely(tokens, listed=bool(memory.outcomes))
        if len(memory.told_columns) > 1 and memory.sense is not None and memory.sense.actor:
            tokens = listed_actors(tokens)
        return tokens

    def _without_last_share(self, tokens: list[Token]) -> list[Token]:
        """较上年的88%有所下降: without last year's share, if it is one of what was told."""
        begin, end = share_of_last_year(tokens)
        told = end > 0 and self._shares.before(tokens[begin:end])
        return [*tokens[:begin], *tokens[end:]] if told else tokens

    def _under_groups(self, tokens: list[Token]) -> list[Token]:
        """The tokens with what names an outcome where its group was named, or outcomes were listed."""
        memory = self._memory
        if all(token.kind is not Mark.QUANTITY for token in tokens):
            memory.ungrouped = False
            return tokens
        found = under_groups(tokens, memory.groups, memory.lexicon)
        strange = any(token.kind in _UNGROUPED for token in tokens) and len(memory.counted) > 1
        memory.ungrouped = strange and found == tokens and len(memory.results) > 1
        if memory.ungrouped:
            found = under_groups(tokens, memory.lexicon.listed.keys(), memory.lexicon)
            memory.ungrouped = found != tokens
        return found

    def _shared(self, clause: Clause, main: list[Token]) -> tuple[list[Token], list[Token], list[Token]]:
        """The clause without a share, this, and what it is of: 不予公开占22.3%; 不予公开占比最大，为22.3%."""
        kinds = {token.kind for token in main}
        headed, self._headed = self._headed, []
        if Mark.PERCENT not in kinds:
            if Role.SHARE in kinds and Mark.QUANTITY not in kinds:
                main = self._headed = split(main, Role.SHARE)[0]
            return main, [], []
        if kinds == {Mark.PERCENT} and clause.bracketed:  # 予以公开19件（43.2%）
            return [], main, []
        if headed and kinds <= {Mark.PERCENT, Role.FREE}:
            return [], main, headed
        main, share = split(main, Role.SHARE)
        if main and main[-1].kind in ABOUT:  # 约占
            main, share = main[:-1], [main[-1], *share]
        return main, share, main

    def _say(self, clause: Clause, main: list[Token], *, rated: bool) -> None:
        """What a clause says without what it compares with; ``rated``: a share or a rate of it is told."""
        if rated and not main:
            return
        named = self._memory.named
        kinds = {token.kind for token in main}
        said, denied = split(main, Role.NEGATION)
        if denied and left_of(said).acts and not any(t.kind in _SAID for t in denied):
            self._numbers.counts(clause, said)  # 在办的2件均未超过法定期限
        elif denied and (reasoned := with_reason(main)) is not None:
            self._numbers.counts(clause, reasoned)
        elif Role.NEGATION in kinds:
            self._numbers.left |= {t.span: (Why.DENIED, "") for t in main if t.kind is Mark.QUANTITY}
            if Mark.QUANTITY not in kinds:
                self._absolutes.negations(main)
        else:
            self._numbers.counts(clause, main)
            if Mark.ZERO in kinds:
                self._absolutes.zeros(main)
            told = rated or self._heads or Mark.QUANTITY in kinds
            if Role.ALL in kinds or (Role.ACT in kinds and not told):
                memory = self._memory
                last = memory.sense is not None and memory.sense.final and bool(memory.aside)
                memory.carried_done |= last and not named
                self._absolutes.alls(main, named=named)

    def _go_on_with_year(self, clause: Clause) -> None:
        """What was last year's before a clause is so in it, or not any more."""
        if clause.among and self._before:
            self._memory.year = Role.LAST_YEAR
        self._before = False
        if self._then and clause.strength > 1:
            self._memory.year = Role.THIS_YEAR
        self._then = self._then and clause.strength == 1

    def _comparing(self, clause: Clause, tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
        """The clause without what it compares with, and this; None if it only tells last year's number."""
        ends = clause.tokens[-1].kind is Role.THAN
        if not ends and _COMPARING.isdisjoint(token.kind for token in tokens):
            self._again = False
            return tokens, []
        main, compared = split(tokens, Role.THAN)
        if not main and of_last_year(compared):
            self._then = True
            return compared, []
        base = next((t.kind for t in compared if t.kind in YEARS), None)
        if ends and not main:  # 同比，自然人申请减少12件
            self._compared = True
        elif ends and main and main[-1].kind in YEARS:  # 与去年相比
            self._compared = main[-1].kind is Role.LAST_YEAR
            main = main[:-1]
        elif last_years(without_names(main) if ends else main or compared) and (
            ends or len(main) in {0, len(tokens)}
        ):
            self._compared = True  # 与去年230件相比; 较去年的230件; 上年为230件
            named = [t for t in main or compared if t.kind in {Role.TOPIC, Role.ACT}]
            sense = self._meanings.meaning(right_of(named))
            self._comparisons.before(clause, main or compared, self._numbers.told, sense)
            self._before = True
            return None
        elif compared and last_years(main):  # 与上年20件相比增加2件
            self._comparisons.before(clause, main, self._numbers.told)
            main = []
        elif compared and main and main[-1].kind is Role.LAST_YEAR:  # 与上年相比增加2件
            main = main[:-2] if main[:-1] and main[-2].kind is Role.JOIN else main[:-1]
        turn = next((i for i, t in enumerate(main) if t.kind in TURNS), None)
        again = self._again and all(token.kind in _NAMING for token in main[:turn])  # 增加39件，增幅17%
        yearly = self._compared or again or self._memory.two_years or self._grows(clause, main, turn)
        if yearly and turn is not None and not compared:
            main, compared = main[:turn], main[turn:]
        self._again = bool(compared) and base in {None, Role.LAST_YEAR} and not with_another(tokens)
        return main, compared

    def _grows(self, clause: Clause, main: Sequence[Token], turn: int | None) -> bool:
        """许可2875件，下降4.5%, 上年收到8件，今年增加4件: against last year, though it is not said."""
        memory = self._memory
        last = memory.last is not None and memory.last.last_year
        if memory.sense is not None and len(memory.sense.topic.columns) > 1:
            return False  # 规范性文件新增14件，减少9件
        if turn is not None and Mark.OPAQUE in _until_number(main[turn:]):
            return False  # 增幅较大的是甲镇28件
        before = [token.kind for token in main[:turn]]
        named = before[:1] == [Role.THIS_YEAR] and {*before[1:]} <= {
            *_NAMING,
            Role.EACH,
        }  # 今年自然人申请增加4件
        if turn == 0 and last and self._comparisons.both_told():
            memory.year = Role.THIS_YEAR
            return True
        return memory.fresh and (named if last else turn == 0 and (clause.bracketed or clause.strength > 1))

    def _became(self, clause: Clause, tokens: list[Token]) -> None:
        """由上年的230件增至269件: the first number is last year's, the second this year's."""
        memory = self._memory
        turn = next(i for i, token in enumerate(tokens) if token.kind is Role.BECOME)
        told = {Role.SHARE, Role.RATE} & clause.kinds
        if told and Mark.PERCENT in clause.kinds and Mark.QUANTITY not in clause.kinds:
            if Role.RATE not in told or self._memory.counted:  # else 复议纠错率由77%降到65% of whatever cases
                self._shares_become(tokens, turn, told.pop())
            return
        now = next((i for i in range(turn + 1, len(tokens)) if tokens[i].kind not in BESIDE_YEARS), None)
        counted = [t for t in tokens if t.kind is Mark.QUANTITY]
        self._numbers.left |= {t.span: (Why.UNKNOWN, tokens[turn].text) for t in counted}
        then = next((i for i in range(turn) if tokens[i].kind is Mark.QUANTITY), None)
        if now is None or tokens[now].kind is not Mark.QUANTITY or len(counted) > (1 if then is None else 2):
            return
        head = tokens[: turn if then is None else then]
        two = any(years_spanned(t, memory) == 2 for t in head if t.kind is Role.PERIOD)  # 近两年
        years = {t.kind for t in tokens if t.kind in YEARS} - {Role.THIS_YEAR, Role.LAST_YEAR}
        years -= {Role.PERIOD} if two else set()
        named = [t for t in head if t.kind not in {Role.THAN, Role.LAST_YEAR, Role.PERIOD}]
        phrase = left_of(named)
        sense = self._meanings.likely(phrase) if phrase.anchored else memory.sense if memory.fresh else None
        if sense is None and not (phrase.anchored or self._numbers.told):
            sense = self._implied.announced() or self._implied.spoken()
        then_year = two or any(token.kind is Role.LAST_YEAR for token in head) or memory.whole_year  # 近五年
        if sense is None or years or not then_year or phrase.restricted or memory.silent(phrase, named):
            return
        if then is not None:
            self._comparisons.before(clause, tokens[then : then + 1], self._numbers.told, sense)
        memory.year = Role.THIS_YEAR
        number = Counted(quantity_of(tokens[now]), clause)
        self._numbers.claiming.claim(number, sense, named=True)
        self._numbers.told.append(number)
        memory.fresh, memory.named = (
            memory.last is not None and memory.last.quantity is number.quantity,
            False,
        )
        self._again = then is not None or Role.LAST_YEAR in {t.kind for t in head}

    def _shares_become(self, tokens: list[Token], turn: int, role: Role) -> None:
        """自然人申请占比由上年的88%降至80.5%, 纠错率由…降至…: this year's is the second."""
        main, share = split(tokens[:turn], role)
        behind = [token for token in tokens[turn + 1 :] if token.kind not in BESIDE_YEARS]
        if [token.kind for token in behind] == [Mark.PERCENT] and share:
            told = len(self.claims)
            self._shares.rate(main, behind) if role is Role.RATE else self._shares.share(main, behind)
            then = [token for token in share if token.kind is Mark.PERCENT]
            named = {token.kind for token in share} & YEARS
            if len(then) == 1 and len(self.claims) > told and named <= {Role.LAST_YEAR}:
                self._shares.before(then)


def _until_number(tokens: Iterable[Token]) -> list[Role | Mark]:
    """The kinds of the words before the first number."""
    return [token.kind for token in takewhile(lambda each: each.kind is not Mark.QUANTITY, tokens)]
