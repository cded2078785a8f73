"""What a line has told so far: the topics that it spoke of, and what the numbers of a sentence counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, zip_longest

from nianbao.checks.claims.claim import Claim, Quantity
from nianbao.checks.claims.clauses import is_among
from nianbao.checks.claims.lexicon import Lexicon, Topic, Word
from nianbao.checks.claims.phrase import Phrase
from nianbao.checks.claims.roles import Role, Rows
from nianbao.checks.claims.tokens import UNTIL, Mark, Token
from nianbao.model.agency import kind_by_name

_SHORT_NAME = 2  # letters


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
        self._called = lexicon.called(agency)
        self._heard: list[Topic | None] = [lexicon.topics.get(topic)]  # None: something else is counted
        self._about = own or self._heard[0] is not None  # whether this stands under disclosure
        self.given: Claim | None = None  # the number that was not understood, as if it were
        self.others = False  # whether that number may be another organ's
        self.chained = False  # whether it was given to a stage of the work already
        self.doubtful = False  # whether a number was not understood since the topic was named
        self.strange = False  # whether something was not understood
        self._plain = plain  # whether it stands under no heading
        self.base: Sense | None = None  # what the last stage of the work counts
        self.stated: list[Quantity] = []  # the numbers of such stages
        self.earlier: Sense | None = None  # what the last sentence counted, if it was one stage alone
        self.itself_named = False  # whether the clause names the agency by its name: 市局
        self.kin_of = ""  # the rule of those that depend on it; "": all
        self.kin: Claim | None = None  # a number of others, as if it were: 省局收到申请59件，复议5件
        self.of_told = False  # whether what follows is of a number just told: 维持5件中
        self.excepted = False  # whether some are excepted from what is said of all: 除6件未审结外，均已审结
        self.until = False  # whether it tells how things stood within the year: 截至上半年，在办5件
        self.new_sentence()

    @cached_property
    def aggregate(self) -> bool:
        """Whether the agency speaks for others, too, as far as its name tells. Few texts depend on it."""
        return kind_by_name(self._agency) in self.lexicon.aggregates

    def new_sentence(self, *, goes_on: bool = False) -> None:
        """Forget the numbers, and of which year they are unless the sentence goes on with 其中."""
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
        self.counted: list[tuple[Quantity, Sense]] = []  # all counts of the sentence, with what they are of
        self.summed_up = False  # whether the sentence tells a sum behind its parts
        self.ahead: set[str] = set()  # the topics that the sentence names anywhere
        self.kin, self.of_told, self.excepted, self.until = None, False, False, False
        self.these = False  # whether what follows is of those just told: 收到的593件申请，答复569件
        self.offices = 0  # how many offices were told to have a part of it
        self.in_part, self.part_depth = False, 0  # after 其中, and in how many brackets
        self.some_in_part = False  # whether a part was told that no table has: 其中涉及征地20件
        self.beside = False  # whether something that is no topic has been counted
        self.screened = False  # whether some of those that came are told not to be counted
        self.among = False  # whether it is of what the clause before names: 收到的申请中，已办结41件
        self.of_another = False  # whether what follows is of what another organ counts: 市政府收到的申请中
        if not goes_on:
            self._heard += [each for each in self._heard[:1] if each and self.heard is None]  # the heading's
            self.year: Role | Mark = Role.THIS_YEAR
            self._field, self._trade = self._about, False
            self.groups: set[str] = set()  # the groups of outcomes that it names

    # ---- what was counted

    def depend(self, sense: Sense, *, named: bool) -> None:
        """What follows a number that was not understood depends on it until something is named anew; cases
        of another sort depend on those told before them even then.
        """
        doubt = self.doubtful or self.chained
        if named or (sense.whole and not doubt):
            self.given = self.kin if named and self.kin_of in {"", sense.rule} else None
        self.chained = self.given is not None and doubt

    def count(self, claim: Claim, sense: Sense) -> None:
        """A number was understood."""
        if sense.actor:
            self.whose = () if self.counted else sense.actor
        self.last, self.sense = claim, sense
        self.counted.append((claim.quantity, sense))
        if not sense.several:
            self.kinds = 0 if sense.acts or sense.actor or sense.whole else self.kinds + 1
        if sense.whole:
            self.base, self.some_in_part = sense, False
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

    def end_of_parts(self) -> None:
        """What follows is of no part any more; not of offices either, if several of them were told."""
        self.in_part = False
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

    def something_unknown(self) -> None:
        """A number was not understood, though nothing else was named: outcomes that follow are read."""
        self.doubtful = True

    def notice(self, tokens: Sequence[Token]) -> None:
        """Whether a clause speaks of disclosure, or of what some organs do as their trade."""
        kinds = {token.kind for token in tokens}
        self.within = self.within and kinds.isdisjoint({Role.TOTAL, Role.OWN})
        self.excepted |= Mark.QUANTITY in kinds and any(t.text in self.lexicon.exceptions for t in tokens)
        self.screened |= Role.SCREENED in kinds
        self.until |= any(one.text in UNTIL and other.kind is Role.PERIOD for one, other in pairwise(tokens))
        self.kin = self.kin if kinds.isdisjoint({Role.OWN, Role.FIELD}) else None
        if Mark.QUANTITY not in kinds and tokens and is_among(tokens[-1], self.lexicon.among):
            self.among = True
            self.of_another = any(self.elsewhere(token) for token in tokens)
        self.strange = self.strange or not kinds.isdisjoint({Mark.OPAQUE, Role.OTHER, Role.FOREIGN})
        if Role.FIELD in kinds or any(
            (topic := token.word.topic if token.word else None)
            and not (topic.wary or self.lexicon.has_trade(topic))
            and not (token.word and token.word.weak and Role.TRADE in kinds)  # 工伤认定申请
            for token in tokens
        ):
            self._field = True
        elif Role.TRADE in kinds:
            self._field, self._trade = False, True

    def is_trade(self, topic: Topic) -> bool:
        """Whether the topic is an organ's trade here, which the tables do not count."""
        if self._field or not self.lexicon.has_trade(topic):
            return False
        heard = self.heard
        led = self.doubtful and heard is not None and heard.wary  # 行政处罚9件，听证8件，复议6件
        return self._trade or self.beside or led or self.lexicon.is_trade(topic, self._agency)

    @property
    def later(self) -> bool:
        """Whether a date of the next year is told, of which 上年 is the year of the report."""
        known = self.lexicon.match(self.span.text, 0) if self.span is not None else None
        return self.year is Role.PERIOD and known is not None and known[1].role is Role.NEXT_YEAR

    @property
    def whole_year(self) -> bool:
        """Whether the sentence speaks of this year or the last one as a whole."""
        return self.year in {Role.THIS_YEAR, Role.LAST_YEAR}

    def elsewhere(self, token: Token) -> bool:
        """Whether an opaque run names another organ.

        One that reports for its members may mean its own office alone when it names itself.
        """
        if token.kind is Role.REGION:
            return not self.aggregate
        if len(token.text) == 1:  # 所答复的
            return False
        return self._names_organ(token) and (not self._calls_agency(token.text) or self.aggregate)

    def itself(self, token: Token) -> bool:
        """Whether a word names the agency."""
        if token.text in self._called and token.kind in {Mark.OPAQUE, Role.ACTOR, Role.OTHER}:
            return True
        if token.kind is Mark.OPAQUE and token.text.endswith(self.lexicon.bodies):  # 公安机关
            body = next(each for each in self.lexicon.bodies if token.text.endswith(each))
            field = token.text.removesuffix(body)
            return len(field) >= _SHORT_NAME and self._short_for_agency(field) and not self.aggregate
        return self._names_organ(token) and self._calls_agency(token.text) and not self.aggregate

    def placed(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """The tokens without those that name the agency; its offices are ways on which something came."""
        self.itself_named = False
        named = any(token.kind is Role.TOPIC for token in tokens)  # else a counter may count anything
        for token, after in zip_longest(_with_others(tokens), tokens[1:]):
            if self._is_office(token):  # 局法规科
                yield token._replace(kind=Role.CHANNEL if named else Role.LIMIT)
            elif self._counts(token, after) or not (self.itself(token) or self._its_field(token, after)):
                yield token
            else:
                self.kin, self.itself_named = None, True

    def _counts(self, token: Token, after: Token | None) -> bool:
        """Whether those who apply are counted, though the agency calls itself so: 企业2件."""
        return token.kind is Role.ACTOR and after is not None and after.kind is Mark.QUANTITY

    def _its_field(self, token: Token, after: Token | None) -> bool:
        """税务行政许可, by a tax bureau; its 税务行政复议 are its trade."""
        topic = after.word.topic if after is not None and after.word is not None else None
        if topic is None or token.kind is not Mark.OPAQUE or len(token.text) < _SHORT_NAME:
            return False
        return self._short_for_agency(token.text) and not (self.aggregate or self.lexicon.has_trade(topic))

    def _is_office(self, token: Token) -> bool:
        """Whether a run names an office and, besides the agency's own short name, no organ."""
        if token.kind is not Mark.OPAQUE or not token.text.endswith(self.lexicon.offices) or self.aggregate:
            return False
        own = max((name for name in self._called if token.text.startswith(name)), key=len, default="")
        office = next(each for each in self.lexicon.offices if token.text.endswith(each))
        name = token.text.removesuffix(office)[len(own) :]
        return not any(organ in name for organ in self.lexicon.organs)

    def silent(self, phrase: Phrase, before: Iterable[Token]) -> bool:
        """Whether a number is of a part of the work, of another organ, or no count at all."""
        return phrase.changed or any(self.elsewhere(token) or self.some_time(token) for token in before)

    def some_time(self, token: Token) -> bool:
        """Whether an opaque run names a time that is not the year: 高峰时, 国庆假期."""
        return token.kind is Mark.OPAQUE and token.text.endswith(self.lexicon.moments)

    def _names_organ(self, token: Token) -> bool:
        return token.kind in {Mark.OPAQUE, Role.OTHER} and token.text.endswith(self.lexicon.organs)

    def _short_for_agency(self, name: str) -> bool:
        """Whether the name has letters of the full one in their order."""
        return _in_order(name, self._agency)

    def _calls_agency(self, organ: str) -> bool:
        """Whether an organ so called may be the agency, not the one that it is a branch of."""
        return self._short_for_agency(organ) and not _in_order(organ, self._parent)

    @cached_property
    def _parent(self) -> str:
        """The name before that of a branch: 海州市公安局 of 海州市公安局东城分局."""
        if not self._agency.endswith(self.lexicon.branches):
            return ""
        places = ((self._agency.rfind(organ, 0, -1), len(organ)) for organ in self.lexicon.organs)
        return self._agency[: max((place + length for place, length in places if place >= 0), default=0)]


def _with_others(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, an unknown word with 各 or 其他 before it: 各分局 is not the branch that reports."""
    for before, token in zip((None, *tokens), tokens, strict=False):
        each = before is not None and before.kind in {Role.EACH, Role.REST} and token.kind is Mark.OPAQUE
        yield token._replace(text=before.text + token.text) if before and each else token


def _in_order(name: str, full: str) -> bool:
    """Whether a name has letters of the full one in their order."""
    letters = iter(full)
    return all(letter in letters for letter in name)
