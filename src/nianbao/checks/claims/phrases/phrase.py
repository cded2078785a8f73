"""What the words beside a number name, and whether something unexplained is among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Act, Topic, Word
from nianbao.checks.claims.words.roles import Role

_UNEXPLAINED = {Mark.OPAQUE, Mark.YEAR, Role.OTHER, Role.REST, Role.FOREIGN, Role.TRADE, Role.SCREENED}
_ANCHORS = {Role.TOPIC, Role.ACT, Role.ACTOR}
_COMMA_OF_LISTS = "、"
# 因, 通过: with something unexplained behind it, of some alone.
_REASONS = {Role.BECAUSE, Role.REASON, Role.BY}
_YEARS = {Role.THIS_YEAR, Role.LAST_YEAR}  # what stands before one is as good as of another clause
WAYS = {Role.CHANNEL, Role.INSTANCE}  # 网上5件, 一审3件: not more than all
CHANGES = {*WAYS, Role.LIMIT, Role.STEP, Role.UP, Role.DOWN, Role.NEGATION, Role.NEXT_YEAR, Mark.YEAR}


@dataclass(slots=True)
class Phrase:
    """The explained words next to a number. ``acts`` holds groups of words that are joined.

    ``others`` are topics before the head of the phrase, ``weak`` is the topic that weak words point to;
    ``stopped`` is the token at which explanation ended, ``restricted`` that it belongs to the thing counted
    (涉及征地的申请), ``changed`` that a word makes another number of it (网上申请, 增加), ``step`` that it
    is one of a step on the way (补正), ``channel`` that it came on one of several ways (网上),
    ``etc`` that acts before the last are examples, ``such`` that those who applied are (律师事务所等).
    """

    topics: list[Topic] = field(default_factory=list)
    others: list[Topic] = field(default_factory=list)
    weak: Topic | None = None
    acts: list[list[Word]] = field(default_factory=list)
    actors: list[Word] = field(default_factory=list)
    stopped: Token | None = None
    restricted: bool = False
    changed: bool = False
    step: bool = False
    channel: bool = False
    etc: bool = False
    such: bool = False
    each: bool = False
    all: bool = False
    about: Role | None = None  # ABOUT, ABOVE or BELOW

    @property
    def anchored(self) -> bool:
        """Whether it names anything at all."""
        return bool(self.topics or self.weak or self.acts or self.actors)

    @property
    def named(self) -> bool:
        """Whether it names what is counted."""
        return bool(self.topics) or self.weak is not None

    @property
    def only_weak(self) -> bool:
        """Whether it names what is counted by words that other things have, too, and what was done."""
        return self.weak is not None and not self.topics and bool(self.acts)

    @property
    def final(self) -> bool:
        """Whether its acts tell by themselves of which year they are: 结转下年."""
        return any(_final(group) for group in self.acts)

    @property
    def outcome(self) -> bool:
        """Whether the acts are what came of it, no stage of the work."""
        acts = [act for group in self.acts for word in group for act in word.acts.values() if not act.vague]
        return bool(acts) and not any(act.whole for act in acts)

    def acts_on(self, topic: Topic) -> list[Act]:
        """What the last acts mean under a topic; vague ones give way."""
        return next(iter(self.all_acts_on(topic)), [])

    def all_acts_on(self, topic: Topic) -> list[list[Act]]:
        """What the acts mean under a topic, the last ones first and vague ones at the end."""
        groups = [[word.acts[topic.id] for word in group if topic.id in word.acts] for group in self.acts]
        clear = [[act for act in group if not act.vague] for group in groups]
        return [group for group in (*reversed(clear), *reversed(groups)) if group]


_BESIDE_BARE = {Role.ACT, Role.FREE, Role.IN_TIME, Role.PART}
_UNSAID = {Role.FREE, Role.OWN}


def barely(tokens: Sequence[Token], *, listed: bool) -> list[Token]:
    """The tokens, with 公开 as an outcome where it stands alone beside a number: 答复公开3件, 3件公开.

    ``listed``: outcomes were told before, so that 没有 is one of them: 公开12件，没有3件.
    """
    place = next((i for i, token in enumerate(tokens) if token.kind is Mark.QUANTITY), 0)
    ends = all(token.kind in {Role.FREE, Role.ETC} for token in tokens[place + 1 :])  # not 没有9件超期
    found = list(tokens)
    for index, token in enumerate(tokens):
        bare = token.kind is Role.OTHER or (listed and token.kind is Role.NEGATION and ends)
        if not bare or token.word is None or not token.word.acts:
            continue
        around = [*tokens[:index], *tokens[index + 1 : place]] if index < place else tokens[:place]
        topics = [each.word.topic.id for each in around if each.word is not None and each.word.topic]
        known = all(each.kind in _BESIDE_BARE or each.kind is Role.TOPIC for each in around)
        rated = any(each.kind is Role.RATE for each in tokens[index + 1 : index + 2])  # 公开率65%
        alone = index < place or _by_itself(tokens, index) or rated
        if alone and known and all(topic in token.word.acts for topic in topics):
            found[index] = token._replace(kind=Role.ACT)
    return found


def listed_actors(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with 律师 as one of those who applied where it stands alone: 个人22件、公司1件、律师3件."""
    kinds = {token.kind for token in tokens if token.kind is not Role.FREE}
    if kinds != {Role.OTHER, Mark.QUANTITY}:
        return list(tokens)
    return [each._replace(kind=Role.ACTOR) if each.word and each.word.actors else each for each in tokens]


