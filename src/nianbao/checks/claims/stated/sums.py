"""Sums: 共465条，其中142条、270条、53条; 其中 may begin a sentence, 合计 may stand behind its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.checks.claims.claim import Quantity, Sum
from nianbao.checks.claims.phrases.phrase import explained
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import Role

# all that may stand beside a sum behind its parts
_BARE = {Role.TOTAL, Role.FREE, Role.ABOUT, Role.OWN, Role.REGION}
# what may be of the same ones again: 自然人9件、网上提交8件
_OTHERWISE = {Role.CHANNEL, Role.INSTANCE, Role.STEP, Role.LIMIT, Role.IN_TIME}
_WORD = 2  # characters
_UNKNOWN = {Mark.OPAQUE, Mark.QUANTITY, Role.OTHER, Role.FREE}
_MOST_BEFORE = 8  # numbers before a sum behind its parts: any of them may be among these
_MOST_NUMBERS = 300  # of a sentence, and
_MOST_PARTS = 40  # of a list that it takes no computer to add up: longer ones say nothing
_MOST_WHOLES = 12
_STRONG = 3  # ；


def sums(
    clauses: Sequence[Clause], numbers: Sequence[Counted], deeds: tuple[str, ...], first: int = 0
) -> Iterator[Sum]:
    """Every number that is given with at least two parts; ``deeds`` are verbs that begin something else.

    Only lists that begin in the clauses from ``first`` on are told; those before are of the last sentence.
    """
    if not numbers or len(numbers) > _MOST_NUMBERS or len(clauses) > _MOST_NUMBERS:
        return
    for index in range(first, len(clauses)):
        if (behind := _behind(clauses, index, first, numbers)) is not None:
            yield behind
        if (listed := _list(clauses, index, numbers, deeds)) is not None:
            yield listed


def _list(
    clauses: Sequence[Clause], index: int, numbers: Sequence[Counted], deeds: tuple[str, ...]
) -> Sum | None:
    """The list that begins in a clause, with what is counted before it."""
    clause = clauses[index]
    named = clause.bracketed or any(token.kind is Role.PART for token in clause.tokens)
    of_those = not named and _of_those(clauses, index)
    if not (named or of_those or _by_channels(clauses, index)):
        return None
    verbs = () if of_those and clause.named else deeds  # a list behind a colon goes on with any verb
    parts, more, mixed = _parts(clauses, index, numbers, verbs)
    wholes = _wholes(clauses, index, numbers, parts[0]) if parts else []
    if not (named or of_those) and Mark.QUANTITY not in clauses[index - 1].kinds:
        wholes = [whole for whole in wholes if not _of_persons(whole, numbers)]
    if of_those:
        wholes = wholes[-1:] if _alike(parts, numbers, colon=clause.named) else []
    if len(parts) + len(more) > _MOST_PARTS or len(wholes) > _MOST_WHOLES:
        return None
    if clause.bracketed and _beside(parts, wholes, numbers):
        return None
    if sum(_is_step(part, numbers) for part in parts) > 1:
        return None
    times = {id(each.quantity): _times(each) for each in numbers}
    if not all(times[id(part)] for part in (*parts, *more)):
        return None
    parts, more = ([part for part in told for _ in range(times[id(part)])] for told in (parts, more))
    if len(parts) < 2 or not wholes or any(q.value is None for q in (*parts, *wholes)):
        return None
    complete = _complete((*parts, *more)[-1], numbers)
    return Sum(tuple(wholes), tuple(parts), tuple(more), complete, mixed or of_those)


def _of_those(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a list of what was just counted begins without 其中: 12件申请中，…; 不予公开的有4件：…."""
    clause, before = clauses[index], clauses[index - 1] if index else None
    if before is None or before.depth != clause.depth or Mark.QUANTITY not in clause.kinds:
        return False
    return clause.among or (clause.named and len(before.quantities()) == 1)


