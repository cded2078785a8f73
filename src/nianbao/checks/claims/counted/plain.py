"""Whether the words of a number leave no doubt that it is of the tables' cases and of this organ alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nianbao.checks.claims.claim import Claim
from nianbao.checks.claims.phrases.memory import Sense
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.itself import Itself
from nianbao.checks.claims.text.tokens import Mark
from nianbao.checks.claims.words.lexicon import Lexicon, Topic
from nianbao.checks.claims.words.roles import Role

_NEXT = 2  # the strength of the mark before a clause that goes on with what the one before is about
_STRANGE = {Mark.OPAQUE, Role.OTHER, Role.FOREIGN, Role.TRADE}


class Plain:
    """What the clauses of a sentence tell of whose numbers theirs are."""

    def __init__(self, lexicon: Lexicon, itself: Itself) -> None:
        self._lexicon = lexicon
        self._itself = itself
        self.new_sentence()

    def new_sentence(self) -> None:
        """Forget what the clauses before told."""
        self._field = self._wide = False  # whether they speak of disclosure, and of all offices together
        self._beside = False  # whether they speak of applications
        self._system = False  # whether these are told to be those of the agency's field
        self._doubted: set[str] = set()  # those of which a number was told so
        self._weak: set[str] = set()  # the topics that the clause names by words of other things, too
        self._wholes: list[Claim] = []

    def enter(self, clause: Clause, ahead: Collection[str]) -> None:
        """A clause begins; it may go on with what the one before is about. ``ahead`` are the topics that the
        sentence names in words of their own."""
        words = [token.word for token in clause.tokens if token.word is not None and token.word.topic]
        weak = {word.topic.id for word in words if word.topic and word.weak}
        self._weak = weak & {*ahead} if all(word.weak for word in words) else set()
        goes_on = clause.strength <= _NEXT and clause.kinds.isdisjoint(_STRANGE)
        self._field = Role.FIELD in clause.kinds or (self._field and goes_on)
        named = (word.topic for word in words if word.topic and not word.weak)
        self._beside |= any(topic.persons for topic in named)
        texts = {token.text for token in clause.tokens}
        wide = Role.REGION in clause.kinds or not texts.isdisjoint(self._lexicon.divisions)
        wide = wide or any(map(self._itself.is_area, texts))
        owned = {token.text for token in clause.tokens if token.kind is Role.OWN}
        own = self._itself.named or not owned <= self._lexicon.systems
        self._system |= self._itself.of_system
        part = Role.PART in clause.kinds  # 全县复议80件，其中信息公开类16件
        self._wide = wide or (self._wide and goes_on and not (own or part))

    def of(self, sense: Sense) -> bool | None:
        """Whether a number of the clause leaves no doubt; None where it is of no whole."""
        kind = sense.topic.decided and not (sense.acts or sense.actor)  # 争议95件，其中信息公开类复议22件
        if not (_is_whole(sense) or kind):
            return None
        if sense.topic.id in self._weak:  # 收到申请55件，经甄别，登记为政府信息公开申请46件
            self._doubted |= self._weak
            return False
        return not self._wide and (self._field or not self._lexicon.has_trade(sense.topic))

    def beside(self, sense: Sense) -> bool:
        """Whether it is of cases told beside applications: 收到申请48件，发生行政复议2件."""
        return bool(sense.topic.decided) and self._beside and not self._wide

    def wide(self, sense: Sense) -> bool:
        """Whether it is of a whole area, told by one that does not report for all of it by its name."""
        return _is_whole(sense) and self._wide and not self._itself.aggregate

    def is_doubted(self, topics: Iterable[Topic]) -> bool:
        """Whether what is named was told before in the sentence by words of other things."""
        return any(each.id in self._doubted for each in topics)

    def note(self, claim: Claim) -> None:
        """A whole was told."""
        if claim.plain is not None:
            self._wholes.append(claim)

    def with_wholes(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims of the sentence, what came of cases given their number: 复议共55件，其中维持37件.

        A single number of 全市水务系统 is none: that it is of this organ alone, no other number can bear out.
        """
        found, claims = [], [*claims]
        alone = self._system and sum(claim.wide for claim in claims) == 1
        for claim in claims:
            if alone and claim.wide:
                continue
            before = [each for each in self._wholes if each.quantity.span < claim.quantity.span]
            free = claim.plain is not None or claim.given is not None
            whole = before[-1] if before and not free else None
            found.append(claim if whole is None or whole.plain else claim._replace(given=whole))
        return found


def _is_whole(sense: Sense) -> bool:
    """Whether it is of all there are, be it told that decisions were made: 作出行政处罚78件."""
    return sense.whole or (sense.topic.wary and len(sense.topic.columns) == 1)