def _by_itself(tokens: Sequence[Token], index: int) -> bool:
    """Whether nothing else stands between a number and the next one of a list: 1件公开、2件部分公开."""
    before = next((token for token in reversed(tokens[:index]) if token.kind not in _UNSAID), None)
    behind = next((token for token in tokens[index + 1 :] if token.kind not in _UNSAID), None)
    return (
        before is not None and before.kind is Mark.QUANTITY and (behind is None or behind.kind is Role.JOIN)
    )


def left_of(tokens: Sequence[Token]) -> Phrase:
    """The phrase before a number: read from the number outward until something is not explained."""
    tokens = _without_examples(tokens)
    places = range(len(tokens) - 1, -1, -1)
    start = next((i + 1 for i in places if tokens[i].kind in _UNEXPLAINED and not _example(tokens, i)), 0)
    if start and _is_rest_told(tokens[start - 1 :]):
        return _read(tokens[start + 1 :])
    phrase = _read(tokens[start:])
    phrase.restricted = _of_part(tokens[start:])
    if start:
        phrase.stopped = tokens[start - 1]
        first = next((token for token in tokens[start:] if token.kind in _ANCHORS), None)
        begun = any(token.kind in _YEARS for token in tokens[start:])
        about = any(token.kind in _REASONS or _belongs(token) for token in tokens[: start - 1])
        more = _continues(tokens[start:])
        rest = Role.REST in {token.kind for token in tokens[start - 2 : start]}
        some = rest and not phrase.final  # 其他部门收到5件, but 其余结转2件
        some = some or _of_others(tokens, start)
        some = some or (tokens[start - 1].kind is Role.FOREIGN and not phrase.named)  # 投诉受理1834件
        some = some or (is_long(tokens[start - 1]) and tokens[start:][:1] == [first] and phrase.only_weak)
        phrase.restricted |= (
            first is None or about or more or some or _hangs_on(first, tokens[start:], phrase, begun=begun)
        )
    listed = max((i for i, token in enumerate(tokens) if token.kind is Role.ETC), default=0)
    phrase.step = any(token.kind is Role.STEP for token in tokens[listed:])  # 撤回等其他结果 is one
    phrase.changed |= phrase.step or any(token.kind in {Role.LIMIT, *WAYS} for token in tokens)
    phrase.channel = any(token.kind in WAYS for token in tokens)
    return phrase


def _is_rest_told(tokens: Sequence[Token]) -> bool:
    """其余为企业1件 tells what the others are; 其余企业1件 may be those of another sort."""
    kinds = [token.kind for token in tokens]
    told = kinds == [Role.REST, Role.FREE, Role.ACTOR]
    return told and tokens[1].text in _ARE


def _belongs(token: Token) -> bool:
    """属内部管理事务未予公开的1件: of some alone, too."""
    return token.kind is Role.FREE and token.text.startswith(_BELONGS)


_ARE = {"为", "是", "均为", "都是", "系"}
_BELONGS = ("属", "系", "因属", "因系")
_BEFORE_DEEDS = {Role.FREE, Role.TOTAL, Role.OWN, Role.THIS_YEAR, Role.PART}