def _alike(parts: Sequence[Quantity], numbers: Sequence[Counted], *, colon: bool) -> bool:
    """Whether parts are of one kind: those who applied or what came of it; what is not understood among
    them stands behind 、, or the list behind a colon: 自然人9件、甲1件, but not 甲28件，自然人35件."""
    told = [next(each for each in numbers if each.quantity is part) for part in parts]
    known = [each.sense for each in told if each.sense is not None]
    if not (colon or all(each.clause.kinds.isdisjoint(_OTHERWISE) for each in told)):
        return False
    if len({Role.BECAUSE in each.clause.kinds for each in told}) > 1:
        return False  # 涉及征地的28件、自然人35件
    listed = all(each.clause.strength == 1 for each in told[1:])
    if len({each.then for each in told}) > 1:
        return False  # 上年46件申请中，自然人40件；今年自然人38件
    if len({bool(sense.actor) for sense in known}) > 1 or not (colon or listed or len(known) == len(told)):
        return False
    return bool(known) or colon


def _beside(parts: Sequence[Quantity], wholes: Sequence[Quantity], numbers: Sequence[Counted]) -> bool:
    """Whether a bracket tells of other columns than what it follows: 制发3件（废止1件，现行有效28件）."""
    senses = {id(each.quantity): each.sense for each in numbers if each.sense is not None}
    whole = senses.get(id(wholes[0])) if len(wholes) == 1 else None
    others = [senses.get(id(part)) for part in parts]
    if whole is None or whole.columns == whole.topic.columns:
        return False
    return all(
        each and each.topic is whole.topic and not set(each.columns) <= set(whole.columns) for each in others
    )


