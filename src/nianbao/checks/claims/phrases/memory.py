"""What a line has told so far: the topics that it spoke of, and what the numbers of a sentence counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nianbao.checks.claims.claim import Claim, Quantity
from nianbao.checks.claims.phrases.phrase import Phrase, is_long
from nianbao.checks.claims.text.clauses import is_among
from nianbao.checks.claims.text.itself import Itself
from nianbao.checks.claims.text.tokens import UNTIL, Mark, Token
from nianbao.checks.claims.words.lexicon import Lexicon, Topic, Word
from nianbao.checks.claims.words.roles import Role, Rows

_STRANGE = {Mark.OPAQUE, Role.OTHER, Role.FOREIGN}


@dataclass(slots=True)
class Sense:
    """What a phrase means in its place: a topic, and the rows and columns that are left of it.

    ``whole``: it is a stage of the work or a topic as such, not a part of what was counted before; ``final``:
    its words tell by themselves of which year it is; ``several``: it is of more topics than this one;
    ``part``: the cells count more than that; ``rest``: it is what is left of a group of rows.
    """

    topic: Topic
    rows: Rows
    columns: tuple[str, ...]
    rule: str
    whole: bool = False
    final: bool = False
    acts: list[list[Word]] = field(default_factory=list)
    actor: tuple[str, ...] = ()
    several: bool = False
    part: bool = False
    rest: bool = False


class Memory:
    """What a line has told so far.

    The topics of the whole line are remembered, numbers only within their sentence.
    """

    def __init__(
        self, lexicon: Lexicon, topic: str, agency: str, *, own: bool = False, plain: bool = False
    ) -> None:
        self.lexicon = lexicon
        self._agency = agency
        self.itself = Itself(lexicon, agency)
        self._heard: list[Topic | None] = [lexicon.topics.get(topic)]  # None: something else is counted
        self._about = own or self._heard[0] is not None  # whether this stands under disclosure
        self.given: Claim | None = None  # the number that was not understood, as if it were
        self.others = False  # whether that number may be another organ's
        self.chained = False  # whether it was given to a stage of the work already
        self.doubtful = False  # whether a number was not understood since the topic was named
        self._within_base = False  # whether it may be some of what the sentence counts: 收到22件，甲类2件
        self.wider: dict[str, Claim] = {}  # by topic, the number that is of more cases than disclosure
        self.strange = False  # whether something was not understood
        self._plain = plain  # whether it stands under no heading
        self.base: Sense | None = None  # what the last stage of the work counts
        self.stated: list[Quantity] = []  # the numbers of such stages
        self.earlier: Sense | None = None  # what the last sentence counted, if it was one stage alone
        self.kin_of = ""  # the rule of those that depend on it; "": all
        self.kin: Claim | None = None  # a number of others, as if it were: 省局收到申请59件，复议5件
        self.of_told = False  # whether what follows is of a number just told: 维持5件中
        self.excepted = False  # whether some are excepted from what is said of all: 除6件未审结外，均已审结
        self.until = False  # whether it tells how things stood within the year: 截至上半年，在办5件
        self.why = False  # whether the clause before tells nothing but why: 因资料遗失，无法提供2件
        self.counted: list[tuple[Quantity, Sense]] = []  # all counts of the sentence, with what they are of
        self.exact: Claim | None = None  # by which some may be all after all: 收到的46件申请中，办结50件
        self._field = False  # whether the sentence speaks of disclosure
        self._led: set[str] | None = None  # what cases were told, if the sentence before was of disclosure
        self.opening: tuple[Claim, Sense] | None = None  # the first number, if others may tell what it is of
        self.added = False  # whether the last number was added to one before it: 加上结转的3件
        self.ungrouped = False  # whether an outcome is named without its group: 公开9件、信访2件
        self.new_sentence()

    def new_sentence(self, *, goes_on: bool = False) -> None:
        """Forget the numbers, and of which year they are unless the sentence goes on with 其中."""
        self._end_sentence(goes_on=goes_on)
        self.earlier = self.base if len(self.stated) == 1 else self.earlier if goes_on else None
        self.last: Claim | None = None  # the last count
        self.sense: Sense | None = None  # what it counts
        self.fresh = False  # whether the last number was that count
        self.named = False  # whether something was named since
        self.base, self.stated = None, []
        self.topics: list[Topic] = []
        self.kinds = 0  # how many kinds of it stand side by side: 直接起诉3件，复议后起诉2件
        self.told: set[str] = set()  # the cells that have been given numbers
        self._open: list[Claim] = []  # counts that can be understood in several ways
        self.told_columns: set[str] = set()  # the columns of those who have been given numbers
        self.carried_done = False  # whether what came from the year before is told to be done by itself
        self.aside: set[str] = set()  # the rows of what is told to come from or to go to another year
        self.two_years = False  # whether two years were told side by side
        self.level: Sense | None = None  # what was told to be as many as last year: 复议与上年持平，均为6件
        self.grown: Sense | None = None  # what the last growth was of
        self.span: Token | None = None  # 近两年, of which the sentence speaks
        self.shared: list[list[Word]] = []  # 未审结的复议1件、诉讼3件: what is said of all that are listed
        self.of: list[list[Word]] = []  # what was said of a number of which is told what they are
        self.of_each = False  # whether it is said of all behind it: 被纠正的5件案件中，复议4件
        self.listing: Phrase | None = None  # names that stand before 分别 in the next clause
        self.hint: Phrase | None = None  # what the clause before names, without a number
        self.mentioned: Sequence[Token] = ()  # that clause: 不予公开的集中在执法案卷（16件）
        self.depth = 0  # how many brackets are around it
        self.announced: Phrase | None = None  # the same clause, if a bare number behind it is all of it
        self.said: Phrase | None = None  # what the last number was said of, of whatever year
        self.outcomes: list[tuple[set[str], Quantity]] = []  # the cells of outcomes, with their numbers
        self.within = False  # whether what is told is of a part of the work: 本级收到58件，办结55件
        self.whose: tuple[str, ...] = ()  # the columns of whom the sentence is about: 企业的2件申请，公开1件
        self.listed: list[tuple[Quantity, Sense]] = []  # the last list of ways: 网上5件、信函3件
        self.partly = False  # whether a number was of a part of some cells: 撤销3件 of 纠正
        self.summed_up = False  # whether the sentence tells a sum behind its parts
        self.ahead: set[str] = set()  # the topics that the sentence names anywhere
        self.kin, self.of_told, self.excepted, self.until, self.why = None, False, False, False, False
        self.these = False  # whether what follows is of those just told: 收到的593件申请，答复569件
        self.offices = 0  # how many offices were told to have a part of it
        self.in_part, self.part_depth, self._parts_end = False, 0, False  # after 其中, in how many brackets
        self.some_in_part = False  # whether a part was told that no table has: 其中涉及征地20件
        self.beside = False  # whether something that is no topic has been counted
        self.screened = False  # whether some of those that came are told not to be counted
        self.among = False  # whether it is of what the clause before names: 收到的申请中，已办结41件
        self.of_another = False  # whether what follows is of what another organ counts: 市政府收到的申请中
        if not goes_on:
            self._heard += [each for each in self._heard[:1] if each and self.heard is None]  # the heading's
            self.year: Role | Mark = Role.THIS_YEAR
            self._field, self._trade, self._narrow = self._about, False, False  # the last: of a part alone
            self.groups: set[str] = set()  # the groups of outcomes that it names

    def _end_sentence(self, *, goes_on: bool) -> None:
        """What the numbers of the sentence leave to the next one; ``goes_on``: with 其中."""
        self.goes_on = goes_on
        if self._within_base and not goes_on:  # 收到22件，以甲名义申请的2件。办结20件
            self.doubtful = self._within_base = False
        told = [sense.topic for _, sense in self.counted if sense.topic.decided or sense.topic.persons]
        leads = bool(told) and (self._field or self._led is not None)
        self._led = (self._led or set()) | {topic.id for topic in told} if leads else None
        self.beyond = False  # whether it is of all but disclosure: 除信息公开案件外，没有诉讼
        self.disclosed = False  # whether only a part is of disclosure: 其中以信息公开名义5件
        self.open_list = False  # whether a list was told not to be all there is: 不掌握5件等
        self.by_matter = False  # whether what applications are about is told: 申请事项中，复议类8件
        self.counted, self.exact = [], None

    # ---- what was counted

    def of_kind(self, actor: tuple[str, ...]) -> tuple[str, ...]:
        """Who is often said of everybody is one kind of them behind others: 企业2件、居民9件."""
        everybody = any("total" in each.split(" + ") for each in actor) and self.told_columns
        return tuple(each for each in actor if "total" not in each.split(" + ")) if everybody else actor

    @property
    def results(self) -> list[Quantity]:
        """The numbers of what came of applications that the sentence has told, without those of parts."""
        told = [(number, sense) for number, sense in self.counted if sense.topic.persons]
        cells = self.lexicon.cells
        every = [(n, cells(s.topic, s.rows[:1])) for n, s in told if not (s.whole or s.actor)]
        return [number for number, own in every if not any(own < other for _, other in every)]

    def depend(self, sense: Sense, *, named: bool) -> None:
        """What follows a number that was not understood depends on it until something is named anew; cases
        of another sort depend on those told before them even then.
        """
        doubt = self.doubtful or self.chained
        if named or (sense.whole and not doubt):
            self.given = self.kin if named and self.kin_of in {"", sense.rule} else None
        self.chained = self.given is not None and doubt

    def depend_on(self, claim: Claim, sense: Sense) -> None:
        """新收46件申请中办结41件，其中公开9件: of some, unless those are all that was done."""
        if claim.besides and sense.whole:
            self.exact = None if self.some_in_part else claim._replace(besides=())
            self.some_in_part = True

    def count(self, claim: Claim, sense: Sense) -> None:
        """A number was understood."""
        if sense.actor:
            self.whose = () if self.counted else sense.actor
        self.last, self.sense = claim, sense
        self.counted.append((claim.quantity, sense))
        if not sense.several:
            self.kinds = 0 if sense.acts or sense.actor or sense.whole else self.kinds + 1
        if sense.whole:
            self.base, self.some_in_part, self.of = sense, False, []
            self.stated.append(claim.quantity)
            self.in_part = self.in_part and self.part_depth > 0
        else:
            self.outcomes.append(({cell for each in claim.readings for cell in each.cells}, claim.quantity))
        self.told_columns |= set(sense.actor)
        if len(claim.readings) > 1:
            self._open.append(claim)
            return
        cells = set(claim.readings[0].cells)
        self.told |= cells
        for other in self._open:  # 公开17件，部分公开7件: the first does not count the second
            clear = [each.cells for each in other.readings if not cells < set(each.cells)]
            self.told |= set(clear[0]) if len(clear) == 1 else set()

    def note_kind(self, quantity: Quantity, before: Iterable[Token]) -> None:
        """A number that is not understood is one of several kinds, too: 一审直接起诉3件、复议后起诉2件."""
        counted = bool(self.counted) and self.counted[-1][0] is quantity
        self.kinds += not counted and any(token.kind is Role.TOPIC for token in before)

    @property
    def said_of_all(self) -> list[list[Word]]:
        """What is said of all in a list of parts: 被纠正的5件案件中，复议4件; 未审结11件，其中复议6件."""
        return self.of if self.of_each or self.among or self.in_part else []

    def begin_parts(self, depth: int) -> None:
        """A 其中, or a bracket. Parts of an outcome end with it: 不予公开2件，其中征地类1件；公开8件."""
        of_outcome = self.sense is not None and not self.sense.whole and bool(self.sense.topic.persons)
        if not self.in_part:
            self._parts_end = of_outcome and depth == 0 and not self.some_in_part
        self.in_part, self.part_depth = True, depth

    def end_of_parts(self) -> None:
        """What follows is of no part any more; not of offices either, if several of them were told."""
        self.some_in_part = self.some_in_part and not (self.in_part and self._parts_end)
        self.in_part = False
        if self._narrow:  # 复议93件，其中信息公开类16件；应诉52件
            self._field, self._trade, self._narrow = False, True, False
        if self.offices > 1:  # 其中本级收到42件，县直部门收到103件；加上年结转10件
            self.given, self.chained = None, False
        self.offices = 0

    # ---- what is spoken of

    @property
    def heard(self) -> Topic | None:
        """The topic that was named last; None if none was, or if something else is counted."""
        return self._heard[-1]

    def hear(self, topic: Topic) -> None:
        """A topic is named."""
        self._heard.append(topic)
        self.doubtful = False
        if topic not in self.topics:
            self.topics.append(topic)

    def hear_all(self, tokens: Iterable[Token]) -> None:
        """The topics that are named in so many words."""
        for token in tokens:
            if token.kind is Role.TOPIC and token.word and token.word.topic and not token.word.weak:
                self.hear(token.word.topic)

    def pass_over(self, tokens: Iterable[Token]) -> None:
        """What is named in so many words, be it a topic or something else."""
        for token in tokens:
            if token.kind is Role.FOREIGN:
                self.something_else()
            elif token.kind is Role.TOPIC:
                self.hear_all((token,))

    def recent(self) -> list[Topic]:
        """The topics since something else was counted; in 复议9件，其中不予公开类7件 those of one table."""
        last = max((i for i, topic in enumerate(self._heard) if topic is None), default=-1)
        every = [topic for topic in self._heard[last + 1 :] if topic is not None]
        part = self.in_part or self.some_in_part or self.of_told
        whole = self.sense.topic if self.sense and part else None
        if whole is None or not whole.decided:
            return every
        return [topic for topic in every if topic.section == whole.section]

    @property
    def begun(self) -> bool:
        """Whether anything at all has been spoken of."""
        return len(self._heard) > 1

    @property
    def of_reports(self) -> bool:
        """Whether nothing at all but what reports are about has been spoken of: 全年收到申请5件."""
        return self._plain and not (self.strange or self.begun)

    def something_else(self) -> None:
        """Something that is none of the topics is counted: what follows may be a part of it."""
        self.beside = self.beside or self.heard is None or not self.lexicon.has_trade(self.heard)
        self._heard.append(None)
        self._led = None

    def something_unknown(self, topic: Topic, quantity: Quantity) -> None:
        """A number was not understood, though nothing else was named: outcomes that follow are read."""
        some = self.base is not None and self.base.topic is topic and bool(topic.persons)
        some = some and any(quantity.high < each.low for each in self.stated[-1:])
        self._within_base = some and (self._within_base or not self.doubtful)
        self.doubtful = True

    def notice(self, tokens: Sequence[Token]) -> None:
        """Whether a clause speaks of disclosure, or of what some organs do as their trade."""
        kinds = {token.kind for token in tokens}
        self.within = self.within and kinds.isdisjoint({Role.TOTAL, Role.OWN})
        if not kinds.isdisjoint({Mark.QUANTITY, Role.FIELD}):
            excepted = any(token.text in self.lexicon.exceptions for token in tokens)
            self.excepted |= Mark.QUANTITY in kinds and excepted
            self.beyond |= Role.FIELD in kinds and excepted
        self.screened |= Role.SCREENED in kinds
        self.disclosed |= kinds >= {Role.PART, Role.FIELD, Mark.QUANTITY}
        if Mark.QUANTITY in kinds and Role.TOTAL not in kinds:
            self.added = tokens[0].kind is Role.JOIN
        self.open_list |= Mark.QUANTITY in kinds and tokens[-1].kind is Role.ETC
        if Role.PERIOD in kinds:
            ends = (one.text for one, other in pairwise(tokens) if other.kind is Role.PERIOD)
            self.until |= any(text in UNTIL for text in ends)
        self.kin = self.kin if kinds.isdisjoint({Role.OWN, Role.FIELD}) else None
        if Mark.QUANTITY not in kinds and tokens and is_among(tokens[-1], self.lexicon.among):
            self.among = True
            spoken = [token.word.topic for token in tokens if token.word and token.word.topic]
            self.by_matter = bool(spoken) and all(topic.persons for topic in spoken)
            cases = self.heard is not None and bool(self.heard.decided)
            named = (token.word.topic for token in tokens if cases and token.word)
            of_decisions = any(topic is not None and topic.wary for topic in named)  # 处罚类中，调解5件
            self.of_another = of_decisions or any(self.itself.elsewhere(token) for token in tokens)
        self.notice_strange(kinds)
        if Role.FIELD in kinds or any(
            (topic := token.word.topic if token.word else None)
            and not (topic.wary or self.lexicon.has_trade(topic))
            and not (token.word and token.word.weak and Role.TRADE in kinds)  # 工伤认定申请
            for token in tokens
        ):
            self._field, self._narrow = True, self.in_part and Role.FIELD in kinds
        elif Role.TRADE in kinds or (self._narrow and _begins_anew(tokens)):
            self._field, self._trade = False, Role.TRADE in kinds or self._trade
            self._narrow = False
        if self._led is not None and (Role.TRADE in kinds or any(map(self._is_work, tokens))):
            self._led = None

    def notice_strange(self, kinds: set[Role | Mark]) -> None:
        """Whether a clause has something that is not understood."""
        self.strange = self.strange or not kinds.isdisjoint(_STRANGE)

    def is_trade(self, topic: Topic) -> bool:
        """Whether the topic is an organ's trade here, which the tables do not count."""
        if self._field or not self.lexicon.has_trade(topic):
            return False
        if self._led is not None and topic.id not in self._led:  # 信息公开类复议9件。诉讼5件
            return False
        heard = self.heard
        led = self.doubtful and heard is not None and heard.wary  # 行政处罚9件，听证8件，复议6件
        return self._trade or self.beside or led or self.lexicon.is_trade(topic, self._agency)

    def _is_work(self, token: Token) -> bool:
        """Whether a word is of what an organ does itself: 办理复议9件, but not 被申请复议9件."""
        acts = token.word.acts.items() if token.word is not None else ()
        return any(act.whole and not self.lexicon.topics[name].decided for name, act in acts)

    @property
    def later(self) -> bool:
        """Whether a date of the next year is told, of which 上年 is the year of the report."""
        known = self.lexicon.match(self.span.text, 0) if self.span is not None else None
        return self.year is Role.PERIOD and known is not None and known[1].role is Role.NEXT_YEAR

    @property
    def whole_year(self) -> bool:
        """Whether the sentence speaks of this year or the last one as a whole."""
        return self.year in {Role.THIS_YEAR, Role.LAST_YEAR}

    def silent(self, phrase: Phrase, before: Iterable[Token]) -> bool:
        """Whether a number is of a part of the work, of another organ, or no count at all."""
        return phrase.changed or any(
            self.itself.elsewhere(token) or self.some_time(token) for token in before
        )

    def is_strangers(self, phrase: Phrase) -> bool:
        """Whether a sentence begins with a stranger who does what is done with anything: 随手拍受理5件."""
        unknown = phrase.stopped is not None and is_long(phrase.stopped)
        named = phrase.named or self.topics or self._field or (self.heard and self.heard.id in self.ahead)
        return unknown and bool(phrase.acts) and self.begun and not (named or phrase.outcome)

    def some_time(self, token: Token) -> bool:
        """Whether an opaque run names a time that is not the year: 高峰时, 国庆假期."""
        return token.kind is Mark.OPAQUE and token.text.endswith(self.lexicon.moments)


def _begins_anew(tokens: Sequence[Token]) -> bool:
    """Whether a clause begins with what was done with cases of its own: 办理行政应诉58件."""
    said = [token for token in tokens if token.kind not in {Role.FREE, Role.TOTAL}][:2]
    topic = said[1].word.topic if len(said) > 1 and said[1].word else None
    return topic is not None and bool(topic.decided) and said[0].kind is Role.ACT
