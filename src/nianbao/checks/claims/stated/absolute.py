"""What is said without a number: 未收到申请, 零复议, 均获维持."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying
from nianbao.checks.claims.phrases.meaning import Meanings, together
from nianbao.checks.claims.phrases.memory import Memory
from nianbao.checks.claims.phrases.phrase import Phrase, left_of, right_of
from nianbao.checks.claims.stated.alike import Alike, all_of
from nianbao.checks.claims.stated.compared import BESIDE
from nianbao.checks.claims.text.clauses import is_among
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Act, Topic, Word
from nianbao.checks.claims.words.roles import YEAR_ROLES, Role, Rows

_NOUN = {Role.TOPIC, Role.ACT}
_NOT_ALL = {*BESIDE, Mark.YEAR, Role.ALL}  # 未全部公开, 2021年没有收到: not that there are none


class Absolutes:
    """Reads clauses that deny, or say the same of all, and adds to the claims of the line."""

    def __init__(self, memory: Memory, meanings: Meanings, claims: list[Claim]) -> None:
        self._memory = memory
        self._meanings = meanings
        self._claims = claims
        self._alike = Alike(memory, meanings)

    def negations(self, tokens: list[Token]) -> None:
        """未收到申请、未发生复议: closed sentences only, and no double negation."""
        starts = [i for i, t in enumerate(tokens) if t.kind is Role.NEGATION]
        if any(tokens[i - 1].kind is not Role.JOIN for i in starts[1:]):
            return
        silent = self._memory.beyond or any(
            self._memory.itself.elsewhere(t) or t.kind in {Role.LIMIT, Role.CHANNEL, Role.STEP}
            for t in tokens[: starts[0]]
        )
        if not silent:
            self._memory.hear_all(tokens[: starts[0]])  # 行政复议无纠正
        for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
            inside = _without_listed(tokens[start + 1 : end])
            if silent or any(
                token.kind in _NOT_ALL or token.kind in YEAR_ROLES or is_wholly(token) for token in inside
            ):
                self._meanings.mention(inside)
            elif start and all(token.kind is Role.FREE for token in inside):  # 行政复议、行政诉讼均未发生
                named = replace(left_of(tokens[:start]), all=False)
                told = bool(named.topics) != named.outcome  # 不掌握而无法提供的情形没有发生
                if told and not (named.restricted or named.changed):
                    self._nones(named, tokens[start:end])
            else:
                self._nones(right_of(inside), tokens[start:end], tokens[:start])

    def zeros(self, tokens: list[Token]) -> None:
        """零复议、零败诉; but not 9个单位零申请."""
        kinds = [token.kind for token in tokens]
        if Mark.QUANTITY in kinds[: kinds.index(Mark.ZERO)]:
            return
        for zero, token in pairwise(tokens):
            if zero.kind is Mark.ZERO and zero.quantity is None and token.kind in _NOUN:
                self._nones(right_of([token]), [zero, token])

    def _nones(self, phrase: Phrase, tokens: list[Token], head: Sequence[Token] = ()) -> None:
        """None of what a phrase names; ``head``: what stands before that."""
        memory = self._memory
        if memory.heard is None and len(tokens) == 2 and len(tokens[1].text) == 1:
            return  # 未收: of fees, as well
        for topic in self._meanings.topics.of(phrase) or self._decided_by_one(phrase):
            alone = replace(phrase, weak=None, topics=[topic])
            sense, acts = self._meanings.meaning(alone), alone.acts_on(topic)
            reason = bool(acts) and _is_reason(acts[-1])
            named = all_of(head, topic) or self._of_applications(phrase, topic, tokens, acts)
            if reason and (phrase.stopped is not None or not named):
                continue
            if topic.decided and self._meanings.about_others(phrase, tokens):
                continue  # 未新增行政处罚类诉讼
            rule = acts[0].none if acts else topic.none
            if sense is not None and rule and memory.whole_year:
                memory.hear(topic)
                memory.sense, memory.fresh = sense, True  # 未收到申请，较上年减少1件
                self._say(Saying.NONE, rule, self._meanings.cells_of(sense), tokens, final=sense.final)

    def _decided_by_one(self, phrase: Phrase) -> list[Topic]:
        """Where alone that can have come out which is denied, if no cases were spoken of: 未发生败诉."""
        heard, topics = self._memory.heard, self._memory.lexicon.topics
        named = {name for group in phrase.acts for word in group for name in word.acts}
        found = [topic for name in named if (topic := topics[name]).deciders]
        return found if len(found) == 1 and (heard is None or not heard.decided) else []

    def _of_applications(self, phrase: Phrase, topic: Topic, tokens: list[Token], acts: list[Act]) -> bool:
        """Whether a reason is denied of all that is counted: 没有涉及国家秘密的申请, not 没有泄露国家秘密."""
        applied = any(token.text.endswith(self._memory.lexicon.applicants) for token in tokens)
        named = applied or bool(phrase.topics or phrase.weak)
        heard = self._memory.heard is topic and all(act.clear for act in acts)
        return named or heard

    def alls(self, tokens: list[Token], *, named: bool) -> None:
        """均获维持: of what this sentence has counted, or of the last of it.

        ``named``: something was named between that number and this clause.
        """
        memory, tokens = self._memory, _turned(tokens)
        then = memory.last is not None and memory.last.last_year
        apart = bool(memory.aside) and not memory.counted  # 上年遗留的诉讼3件，均已结案
        if memory.excepted or apart or (then and all(token.kind is not Role.TOPIC for token in tokens)):
            return  # 上年未审结的6件，今年均已审结
        if (alike := self._alike.claim(tokens, named=named)) is not None:
            self._claims.append(alike)
            return
        whose, tokens = _whose(tokens)
        for index, token in enumerate(tokens):
            rest = tokens[index:] if is_wholly(token) else tokens[index + 1 :]  # 全部公开
            after = next((t for t in rest if t.kind not in {Role.FREE, Role.THIS_YEAR}), None)
            word = after.word if after is not None and after.kind is Role.ACT else None
            if not (token.kind is Role.ALL or is_wholly(token)) or after is None or word is None:
                continue
            if any(is_among(each, memory.lexicon.among) for each in rest[: rest.index(after)]):
                continue  # 全部案件中维持9件
            here = () if memory.topics else self._meanings.topics.of(left_of(tokens[:index]))
            every = [topic for topic in here if all_of(tokens[:index], topic)]
            topics = [topic for topic in (*memory.topics, *every) if topic.id in word.acts]
            act = word.acts[topics[-1].id] if topics else None
            if act is None or not act.all or memory.year is not Role.THIS_YEAR or memory.is_trade(topics[-1]):
                continue
            said = tokens[index : tokens.index(after) + 1]
            if act.of:
                some = any(each.kind is Role.ACT for each in tokens[:index])  # 可以公开的均予以公开
                fresh = memory.fresh and not (named or some)
                if act.whole or fresh or all_of(tokens[:index], topics[-1]):
                    columns = together([each.actors.get(topics[-1].id, ()) for each in whose])
                    self._all_done(topics[-1], act, columns or topics[-1].columns, tokens, said)
                continue
            if whose:
                continue
            just = [memory.sense.topic] if memory.sense and memory.fresh and not named else []
            last = [each.rows[0] for each in (topics[-1], *just) if each in topics]  # 其中复议7件，均维持
            rows: Rows = (tuple(name for topic in topics for name in topic.rows[0]), *last)
            pairs = [
                (part, whole)
                for row in rows
                for whole in memory.lexicon.readings(topics[-1], (row,), topics[-1].columns)
                for part in memory.lexicon.readings(topics[-1], (row,), act.columns)
            ]
            readings, wholes = (tuple(each) for each in zip(*dict.fromkeys(pairs), strict=True))
            self._say(Saying.ALL, act.all, readings, said, wholes)

    def _all_done(
        self, topic: Topic, act: Act, columns: tuple[str, ...], tokens: list[Token], said: list[Token]
    ) -> None:
        """所有申请均已办结: of all, not of those that were just counted as a part or carried in.

        ``columns``: of all, or of those who handed them in.
        """
        memory, last = self._memory, self._memory.sense
        own = {Mark.QUANTITY} if memory.fresh else set()  # 收到5件，5件全部办结
        part = memory.in_part or (last is not None and (not last.whole or last.final))
        beside = any(t.kind in {*BESIDE, Role.IN_TIME} - own for t in tokens)
        named = memory.heard is topic or all_of(tokens[: tokens.index(said[0])], topic)
        beside = beside or not named
        if part or beside or memory.aside - {name for names in act.of for name in names}:
            return
        readings = memory.lexicon.readings(topic, act.rows, columns)
        wholes = memory.lexicon.readings(topic, act.of, columns)
        self._say(Saying.ALL, act.all, readings, said, wholes)

    def _say(
        self,
        saying: Saying,
        rule: str,
        readings: tuple[Reading, ...],
        tokens: list[Token],
        wholes: tuple[Reading, ...] = (),
        *,
        final: bool = False,
    ) -> None:
        span = tokens[0].span[0], tokens[-1].span[1]
        words = Quantity(0, 0, 0, "", "".join(token.text for token in tokens), span)
        last_year = self._memory.year is Role.LAST_YEAR and not final
        kin = self._memory.kin if rule == self._memory.kin_of and not self._memory.counted else None
        self._claims.append(Claim(saying, rule, readings, words, last_year, wholes, given=kin))


def _whose(tokens: list[Token]) -> tuple[list[Word], list[Token]]:
    """Who handed in what is said to be alike, and the tokens without them: 企业的申请全部办结."""
    place = next((i for i, token in enumerate(tokens) if token.kind is Role.ALL or is_wholly(token)), 0)
    actors = [i for i, token in enumerate(tokens[:place]) if token.kind is Role.ACTOR]
    words = [word for i in actors if (word := tokens[i].word) is not None]
    found = []
    for index, token in enumerate(tokens):
        text = token.text.removeprefix("的") if index - 1 in actors else token.text
        if text and index not in actors:
            found.append(token._replace(text=text))
    return words, found


def _turned(tokens: list[Token]) -> list[Token]:
    """全部申请予以公开 is 申请全部予以公开."""
    place = next((i for i, token in enumerate(tokens) if token.kind is Role.ALL), len(tokens))
    every, named, rest = tokens[place : place + 1], tokens[place + 1 : place + 2], tokens[place + 2 :]
    told = any(token.kind is Role.TOPIC for token in tokens[:place])  # 诉讼均为复议后起诉
    turned = bool(named) and named[0].kind is Role.TOPIC and not told
    return [*tokens[:place], *named, *every, *rest] if turned else tokens


def _is_reason(act: Act) -> bool:
    """Whether an act tells why something came of it, or one of several reasons: 重复申请."""
    return not (act.whole or act.of or act.columns)


def is_wholly(token: Token) -> bool:
    """Whether an act says of itself that it was done with all of them: 全部公开."""
    acts = token.word.acts if token.word is not None else {}
    return bool(acts) and any(act.wholly for act in acts.values())


def _without_listed(tokens: list[Token]) -> list[Token]:
    """The tokens without other things in the same list: 举报、投诉、行政复议; unless they led to the rest."""
    if any(token.kind is Role.FOREIGN and _led_to(tokens[i:]) for i, token in enumerate(tokens)):
        return tokens
    joined = {i for i, token in enumerate(tokens) if token.kind is Role.JOIN}
    listed = {i for j in joined for i in (j - 1, j + 1)}
    return [t for i, t in enumerate(tokens) if t.kind is not Role.FOREIGN or i not in listed]


def _led_to(tokens: list[Token]) -> bool:
    return any(token.kind is Role.CAUSE for token in tokens)
