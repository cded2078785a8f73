"""What the words beside a number mean in their place: which topic, rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from nianbao.checks.claims.claim import Part, Quantity, Reading
from nianbao.checks.claims.phrases.beside import of_matter, of_trade
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, right_of
from nianbao.checks.claims.phrases.topics import Topics, fits
from nianbao.checks.claims.text.clauses import Clause, is_among
from nianbao.checks.claims.text.quantities import is_money
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.lexicon import Act, Topic, Word
from nianbao.checks.claims.words.roles import Role, Rows
from nianbao.model.figure import Kind
from nianbao.model.formula import Side

# 转办、网上、未: a clause with one of these announces no number of the whole year
_NOT_ANNOUNCED = {
    Role.STEP, Role.LIMIT, Role.CHANNEL, Role.FOREIGN,
    Role.NEGATION, Role.NEXT_YEAR, Role.LAST_YEAR,
}  # fmt: skip
_GROWN = {Role.UP, Role.DOWN, Role.THAN}


class Meanings:
    """What phrases mean after what a line has told so far."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.topics = Topics(memory)

    def meaning(self, phrase: Phrase) -> Sense | None:
        """The sense of a phrase; None where it names no topic and fits none that was spoken of."""
        topics = self._narrowed(self.topics.of(phrase), phrase.others)
        if not topics or len({topic.section for topic in topics}) > 1:
            return None
        topic = topics[0]
        bare = bool(phrase.topics) and not (phrase.acts or phrase.actors)
        if bare and self._takes_over(topic):
            phrase = replace(phrase, acts=self._memory.sense.acts if self._memory.sense else [])
        elif bare:
            self._memory.of_each |= phrase.each  # 未审结的11件，分别为复议6件、诉讼5件
            phrase = replace(phrase, acts=self._memory.shared or self._memory.said_of_all)
        groups = phrase.all_acts_on(topic)
        if not groups and not all(word.free for group in phrase.acts for word in group):
            return None  # 核发政府信息公开申请表5份
        acts = self._narrowest(groups, topic)
        part = any(act.part for act in acts)
        if not part or all(act.part for act in acts):  # but 维持或驳回17件 is of both
            acts = self._innermost([act for act in acts if not act.apart] or acts, topic)
        if any(act.apart for act in acts):
            return None
        actor = self._memory.of_kind(together([word.actors.get(topic.id, ()) for word in phrase.actors]))
        if phrase.actors and not actor and not all(_anybody(word) for word in phrase.actors):
            return None
        base = self._memory.base if self._memory.base and self._memory.base.topic is topic and actor else None
        several: Rows = ()
        if len(topics) > 1:
            rows: Rows = (tuple(name for each in topics for name in each.rows[0]),)
        else:
            rows = _rows_of(acts) or (base or topic).rows
            if base and self.all_done(base) and not acts:
                rows = (*rows, *topic.rows)  # 收到58件，办结55件，其中自然人申请38件
            rows = (*rows, *(_rows_of(groups[0]) if phrase.etc and groups else ()))
            several = self._several(phrase, acts, topic)
            rows = (
                *several,
                *self._told_rows(acts, actor, topic),
                *rows,
                *self._hinted(acts, topic),
            )
        whole = any(act.whole for act in acts) or not (acts or actor or self._is_part(topic))
        rule = acts[0].rule if acts else (base or topic).rule
        final = any(act.final for act in acts)
        columns = self._all_columns(phrase, acts, topic, actor)
        more = len(topics) > 1 or bool(several)
        return Sense(topic, rows, columns, rule, whole, final, phrase.acts, actor, several=more, part=part)

    def likely(self, phrase: Phrase) -> Sense | None:
        """The sense of a phrase; where nothing was spoken of, under the only topic that its words fit."""
        sense = self.meaning(phrase)
        if sense is not None or phrase.topics:
            return sense
        lexicon = self._memory.lexicon
        words = (*phrase.actors, *(word for group in phrase.acts for word in group))
        named = {name for word in words for name in (*word.acts, *word.actors)}
        usual = [topic for name in named if not ((topic := lexicon.topics[name]).wary or topic.decided)]
        fitting = [topic for topic in usual if fits(phrase, topic)]
        return self.meaning(replace(phrase, weak=None, topics=fitting)) if len(fitting) == 1 else None

    def told_of(self, phrase: Phrase) -> bool:
        """Whether the phrase says clearly what became of what it counts, or where it is: 办结, not 办理."""
        return any(
            not act.vague or set(act.rows).isdisjoint(topic.rows)
            for topic in self.topics.of(phrase)
            for act in phrase.acts_on(topic)
        )

    def acts_of(self, phrase: Phrase) -> bool:
        """Whether the phrase says what was done with what it counts."""
        return any(phrase.acts_on(topic) for topic in self.topics.of(phrase))

    def readings(self, sense: Sense, quantity: Quantity) -> tuple[Reading, ...]:
        """The readings whose cells hold such a measure."""
        registered = sense.whole and bool(sense.acts)  # 登记企业9户
        persons = sense.topic.persons if sense.actor and not registered else frozenset()
        if quantity.measure not in self.measures(sense) | persons and (
            quantity.measure or quantity.value != 0
        ):
            return ()
        money = is_money(quantity.measure)
        readings = self.cells_of(sense)
        return tuple(r for r in readings if not quantity.measure or money is _counts_money(r))

    def measures(self, sense: Sense) -> frozenset[str]:
        """In which measures it is counted."""
        return sense.topic.measures | (sense.topic.with_act if sense.acts else frozenset())

    def cells_of(self, sense: Sense) -> tuple[Reading, ...]:
        """The readings of whatever measure."""
        return self._memory.lexicon.readings(sense.topic, sense.rows, sense.columns)

    def left_of(self, sense: Sense, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """What 其余6件 can mean behind 信访类11件，重复申请7件: the rest of their group, or of all."""
        rows = tuple((name,) for names in sense.topic.others[-1:] for name in names)
        every = (*readings, *self._memory.lexicon.readings(sense.topic, rows, sense.columns))
        whole = [each for each in readings if self._memory.told.isdisjoint(each.cells)]
        named = [each for each in readings if self._memory.told.issuperset(each.cells)]
        return (*whole, *named, *self.rests(every))

    def rests(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """逾期未补正2件，其他处理5件: a group after one of its rows may mean the rest of it."""
        found = []
        for reading in readings:
            rest = [
                term
                for part in reading.parts
                for term in part.side.terms
                if term.cell not in self._memory.told
            ]
            if len(reading.parts) != 2 and 0 < len(rest) < len(reading.cells):
                label = f"{'、'.join(part.label for part in reading.parts)}的其余各项"
                found.append(Reading((Part(label, Side(tuple(rest))),)))
        return tuple(found)

    def all_done(self, sense: Sense) -> bool:
        """Whether it is of what is done, be it from this year or the last."""
        acts = (word.acts.get(sense.topic.id) for group in sense.acts for word in group)
        done = sense.topic.rows[-1:]
        return any(act is not None and act.whole and act.rows[:1] == done for act in acts)

    def of_done(self) -> bool:
        """Whether what is done was counted before: behind 其中 other stages tell of these alone."""
        return self._memory.base is not None and self.all_done(self._memory.base)

    def wary(self, phrase: Phrase, before: Sequence[Token], *, alike: bool) -> bool:
        """公开500条，其中规范性文件3件: a bare name among others (``alike``: counted so) may be anything."""
        clear = phrase.actors or any(not a.vague for t in phrase.topics for a in phrase.acts_on(t))
        done = any(each.text.startswith(self._memory.lexicon.done) for each in before)  # 办结行政许可事项
        clear = clear or (done and not self._memory.in_part)
        bare, heard = bool(phrase.topics) and not clear, self._memory.heard
        alike = alike and (self._memory.beside or self._memory.given is not None)
        ends = before[-1].text if bare and before else ""
        sorted_out = self._memory.by_matter and ends.endswith(self._memory.lexicon.sorts)
        if sorted_out and not phrase.topics[-1].persons:
            return True  # 申请事项中，监狱类9件、复议类8件
        if (ends == "的" and self._memory.beside) or (alike and ends in self._memory.lexicon.classed):
            return True  # 印发文件60份，主动公开的24份，依申请公开的36份; 办理建议60件，公开24件
        if bare and heard is not None:  # 规范性文件68件，其中依申请公开9件
            return self._memory.in_part and heard.section != phrase.topics[-1].section
        return bare and self._memory.begun and (phrase.topics[-1].wary or self._memory.in_part)

    def about_others(self, phrase: Phrase, before: Sequence[Token]) -> bool:
        """Whether something else is counted that is named: 行政处罚类复议16件, 发布政府信息412条."""
        cases = any(topic.decided for topic in phrase.topics)
        cases = cases and (of_trade(before, phrase, self._memory.lexicon) or of_matter(before))
        last = [token.kind for token in before if token.kind is not Role.FREE][-1:]
        heard = self._memory.heard
        if phrase.topics or heard is None:
            return cases
        ends = [token.text for token in before if token.kind is not Role.TOTAL][-1:]
        trade = not heard.decided and bool(ends) and ends[0].endswith(self._memory.lexicon.cases)
        return trade or (last == [Role.FIELD] and heard.wary)  # 受理各类案件28614件

    def hand_on(self, clause: Clause) -> None:
        """What stands before a number may be said of those behind it: 自然人申请中公开7件、不公开9件."""
        memory = self._memory
        memory.shared = memory.shared if clause.strength == 1 else []
        ends = memory.mentioned[-1:]
        topic = memory.heard
        if ends and is_among(ends[0], memory.lexicon.among) and memory.hint and topic and not memory.counted:
            memory.whose = together([each.actors.get(topic.id, ()) for each in memory.hint.actors])

    def mention(self, tokens: list[Token]) -> None:
        """A clause without a number tells what the next one is about."""
        memory, kinds = self._memory, {token.kind for token in tokens}
        memory.named = memory.named or bool(tokens)
        if memory.year is Role.LAST_YEAR and Role.ACT in kinds:
            memory.year = Role.PERIOD  # 去年收到，结转到今年的5件
        memory.pass_over(tokens)
        phrase = right_of(tokens[:-1] if _is_many(tokens) else tokens)
        joined = len(phrase.actors) > 1 or any(len(group) > 1 for group in phrase.acts[-1:])
        memory.listing = phrase if joined else None
        memory.hint = None if phrase.changed else phrase
        memory.mentioned = tokens
        if tokens:  # else 同比增加5件, of what the clause before announces
            memory.announced = phrase if kinds.isdisjoint(_NOT_ANNOUNCED) else None
        sense = self.meaning(phrase) if Role.ACT in kinds else None
        if sense is not None and sense.whole:
            memory.base = sense
        if sense is None and phrase.outcome:
            memory.of = phrase.acts

    # ---- how it is done

    def _narrowest(self, groups: list[list[Act]], topic: Topic) -> list[Act]:
        """The last acts, or those before that name some of the same rows: 因重复申请不予处理2件."""
        last = groups[0] if groups else []
        if any(act.of and act.whole for act in last):  # 按其他处理办结2件
            outcomes = (each for each in groups[1:] if not any(act.whole or act.vague for act in each))
            return next(outcomes, last)
        wide = self._cells(last, topic, _columns_of(last))
        return next(
            (each for each in groups[1:] if set() < self._cells(each, topic, _columns_of(each)) <= wide), last
        )

    def _narrowed(self, topics: list[Topic], others: Iterable[Topic]) -> list[Topic]:
        """The kind that stands before the topic: 直接起诉的行政诉讼."""
        own = self._cells([], topics[0]) if len(topics) == 1 else frozenset()
        return next(([each] for each in others if self._cells([], each) < own), topics)

    def _told_rows(self, acts: list[Act], actor: tuple[str, ...], topic: Topic) -> Rows:
        """予以公开9件（自然人7件、企业2件）: an actor behind an outcome may be of that outcome."""
        sense = self._memory.sense
        if acts or not actor or sense is None or sense.whole or sense.topic is not topic:
            return ()
        return sense.rows

    def _several(self, phrase: Phrase, acts: list[Act], topic: Topic) -> Rows:
        """复议和诉讼共5件，其中维持3件: what several topics are counted as stays open to their outcomes.

        So do the kinds of one: 直接起诉3件，复议后起诉2件，审结4件.
        """
        base = self._memory.base
        if phrase.topics or phrase.weak is not None or not acts or _rows_of(acts):
            return ()
        if rows := _also_told(self._memory.counted, acts, topic):
            return (*rows, *self._of_wider(topic))
        if base is not None and base.topic.section != topic.section:
            return ()
        if base is not None and (base.several or self._memory.kinds > 1):
            return base.rows
        return (*self._of_kinds(topic), *self._of_wider(topic))

    def _of_wider(self, topic: Topic) -> Rows:
        """诉讼5件，其中复议后起诉3件，维持4件: of what the topic is the only kind of that is told."""
        lexicon = self._memory.lexicon
        own, wide = self._cells([], topic), []
        told = [lexicon.topics[name] for name in self._memory.ahead if name != topic.id]
        told += [each for each in self._memory.recent() if each.deciders and not own <= self._cells([], each)]
        for each in self._memory.recent():
            every = self._cells([], each)
            if own < every and not any(self._cells([], other) < every for other in told):
                wide.append(each)
        return tuple(names for each in wide for names in each.rows)

    def _of_kinds(self, topic: Topic) -> Rows:
        """直接起诉3件、复议后起诉2件，维持4件: of both kinds of one sort of cases."""
        own = self._cells([], topic)
        groups = [each for each in self._memory.lexicon.topics.values() if len(each.rows[0]) == 1]
        wide = [each for each in groups if own < self._cells([], each)]
        told = {each.topic: each.rows[0] for _, each in self._memory.counted if each.whole}.items()
        sorts = (sum((rows for each, rows in told if self.is_kind(each, of)), ()) for of in wide)
        return tuple(each for each in sorts if len(each) > 1)

    def _all_columns(
        self, phrase: Phrase, acts: list[Act], topic: Topic, actor: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The columns that can be meant; those of an actor before too: 主要为自然人，共申请5件."""
        columns = (*self._told_columns(phrase, acts, topic), *self._columns(topic, acts, actor))
        if not set(actor).isdisjoint(topic.rest):  # 自然人38件、企业5件、其他组织3件
            columns = (*columns, *self.other_columns(topic))
        hint = self._memory.hint
        if hint is None or actor:
            return columns
        return (*together([word.actors.get(topic.id, ()) for word in hint.actors]), *columns)

    def _told_columns(self, phrase: Phrase, acts: list[Act], topic: Topic) -> tuple[str, ...]:
        """尚未审结4件，其中复议后起诉4件: a kind of what was counted may be of its outcome."""
        if acts or not phrase.topics:
            return ()
        counted = [sense for _, sense in self._memory.counted if sense.topic is not topic]
        own = self._cells([], topic)
        of = next((sense for sense in reversed(counted) if own < self._cells([], sense.topic)), None)
        return () if of is None or of.whole or of.actor else of.columns

    def _hinted(self, acts: list[Act], topic: Topic) -> Rows:
        """属于重复申请，不予处理5件: the reason may stand in the clause before."""
        hint = self._memory.hint
        hints = hint.acts_on(topic) if hint and not any(act.whole for act in acts) else []
        wide = self._cells(acts, topic) if acts else set()
        return _rows_of([act for act in hints if self._cells([act], topic) < wide])

    def is_kind(self, topic: Topic, of: Topic) -> bool:
        """Whether a topic is another one or one of its kinds: direct litigation is litigation."""
        return self._cells([], topic) <= self._cells([], of)

    def _is_part(self, topic: Topic) -> bool:
        """Whether the topic is one of the kinds of what was counted before: 行政诉讼5件，直接起诉3件."""
        if self._memory.base is None or self._memory.base.topic.section != topic.section:
            return False
        return self._cells([], topic) < self._cells([], self._memory.base.topic)

    def _innermost(self, acts: list[Act], topic: Topic) -> list[Act]:
        """Without those that another one names a part of: 本机关不掌握、无法提供5件."""
        cells = [self._cells([act], topic, act.columns) for act in acts]
        return [
            act
            for act, own, before in zip(acts, cells, range(len(acts)), strict=False)
            if own not in cells[:before] and (len(act.rows) > 1 or not any(each < own for each in cells))
        ]

    def _cells(self, acts: list[Act], topic: Topic, columns: tuple[str, ...] = ()) -> frozenset[str]:
        return self._memory.lexicon.cells(topic, _rows_of(acts) if acts else (), columns)

    def other_columns(self, topic: Topic) -> tuple[str, ...]:
        """自然人38件、企业5件、其他3件: the last kind of them, or all that have not been told."""
        untold = [column for column in topic.kinds if column not in self._memory.told_columns]
        return tuple(dict.fromkeys((*topic.rest, *([" + ".join(untold)] if untold else []))))

    def _takes_over(self, topic: Topic) -> bool:
        """现行有效规章0件，规范性文件12件: a topic that needs an act takes that of the number before."""
        sense = self._memory.sense
        return sense is not None and sense.topic.section == topic.section and len(topic.columns) > 1

    def _columns(self, topic: Topic, acts: list[Act], actor: tuple[str, ...]) -> tuple[str, ...]:
        """The actor's, else the act's; an outcome told after an actor may be that of the actor alone."""
        if actor:
            return actor
        own = tuple(dict.fromkeys(column for act in acts for column in act.columns))
        if len(own) > 1 and all(len(act.columns) == 1 for act in acts):  # 其余3件为其他结果或尚未审结
            own = (*own, " + ".join(own))
        before = self._memory.sense.actor if self._memory.sense and self._memory.sense.topic is topic else ()
        before = before or self._memory.whose
        inherited = before if acts and (self._memory.whose or not any(act.whole for act in acts)) else ()
        return (*inherited, *(own or topic.columns))


def _is_many(tokens: Sequence[Token]) -> bool:
    """Whether a clause ends with how many there are, not with what has become of them: 自然人申请多."""
    many = bool(tokens) and tokens[-1].kind in _GROWN and len(tokens[-1].text) == 1
    return many and sum(token.kind in _GROWN for token in tokens) == 1


def _anybody(word: Word) -> bool:
    """Whether an actor is often said of everybody: 公民."""
    return all(any("total" in ends.split(" + ") for ends in columns) for columns in word.actors.values())


def _also_told(counted: Iterable[tuple[Quantity, Sense]], acts: list[Act], topic: Topic) -> Rows:
    """复议被纠正2件、诉讼被纠正1件，纠正共3件: the same was told of another topic, too."""
    columns = {column for act in acts for column in act.columns}
    topics = {
        sense.topic.id: sense.topic
        for _, sense in counted
        if columns & {*sense.columns} and sense.topic.section == topic.section
    }
    every = (topics | {topic.id: topic}).values()
    return (tuple(name for each in every for name in each.rows[0]),) if len(topics) > 1 else ()


def _columns_of(acts: list[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for act in acts for column in act.columns))


def _rows_of(acts: list[Act]) -> Rows:
    """收到和办理 may be either, 予以公开和部分公开 is both together."""
    if len(acts) > 1 and not any(act.whole for act in acts) and all(act.rows for act in acts):
        every = product(*(act.rows for act in acts))
        sums = (tuple(dict.fromkeys(name for names in rows for name in names)) for rows in every)
        return tuple(dict.fromkeys(sums))
    return tuple(dict.fromkeys(names for act in acts for names in act.rows))


def together(columns: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The columns of several actors, added up: 自然人、企业 are both of them; none of nobody."""
    return tuple(" + ".join(dict.fromkeys(each)) for each in product(*columns)) if columns else ()


def _counts_money(reading: Reading) -> bool:
    return any(term.kind is Kind.AMOUNT for part in reading.parts for term in part.side.terms)
