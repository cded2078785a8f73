"""What the rest of a sentence says of a number that was understood: that it was of more, or of less."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nianbao.checks.claims.claim import Claim, Quantity, Saying, Span, Why
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.lexicon import Topic
from nianbao.checks.claims.words.roles import Role


class _Outcome(NamedTuple):
    """What came of some, with how deep in brackets, whether behind 其中 and behind how many 中 it stands."""

    depth: int
    in_part: bool
    lists: int
    claim: Claim


class Revised:
    """Remembers what numbers of a sentence may have to be understood anew, and mends the claims."""

    def __init__(self, memory: Memory, claims: list[Claim], left: dict[Span, tuple[Why, str]]) -> None:
        self._memory = memory
        self._claims = claims
        self._left = left
        self._wide: dict[str, tuple[Claim | None, Sense]] = {}  # by topic, what may be more than disclosure
        self._told = dict(self._wide)  # the same, where more is told of it
        self._systems: list[Claim] = []  # what may be of more offices than the tables
        self._outcomes: list[_Outcome] = []
        self._lists = 0  # how often a list of parts has begun: 不再处理的27件中

    def note_whole(self, sense: Sense | None, before: Iterable[Token]) -> None:
        """Remember a whole that is not said to be of disclosure: 行政应诉案件共93件."""
        last = self._memory.last
        if sense is None or last is None or not self._memory.lexicon.has_trade(sense.topic):
            return
        named = any(token.kind is Role.FIELD for token in before)
        if named and sense.whole:  # 复议93件、诉讼52件，其中信息公开复议16件
            self._of_more(sense.topic.id)
        elif sense.whole and not named and last in self._claims:
            self._wide[sense.topic.id] = last, sense
        elif sense.whole or self._memory.part_depth or not self._memory.in_part:
            claimed = {name: wide for name, wide in self._wide.items() if wide[0] is not None}
            self._told, self._wide = claimed or self._told, {}  # but 共93件，其中维持48件，信息公开类16件

    def _of_more(self, topic: str) -> None:
        """The number told before of a topic is of more than disclosure."""
        whole, _ = self._wide.pop(topic, (None, None))
        if whole is not None:
            self._memory.wider[topic] = whole
            self._mend(whole)
            self._left[whole.quantity.span] = Why.TRADE, ""

    def note_system(self, number: Counted, before: Iterable[Token]) -> None:
        """Remember numbers of all offices together: 全系统收到申请60件; 全县发生复议80件、诉讼75件."""
        last = self._memory.last
        if last is None or last.quantity is not number.quantity:
            return
        if self._memory.itself.named or any(t.text in self._memory.lexicon.systems for t in before):
            self._systems = [last]
        elif self._systems and number.clause.strength == 1 and not self._memory.in_part:
            self._systems.append(last)

    def note_head(self, quantity: Quantity, before: Sequence[Token], *, part: bool) -> None:
        """其中局机关46件: the number of all offices may be of more than the tables. ``part``: behind 其中."""
        system, lexicon = next(iter(self._systems), None), self._memory.lexicon
        if system is None or system.quantity.measure != quantity.measure:
            return
        head = any(token.text.endswith(lexicon.heads) for token in before)
        own = [t for t in before if t.kind is Role.OWN and t.text not in lexicon.systems]
        if head or (own and (part or len(own) == len(before))):  # 全县处罚156件，本局121件
            of_own = Claim(system.saying, system.rule, system.readings, quantity)
            for each in self._systems:
                self._mend(each, each._replace(unless=(*each.unless, of_own)))
            self._systems = []

    def note_left(self, quantity: Quantity, phrase: Phrase, why: Why) -> None:
        """Remember what a number tells that is left alone: of another organ, or another kind of cases."""
        if why is Why.ELSEWHERE:
            self._note_member(quantity)
        self._note_kind(phrase)
        self.note_kin(quantity, phrase, why)

    def _note_member(self, quantity: Quantity) -> None:
        """全系统59件申请中，省局34件: the number of all offices is told with that of another one."""
        system = next(iter(self._systems), None)
        if (
            system is not None
            and system.quantity.measure == quantity.measure
            and not self._memory.itself.aggregate
        ):
            for each in self._systems:
                self._mend(each)
                self._left[each.quantity.span] = Why.ELSEWHERE, ""
            self._systems = []

    def note_kin(self, quantity: Quantity, phrase: Phrase, why: Why) -> None:
        """土地确权类复议32件，诉讼46件: the second is of the tables' cases if the first is."""
        memory, others = self._memory, why is Why.ELSEWHERE
        named = phrase.topics or ([phrase.weak] if phrase.weak is not None and others else [])
        topic = named[0] if named and (others or named[0].decided) else None
        if topic is not None and not memory.in_part:
            readings = memory.lexicon.readings(topic, topic.rows, topic.columns)
            memory.kin = Claim(Saying.COUNT, topic.rule, readings, quantity)
            memory.kin_of = "" if others else topic.rule

    def _note_kind(self, phrase: Phrase) -> None:
        """应诉案件93件，其中行政处罚16件: the first is of whatever cases there are."""
        if self._wide and self._memory.in_part and any(topic.wary for topic in phrase.topics):
            self._of_more([*self._wide][-1])

    def note_other(self, topic: Topic, quantity: Quantity) -> None:
        """Remember that disclosure may be told of a part of other cases: 公安行政复议案件共342件."""
        if not self._memory.is_trade(topic):
            self._memory.stated.append(quantity)
            self._wide[topic.id] = None, Sense(topic, topic.rows, topic.columns, topic.rule, whole=True)

    def narrowed(self, left: Phrase, right: Phrase, before: Iterable[Token]) -> Sense | None:
        """行政应诉案件共93件，其中信息公开类16件: the first is of all, the second that of the tables."""
        kinds = {token.kind for token in before}
        wide = self._wide or (Role.PART in kinds and self._told)  # 复议48件，维持20件；其中信息公开类22件
        if not (wide and Role.FIELD in kinds) or left.anchored or right.anchored or left.changed:
            return None
        self._wide = self._wide or self._told
        topic, (_, sense) = [*self._wide.items()][-1]
        self._of_more(topic)
        self._wide, self._told = {}, {}
        return sense

    def note_outcome(self, claim: Claim, clause: Clause) -> None:
        """Remember what came of some."""
        self._lists += clause.among
        self._outcomes.append(_Outcome(clause.depth, self._memory.in_part, self._lists, claim))

    def end(self) -> None:
        """公开17件、部分公开7件: told side by side, the first does not include the second."""
        outcomes, self._outcomes = self._outcomes, []
        self._wide, self._told, self._systems = {}, {}, []
        for each in outcomes:
            beside = [
                other.claim for other in outcomes if other[:3] == each[:3] and len(other.claim.readings) == 1
            ]
            others = [set(claim.cells) for claim in beside]
            readings = each.claim.readings
            left = tuple(r for r in readings if not any(cells < set(r.cells) for cells in others))
            if left[:1] == readings[:1] and len(left) < len(readings):
                self._mend(each.claim, each.claim._replace(readings=left))

    def _mend(self, claim: Claim, *instead: Claim) -> None:
        """Say something else instead, or nothing; what was mended for another reason before stays so."""
        if claim in self._claims:
            place = self._claims.index(claim)
            self._claims[place : place + 1] = instead