def _without_examples(tokens: Sequence[Token]) -> Sequence[Token]:
    """Without what is only an example of what is counted: 作出取水、涉河建设等行政许可5件."""
    for place, token in enumerate(tokens[1:]):
        topic = token.word.topic if token.word is not None else None
        if topic is not None and topic.wary and tokens[place].kind is Role.ETC:
            first = next((i for i, each in enumerate(tokens) if each.kind not in _BEFORE_DEEDS), place)
            done = [each.kind for each in tokens[first : first + 2]] == [Role.ACT, Mark.OPAQUE]
            return [*tokens[: first + 1 if done else 0], *tokens[place + 1 :]]
    return tokens


def after_deed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Without examples behind what was done, which are nobody's names: 办理民办学校等行政许可5件."""
    kept = _without_examples(tokens)
    return kept if [*kept[:1]] == [*tokens[:1]] else tokens


def explained(tokens: Sequence[Token]) -> Phrase:
    """The phrase of all words that are explained, whatever stands between them."""
    return _read([token for token in tokens if token.kind not in _UNEXPLAINED])


def _of_others(tokens: Sequence[Token], start: int) -> bool:
    """Whether an unknown word between an act and 申请 tells what was applied for: 受理入学申请5件."""
    kinds = [token.kind for token in tokens[start - 2 : start + 1]]
    if kinds != [Role.ACT, Mark.OPAQUE, Role.TOPIC] or len(tokens[start - 1].text) < _ADVERB:
        return False
    word = tokens[start].word
    return word is not None and word.weak


def is_long(token: Token) -> bool:
    """Whether an unknown word is what was applied for, not how something was done: 矿业权受理申请5件."""
    return token.kind is Mark.OPAQUE and len(token.text) > _ADVERB


_ADVERB = 2  # characters
_EXEMPLIFIED = {Role.ACT, Role.TOPIC, Role.ACTOR}
_IN_EXAMPLES = {*_UNEXPLAINED, Role.JOIN, Role.FREE, Role.ACT}


def _example(tokens: Sequence[Token], index: int) -> bool:
    """Whether an unknown word is an example of what is named behind it: 商业秘密、隐私等第三方权益."""
    end = next((i for i in range(index + 1, len(tokens)) if tokens[i].kind not in _IN_EXAMPLES), len(tokens))
    named = tokens[end + 1 : end + 2]
    if not named or tokens[end].kind is not Role.ETC or named[0].word is None:
        return False
    return named[0].kind in _EXEMPLIFIED and not any(act.clear for act in named[0].word.acts.values())


def _hangs_on(first: Token, tokens: Sequence[Token], phrase: Phrase, *, begun: bool) -> bool:
    """Whether an unknown word can be a verb of which the first name is the object: 把关申请5件, 把关答复5件.

    Before 收到 or 予以公开, which nothing is done with, it is who did it, or how.
    """
    if first.kind is Role.ACT and first.word is not None:
        acts = first.word.acts.values()
        noun = not phrase.named and not any(
            act.whole or act.clear or act.columns for act in acts
        )  # 劳动监察案卷类5件
        return tokens[0] is first and (noun or any(act.vague for act in acts))
    return not (begun and phrase.acts)


def _of_part(tokens: Sequence[Token]) -> bool:
    """涉及申请5件 are not all of them, and in 信息公开或部分公开 the first is no field but an outcome."""
    named = [token for token in tokens if token.kind in {*_ANCHORS, Role.BECAUSE, Role.FIELD, Role.JOIN}]
    kinds = [token.kind for token in named]
    if (Role.TOPIC, Role.BECAUSE) in pairwise(kinds):
        return True  # 申请涉及431项, 复议案件涉及答复5件
    if kinds[:2] == [Role.BECAUSE, Role.TOPIC] and not any(kind in _ANCHORS for kind in kinds[2:]):
        return True
    return any(
        pair == (Role.FIELD, Role.JOIN, Role.ACT) for pair in zip(kinds, kinds[1:], kinds[2:], strict=False)
    )


def _continues(tokens: Sequence[Token]) -> bool:
    """Whether the words continue a list whose beginning is not explained: 甲及部分公开."""
    return bool(tokens) and tokens[0].kind is Role.JOIN and tokens[0].text != _COMMA_OF_LISTS