def _by_channels(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a list of the ways on which all came begins here, without 其中: 申请9件，网上5件、当面4件."""
    there = clauses[index : index + 2]
    if len(there) < 2 or index == 0 or _channel(clauses[index - 1]) or _begins_ways(clauses[index - 1]):
        return False
    return there[0].depth == there[1].depth and all(_channel(clause) for clause in there)


def _begins_ways(clause: Clause) -> bool:
    """Whether the first way of a list stands behind what all are: 申请渠道为网络9件、信函5件、当面4件."""
    kinds = [token.kind for token in clause.tokens if token.kind is not Role.FREE]
    return kinds[-2:] == [Role.CHANNEL, Mark.QUANTITY]


def _of_persons(whole: Quantity, numbers: Sequence[Counted]) -> bool:
    """Whether a number is of some who applied: 按申请人分，公民25件；按渠道分，网上8件、信函29件."""
    return any(each.quantity is whole and each.sense and each.sense.actor for each in numbers)


def _channel(clause: Clause) -> bool:
    kinds = {token.kind for token in clause.tokens}
    return (
        {Role.CHANNEL, Mark.QUANTITY}
        <= kinds
        <= {Role.CHANNEL, Mark.QUANTITY, Role.FREE, Role.TOTAL, Role.JOIN}
    )


def goes_on(clauses: Sequence[Clause]) -> bool:
    """Whether a sentence continues the one before: 其中，网站142条."""
    return bool(clauses) and clauses[0].tokens[0].kind is Role.PART


def _behind(clauses: Sequence[Clause], index: int, first: int, numbers: Sequence[Counted]) -> Sum | None:
    """合计7件 as a clause of its own, with the numbers of the sentence before it."""
    clause = clauses[index]
    if clause.depth or not any(token.kind is Role.TOTAL for token in clause.tokens):
        return None
    own = [number for number in numbers if number.clause is clause]
    done = {token.text for token in clause.tokens if token.kind is Role.ACT}
    colon = max((i for i in range(first, index) if clauses[i].named), default=first)  # 答复9件：过时的
    earlier = [each for each in clauses[colon:index] if each.depth == clause.depth]
    same = {token.text for each in earlier for token in each.tokens if token.kind is Role.ACT}
    beside = {token.kind for token in clause.tokens if token.text not in same} - _BARE
    if any(_is_open(each) or _adds_up(each) for each in earlier):
        return None
    if len(own) != 1 or beside != {Mark.QUANTITY} or clause.tokens[-1].kind is not Mark.QUANTITY:
        return None
    before = [
        number
        for number in numbers
        if any(number.clause is each for each in earlier)
        and done <= {token.text for token in number.clause.tokens}
        and not number.growth
        and number.quantity.measure == own[0].quantity.measure
    ]
    if earlier and _says_of_which(earlier[-1], stages=any(map(_is_stage, before))):
        return None
    parts, whole = [number.quantity for number in before], own[0].quantity
    if not 1 < len(parts) <= _MOST_BEFORE or any(each.value is None for each in (*parts, whole)):
        return None
    return Sum((whole,), tuple(parts), after=True)


def _says_of_which(clause: Clause, *, stages: bool) -> bool:
    """Whether the clause before a sum tells of what it is: 都给了答复，共计7件; behind ``stages`` also by
    what came of some: 答复7件，过时的不予公开，共3件."""
    if Mark.QUANTITY in clause.kinds:
        return False
    return {Role.ALL, Role.ACT} <= clause.kinds or (stages and explained(clause.tokens).outcome)


def _adds_up(clause: Clause) -> bool:
    """Whether a clause is a sum of others already: 许可新增21项，总计21项；处罚新增10项，总计44项."""
    return {Role.TOTAL, Mark.QUANTITY} <= clause.kinds <= {*_BARE, Mark.QUANTITY}


def _is_open(clause: Clause) -> bool:
    """Whether a list tells of others without their number: 不掌握5件等, 其余按规定答复."""
    if Mark.QUANTITY not in clause.kinds:
        return Role.REST in clause.kinds
    return clause.tokens[-1].kind is Role.ETC


def _complete(last: Quantity, numbers: Sequence[Counted]) -> bool:
    """Whether the words of the last part say that nothing is left out: 其他类20条."""
    clause, sense = next((each.clause, each.sense) for each in numbers if each.quantity is last)
    if sense is not None and sense.topic.decided:  # 诉讼9件（维持3件、其他6件）: a column of that name
        return False
    before = [token for token in clause.tokens if token.span[1] <= last.span[0]]
    ends = [i for i, token in enumerate(before) if token.kind is Mark.QUANTITY]
    return any(token.kind is Role.REST for token in before[ends[-1] + 1 if ends else 0 :])


def _parts(
    clauses: Sequence[Clause], first: int, numbers: Sequence[Counted], deeds: tuple[str, ...]
) -> tuple[list[Quantity], list[Quantity], bool]:
    """The numbers after 其中, as long as brackets and measure say that the list goes on: those set apart
    alike, those after a stronger mark, and whether some in between had another measure."""
    begun: list[Quantity] = []
    more: list[Quantity] = []
    mixed = then = False
    usual = gap = 0  # the strongest mark between the first two, and since the last one
    plain = False  # whether the first part is told without a verb
    for clause in _listed(clauses, first):
        if begun and plain and clause.strength > 1 and _does(clause, deeds):  # 其中政策81条，公众号发布377条
            return begun, more, mixed
        plain = plain if begun else _is_plain(clause, deeds)
        gap = max(gap, clause.strength) if begun else 0
        for number in numbers:
            if number.clause is not clause or number.growth or (begun and number.then and not then):
                continue  # 其中纠正5件，上年纠正8件
            if begun and number.quantity.measure != begun[0].measure and gap == 1 and not number.whole:
                mixed = True  # 网站142条、公众号270篇、微博53条
                continue
            if begun and _is_behind(number, begun, numbers, gap):
                return begun, more, mixed
            if len(begun) > 1 and 0 < gap < usual:  # 办结110件，维持78件、撤销9件: parts of a part
                return begun[:-1], [], mixed
            usual, then = gap if len(begun) == 1 else usual, number.then or _is_stage(number)
            apart = more or (len(begun) > 1 and gap > usual)
            (more if apart else begun).append(number.quantity)
            gap = 0
    return begun, more, mixed


def _times(number: Counted) -> int:
    """How many parts a number is: two in 企业、律所各2件; 0 where nobody can tell: 甲乙两类各2件."""
    before = [token.kind for token in _told(number) if token.kind is not Role.FREE]
    if before[-1:] not in ([Role.EACH], [Role.ALL]) or len(number.clause.quantities()) > 1:
        return 1
    joined = before.count(Role.JOIN)
    return joined + 1 if joined or before[-1] is Role.ALL else 0


def _is_behind(number: Counted, begun: Sequence[Quantity], numbers: Sequence[Counted], gap: int) -> bool:
    """Whether a number stands behind the list of those that have begun it."""
    if number.clause.among or _among(number, begun[-1]):  # 其中已审结的4件中维持3件
        return True
    if number.whole or number.quantity.measure != begun[0].measure:
        return True
    first = _clause_of(begun[0], numbers)
    return _stage(number.clause, first=first) or _of_others(number, begun[0], numbers, gap)


def _does(clause: Clause, deeds: tuple[str, ...]) -> bool:
    """Whether a verb of its own stands before the number of a clause: 公众号发布377条."""
    return Role.BY not in clause.kinds and any(_is_deed(token, deeds) for token in _led(clause))


def _is_plain(clause: Clause, deeds: tuple[str, ...]) -> bool:
    """Whether a part is told without a verb, and not by the way on which it came."""
    return Role.CHANNEL not in clause.kinds and not any(_is_deed(token, deeds) for token in _led(clause))


def _is_deed(token: Token, deeds: tuple[str, ...]) -> bool:
    return token.text in deeds or (token.kind is Mark.OPAQUE and token.text.endswith(deeds))


def _led(clause: Clause) -> Iterator[Token]:
    """What stands before the number, behind 其中."""
    for token in clause.tokens:
        if token.kind is Mark.QUANTITY:
            return
        if token.kind is not Role.PART:
            yield token


def _before(part: Quantity, numbers: Sequence[Counted]) -> Counted | None:
    """The number before the first part."""
    return next((each for each in reversed(numbers) if each.quantity.span[1] <= part.span[0]), None)


def _of_others(number: Counted, part: Quantity, numbers: Sequence[Counted], gap: int) -> bool:
    """Whether a number is of others than the one of which parts are told: 自然人9件，其中…；企业2件; or
    behind a ； of another topic than the first ``part``: 其中自然人9件；行政许可26件."""
    begun = next(each for each in numbers if each.quantity is part)
    one, first = number.sense, begun.sense
    strong = gap >= _STRONG and not begun.clause.named
    asked = {Role.ACTOR, Role.CHANNEL, Mark.OPAQUE} <= number.clause.kinds  # 企业来函查档82件
    if strong and (asked or number.clause.kinds <= _UNKNOWN) and not _like(number, begun):
        return True  # 其中不予许可5件；帮办代办82件
    whole = _before(part, numbers)
    if strong and whole is not None and _like(number, whole) and not _like(number, begun):
        return True  # 作为被申请人的复议9件，其中信息公开类2件；作为第三人的复议7件
    if (strong or _turns_to(number.clause, begun.clause)) and not _named(number.clause) <= _named(
        begun.clause
    ):
        return True  # 处罚132件，其中简易63件；复议81件
    if one is None:
        return False
    if strong and (first is None or not first.acts) and one.acts and not one.whole:
        return True  # 其中涉及征地的20件；予以公开9件
    if gap >= _STRONG and first is not None and first.topic is not one.topic:
        return True
    if first is not None and first.actor and not one.actor and (one.acts or one.topic is not first.topic):
        return True  # 其中自然人40件，办结44件; 其中自然人40件，复议9件
    other = whole.sense if whole else None
    if other is None or one.topic is not other.topic:
        return False
    return bool(one.actor and other.actor) and {*one.actor}.isdisjoint(other.actor)


def _like(number: Counted, begun: Counted) -> bool:
    """Whether both are named in the same way: 其中教育类5件；卫生类8件; 其中涉及征地5件；涉及补偿8件."""
    one, other = ("".join(token.text for token in _told(each)) for each in (number, begun))
    return one[:_WORD] == other[:_WORD] or one[-1:] == other[-1:]


def _told(number: Counted) -> Iterator[Token]:
    """The words before a number in its clause, without 其中."""
    for token in number.clause.tokens:
        if token.kind is not Role.PART and token.span[1] <= number.quantity.span[0]:
            yield token


def _named(clause: Clause) -> set[str]:
    """What a clause counts by name, as far as that is known: a topic, or the word for another thing."""
    words = [(token, token.word.topic if token.word else None) for token in clause.tokens]
    named = {topic.id for token, topic in words if topic is not None and not (token.word and token.word.weak)}
    return named | {token.text for token, _ in words if token.kind is Role.FOREIGN}


def _turns_to(clause: Clause, first: Clause) -> bool:
    """Whether a clause tells what was done with a thing of its own: 其中公开类16件，办理行政应诉58件."""
    said = [token for token in clause.tokens if token.kind not in {Role.FREE, Role.TOTAL}][:2]
    turned = [token.kind for token in said] == [Role.ACT, Role.TOPIC]
    return turned and all(token.kind is not Role.ACT for token in _led(first))


def _is_step(part: Quantity, numbers: Sequence[Counted]) -> bool:
    """Whether a part is of a step on the way, of which an application may go several: 其中补正5件."""
    return Role.STEP in _clause_of(part, numbers).kinds


def _is_stage(number: Counted) -> bool:
    """Whether a number is of a stage of the work: those of two years may be parts of one."""
    return number.sense is not None and number.sense.whole


def _among(number: Counted, before: Quantity) -> bool:
    """Whether a number is of the one before it in its clause: 4件审结的维持3件."""
    between = (t for t in number.clause.tokens if before.span[1] <= t.span[0] < number.quantity.span[0])
    return number.clause.tokens[0].span[0] <= before.span[0] and any(t.text == "的" for t in between)


def _stage(clause: Clause, *, first: Clause) -> bool:
    """Whether a clause tells the next stage of the work: ；办结7件; or 涉征地5件，…，答复总数7件, where the
    ``first`` part tells of none."""
    return _is_whole(clause) and (clause.strength >= _STRONG or not _is_whole(first))


def _is_whole(clause: Clause) -> bool:
    words = [token.word for token in clause.tokens if token.word is not None]
    return any(act.whole for word in words for act in word.acts.values())


def _clause_of(part: Quantity, numbers: Sequence[Counted]) -> Clause:
    return next(each.clause for each in numbers if each.quantity is part)


def _listed(clauses: Sequence[Clause], first: int) -> Iterator[Clause]:
    """The clauses in which a list can go on: as deep in brackets, up to the next 其中."""
    yield clauses[first]
    for clause in clauses[first + 1 :]:
        if clause.depth < clauses[first].depth:
            return
        if clause.depth == clauses[first].depth:
            if any(token.kind is Role.PART for token in clause.tokens):
                return
            yield clause


def _wholes(
    clauses: Sequence[Clause], first: int, numbers: Sequence[Counted], part: Quantity
) -> list[Quantity]:
    """What the parts can be parts of: with brackets the number before them, else any number before."""
    depth = clauses[first].depth - (1 if clauses[first].bracketed else 0)
    before = [clause for clause in clauses[:first] if clause.depth == depth]
    before += [clauses[first]] if any(t.kind is Role.PART for t in clauses[first].tokens) else []
    found = [
        number.quantity
        for number in numbers
        if any(number.clause is clause for clause in before)
        and not number.growth
        and number.quantity.measure == part.measure
        and number.quantity.span[1] <= part.span[0]
    ]
    return found[-1:] if clauses[first].bracketed else found