def right_of(tokens: Sequence[Token]) -> Phrase:
    """The phrase after a number."""
    places = range(len(tokens))
    end = next((i for i in places if _stops(tokens, i)), len(tokens))
    phrase = _read(tokens[:end])
    ends = tokens[end - 1].kind if end else None
    if ends is Role.STEP and phrase.outcome:  # 3件因内容不明确要求补正
        phrase.step = phrase.changed = True
    if end < len(tokens) and not _predicate(tokens[:end]):
        phrase.stopped = tokens[end]
    return phrase


def _stops(tokens: Sequence[Token], index: int) -> bool:
    """Whether explanation ends behind a number; but 2件为人事管理等内部事务信息."""
    kind = tokens[index].kind
    return (kind in _UNEXPLAINED and not _example(tokens, index)) or (
        kind is Role.REASON and _why(tokens[index:])
    )


def _predicate(tokens: Sequence[Token]) -> bool:
    """Whether what follows is told of what is named: 233件规范性文件已全部归集上网."""
    kinds = [token.kind for token in tokens if token.kind is not Role.FREE]
    return kinds == [Role.TOPIC, Role.ALL]


def _why(tokens: Sequence[Token]) -> bool:
    """Whether nothing but a reason is told for what was done later: 5件因收到较晚，结转下年."""
    if any(token.kind is Role.TOPIC for token in tokens):
        return False
    acts = [token.word.acts.values() for token in tokens if token.word is not None and token.word.acts]
    return all(any((act.whole or act.vague) and not act.final for act in each) for each in acts)


_FLAGS = {Role.EACH: "each", Role.ALL: "all"} | dict.fromkeys(CHANGES - {Role.STEP}, "changed")
ABOUT = {Role.ABOUT, Role.ABOVE, Role.BELOW}


def _read(tokens: Sequence[Token]) -> Phrase:
    """Names add up where 、 or 和 joins them; else the last one counts, as the head of a Chinese phrase."""
    phrase = Phrase()
    joined: set[Role | Mark] = set()  # the kinds of names that 、 or 和 has come after
    listed = 0  # how many acts stand before 等: they are not all that led to the act behind it
    for index, token in enumerate(tokens):
        if token.kind is Role.TOPIC and index and tokens[index - 1].kind is Role.ETC:
            phrase.acts, listed = [], 0  # 设立、终止等行政许可: examples of what is counted
        if token.kind is Role.JOIN:
            joined = set(_ANCHORS)
        elif token.kind is Role.ETC:
            listed = len(phrase.acts)
            phrase.such = index > 0 and tokens[index - 1].kind is Role.ACTOR
        elif token.kind is Role.CAUSE:  # 因申请引起的复议 is no application
            phrase.topics, phrase.weak, phrase.acts = [], None, []
        elif token.kind in ABOUT:
            phrase.about = Role(token.kind)
        elif token.kind in _FLAGS:
            setattr(phrase, _FLAGS[token.kind], True)
        elif token.word is not None and token.kind in _ANCHORS:
            _name(phrase, token.kind, token.word, joined=token.kind in joined)
            if not token.word.weak:
                joined.discard(token.kind)
    phrase.etc = 0 < listed < len(phrase.acts)
    phrase.changed |= listed > 0 and tokens[-1].kind is Role.ETC and not _in_columns(phrase.acts[-1])
    return phrase


def _in_columns(group: list[Word]) -> bool:
    """Whether what was done has a cell for all of its kind: 撤回等4件; but 不掌握等82件 are others, too."""
    return any(act.columns for word in group for act in word.acts.values())


def _final(group: list[Word]) -> bool:
    return any(act.final for word in group for act in word.acts.values())


def _name(phrase: Phrase, kind: Role | Mark, word: Word, *, joined: bool) -> None:
    if kind is Role.ACTOR:
        phrase.such = False
        phrase.actors = [*(phrase.actors if joined else ()), word]
    elif kind is Role.ACT:
        if joined and phrase.acts:
            phrase.acts[-1].append(word)
        elif not phrase.acts or not _final(phrase.acts[-1]):
            phrase.acts.append([word])
    elif word.topic is not None and word.weak:
        phrase.weak = phrase.weak or word.topic
    elif word.topic is not None:
        phrase.others += [] if joined else phrase.topics
        phrase.topics = [*(phrase.topics if joined else ()), word.topic]
