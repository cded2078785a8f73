"""The tokens of a clause, cut at a word or without those that say nothing in their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise, zip_longest

from nianbao.checks.claims.text.itself import Itself
from nianbao.checks.claims.text.quantities import in_chinese
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Lexicon, Word
from nianbao.checks.claims.words.roles import Role

_BEFORE_LISTED = {Role.FREE, Role.JOIN, Role.PART, Role.REASON, Role.BECAUSE}
_ITEMS = {"项", "类", "种", "样"}  # what those that are listed may be called
_YEAR_END = {"末", "底", "年末", "年底"}
_BEFORE_CASES = {Role.FREE, Role.TOTAL, Role.OWN, Role.THIS_YEAR}
_CONCERNS = "涉"
_IN_WAYS = {Mark.OPAQUE, Role.TOPIC, Role.FIELD, Role.FREE, Role.CHANNEL, Role.OWN, Role.ORGAN, Role.OTHER}
_MOST_PIECES = 3  # into which the rest of a word may fall: 结转|过|来


def split(tokens: list[Token], role: Role) -> tuple[list[Token], list[Token]]:
    """What stands before the first token of a role, and what after it."""
    place = next((i for i, token in enumerate(tokens) if token.kind is role), None)
    return (tokens, []) if place is None else (tokens[:place], tokens[place + 1 :])


def share_of_last_year(tokens: list[Token]) -> tuple[int, int]:
    """Where 上年的54.5% begins and ends in a clause; 0 if nowhere: 较上年增长8% is no such thing."""
    for begin, token in enumerate(tokens):
        if token.kind is Role.LAST_YEAR:
            end = next((i for i in range(begin + 1, len(tokens)) if tokens[i].kind is not Role.FREE), begin)
            before = {each.kind for each in tokens[begin - 1 : begin]}
            if tokens[end].kind is Mark.PERCENT and before <= {Role.THAN, Role.JOIN, Role.FREE}:
                return begin, end + 1
    return 0, 0


def as_told(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of a clause, with words as what they are beside others: most clauses have none of these."""
    kinds = {token.kind for token in tokens}
    if Role.THAT_YEAR in kinds:
        tokens = _of_years(tokens)
    if Role.NEGATION in kinds:
        tokens = _denied_years(tokens, lexicon)
        kinds.add(Role.ACT)
    if {Role.FIELD, Role.CHANNEL, Role.TOPIC} <= kinds:
        tokens = _ways_first(tokens, lexicon)
    if Role.EACH in kinds:
        tokens = _without_number(tokens)
    if Role.PERIOD in kinds and Mark.QUANTITY not in kinds:
        tokens = _timeless(tokens)
    if {Mark.OPAQUE, Role.ACT} <= kinds:
        tokens = _left_then(tokens, lexicon)
    return with_judges(tokens, lexicon) if Mark.OPAQUE in kinds else tokens


def judged(tokens: list[Token]) -> list[Token]:
    """The tokens without those who decide, before what they decided: 法院维持; elsewhere they are others."""
    found = []
    for index, token in enumerate(tokens):
        if token.kind is Mark.OPAQUE and _asked(tokens, index):
            continue
        if token.kind is not Role.COURT:
            found.append(token)
        elif not any(
            decided(each)
            for each in [t for t in tokens[index + 1 :] if not (t.kind is Role.FREE or _reviews(t))][:1]
        ):
            found.append(token._replace(kind=Mark.OPAQUE))
    return found


def _of_years(tokens: list[Token]) -> list[Token]:
    """The tokens with 当年 as the year named before it: 2022年收到的2件已在当年办结; else as this one."""
    year, found = Role.THIS_YEAR, []
    for index, token in enumerate(tokens):
        compared = Role.THAN in {each.kind for each in (*tokens[:index][-1:], *tokens[index + 1 :][:1])}
        if token.kind is Role.LAST_YEAR and not compared:  # 较上年, 与上年相比
            year = Role.LAST_YEAR
        found.append(token._replace(kind=year) if token.kind is Role.THAT_YEAR else token)
    return found


def of_cases(tokens: list[Token]) -> list[Token]:
    """涉及行政复议9件 as 行政复议9件, where nothing is told that they are of."""
    first = next((i for i, token in enumerate(tokens) if token.kind not in _BEFORE_CASES), len(tokens))
    behind = tokens[first + 1 : first + 2]
    topic = behind[0].word.topic if behind and behind[0].word is not None else None
    if topic is None or not topic.decided or tokens[first].kind is not Role.BECAUSE:
        return tokens
    return [*tokens[:first], *tokens[first + 1 :]] if tokens[first].text.startswith(_CONCERNS) else tokens


def _denied_years(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """上年没有结转 as 没有上年结转, where these are one word."""
    kinds = [token.kind for token in tokens]
    for index in range(len(tokens) - 2):
        if kinds[index : index + 2] != [Role.LAST_YEAR, Role.NEGATION]:
            continue
        year, denied = tokens[index : index + 2]
        for end in range(min(index + 2 + _MOST_PIECES, len(tokens)), index + 2, -1):
            text = year.text + "".join(token.text for token in tokens[index + 2 : end])
            known = lexicon.match(text, 0)
            if known is not None and known[0] == text and known[1].role is Role.ACT:
                span = tokens[index + 2].span[0], tokens[end - 1].span[1]
                return [*tokens[:index], denied, Token(Role.ACT, text, span, known[1]), *tokens[end:]]
    return tokens


def _asked(tokens: list[Token], index: int) -> bool:
    """Whether this is who was asked to decide: 向省教育厅申请复议."""
    if not (0 < index < len(tokens) - 1 and tokens[index - 1].text.endswith("向")):
        return False
    word = tokens[index + 1].word
    return word is not None and word.topic is not None and bool(word.topic.decided)


def with_judges(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with organs that end so as those who decide, before what they decided: 县政府维持."""
    found = list(tokens)
    for index, token in enumerate(tokens[:-1]):
        if token.kind is not Mark.OPAQUE or not token.text.endswith(lexicon.reviewers):
            continue
        behind = tokens[index + 1 : index + 3]
        after = behind[-1] if _reviews(behind[0]) else behind[0]  # 被县政府复议纠正
        acts = after.word.acts.items() if decided(after) and after.word else ()
        of_cases = bool(acts) and all(act.columns and lexicon.topics[name].decided for name, act in acts)
        if of_cases:
            found[index] = token._replace(kind=Role.COURT)
    return found


def _reviews(token: Token) -> bool:
    """Whether a word names the cases that others decide."""
    topic = token.word.topic if token.word is not None else None
    return topic is not None and bool(topic.reviewers)


def under_groups(tokens: list[Token], groups: Collection[str], lexicon: Lexicon) -> list[Token]:
    """The tokens with what names an outcome only where its group was named: 不予处理：信访4件、重复11件."""
    place = next((i for i, token in enumerate(tokens) if token.kind is Mark.QUANTITY), None)
    if place is None or not groups:
        return tokens
    named = {text: word for group in groups for text, word in lexicon.listed[group].items()}
    return [*_under(tokens[:place], named), tokens[place], *_under(tokens[place + 1 :], named)]


def _under(tokens: list[Token], named: Mapping[str, Word]) -> list[Token]:
    """The words on one side of a number as one of these, if nothing else that tells anything is there."""
    end = max((i + 1 for i, token in enumerate(tokens) if token.kind is not Role.FREE), default=0)
    for begin in range(end):
        text = "".join(token.text for token in tokens[begin:end])
        if text in named and not _is_more(tokens[begin - 1 : begin]):
            span = tokens[begin].span[0], tokens[end - 1].span[1]
            return [*tokens[:begin], Token(Role.ACT, text, span, named[text]), *tokens[end:]]
        if tokens[begin].kind not in _BEFORE_LISTED:
            break
    return tokens


def _is_more(before: list[Token]) -> bool:
    """Whether a word before one makes another thing of it: 工作秘密, 裁决案卷."""
    return bool(before) and before[0].kind is Role.FREE and len(before[0].text) > 1


def decided(token: Token) -> bool:
    """Whether a word tells what came of it: 维持."""
    acts = token.word.acts if token.word else {}
    return bool(acts) and not any(act.whole or act.vague for act in acts.values())


def with_reason(tokens: list[Token]) -> list[Token] | None:
    """The tokens with a no that only tells why as an unknown word, or without it; None if it says no.

    因第三方不同意且无重大公共利益不予公开4件; 5件因期限尚未届满，转入下年.
    """
    kinds = [token.kind for token in tokens]
    number = kinds.index(Mark.QUANTITY) if Mark.QUANTITY in kinds else 0
    denied = [i for i, kind in enumerate(kinds) if kind is Role.NEGATION]
    if number and Role.REASON in kinds[: denied[0]] and decided(_last_told(tokens[:number])):
        found = [each._replace(kind=Mark.OPAQUE) if i in denied else each for i, each in enumerate(tokens)]
        return (
            found if denied[-1] < number and tokens[denied[-1]] is not _last_told(tokens[:number]) else None
        )
    return (
        tokens[: denied[0]] if Mark.QUANTITY in kinds and Role.REASON in kinds[number : denied[0]] else None
    )


def _last_told(tokens: list[Token]) -> Token:
    """The last word that says something, or the first of all."""
    return next((token for token in reversed(tokens) if token.kind is not Role.FREE), tokens[0])


def without_persons(tokens: list[Token], persons: Collection[str]) -> list[Token]:
    """The tokens without the number of those who handed in what is counted before: 3件由2家企业提出."""
    counted, found = False, []
    if all(token.quantity is None for token in tokens):
        return tokens
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.quantity is None:
            found.append(token)
        elif not (counted and token.quantity.measure in persons and after and after.kind is Role.ACTOR):
            counted = True
            found.append(token)
    return found


def without_givers(tokens: list[Token], itself: Itself) -> list[Token]:
    """The tokens without an unknown word for those who handed in what came: 收到用水户提交的申请."""
    places = range(1, len(tokens) - 2)
    came = [i for i in places if tokens[i - 1].kind is Role.ACT and _handed_in(tokens[i + 1])]
    own = [i for i in came if tokens[i].kind is Mark.OPAQUE and not itself.elsewhere(tokens[i])]
    own = [i for i in own if tokens[i + 2].kind is Role.TOPIC]
    return [token for i, token in enumerate(tokens) if i not in own] if own else tokens


def _handed_in(token: Token) -> bool:
    """提交的, 提出的."""
    return token.kind is Role.FREE and token.text.endswith("的") and len(token.text) > 1


def any_way(tokens: list[Token]) -> list[Token]:
    """The tokens without 通过…等渠道, which leaves no way out and so restricts nothing."""
    end = next((i for i, token in enumerate(tokens) if token.kind is Role.ANY_WAY), None)
    if end is None:
        return tokens
    start = next((i for i in range(end, -1, -1) if tokens[i].kind is Role.BY), None)
    return tokens if start is None else [*tokens[:start], *tokens[end + 1 :]]


def handed_in_by(tokens: list[Token]) -> list[Token]:
    """The tokens with a way of unknown name as one that is known: 通过“某某互动”栏目提交的申请."""
    start = next((i for i, token in enumerate(tokens) if token.kind is Role.BY), len(tokens))
    end = next((i for i in range(start, len(tokens)) if _handed_in(tokens[i])), start)
    way = {token.kind for token in tokens[start + 1 : end]}
    if Mark.OPAQUE not in way or not way <= _IN_WAYS:
        return tokens
    span = tokens[start].span[0], tokens[end].span[1]
    text = "".join(token.text for token in tokens[start : end + 1])
    return [*tokens[:start], Token(Role.CHANNEL, text, span), *tokens[end + 1 :]]


def _ways_first(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """政府信息公开书面申请 as 书面政府信息公开申请, where this is one word."""
    for index, (field, way, asked) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if (field.kind, way.kind, asked.kind) == (Role.FIELD, Role.CHANNEL, Role.TOPIC):
            known = lexicon.match(field.text + asked.text, 0)
            if known is not None and known[0] == field.text + asked.text:
                topic = Token(known[1].role, known[0], (field.span[0], asked.span[1]), known[1])
                return [*tokens[:index], way, topic, *tokens[index + 3 :]]
    return tokens


def _without_number(tokens: list[Token]) -> list[Token]:
    """The tokens without how many things are told one by one: 许可、处罚两项分别为; 两项分别增加5件和2件."""
    found = list(tokens)
    for index, token in enumerate(tokens):
        listed = in_chinese(token.text) if token.kind is Mark.OPAQUE else None
        item = token.quantity is not None and token.quantity.measure in _ITEMS
        if not (item or listed):
            continue
        behind = [each.kind for each in tokens[index + 1 :] if each.kind is not Role.FREE][:2]
        joined = any(each.kind is Role.JOIN for each in tokens[:index])
        if behind[:1] == [Role.EACH] or (joined and behind == [Role.ACT, Role.EACH]):
            found = [each for each in found if each is not token]
    return found


def _timeless(tokens: list[Token]) -> list[Token]:
    """对1998年以来的文件开展清理: of what is cleared, not of when it was done."""
    found = list(tokens)
    for index, (before, token) in enumerate(pairwise(tokens), 1):
        behind = next((each.kind for each in tokens[index + 1 :] if each.kind is not Role.FREE), None)
        if (before.kind, token.kind, behind) == (Role.BECAUSE, Role.PERIOD, Mark.OPAQUE):
            found[index] = token._replace(kind=Role.FREE)
    return found


def without_year_ends(tokens: list[Token]) -> list[Token]:
    """较上年末 as 较上年: what holds at the end of a year is in the tables of that year."""
    ends = [
        place + 2
        for place, (first, second, third) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False))
        if third.text in _YEAR_END and (first.kind, second.kind) == (Role.THAN, Role.LAST_YEAR)
    ]
    return [token for place, token in enumerate(tokens) if place not in ends] if ends else tokens


def _left_then(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """年初手上未办完的 as 年初未办完的, where this is one word."""
    for index, token in enumerate(tokens):
        if token.kind is not Mark.OPAQUE:
            continue
        end = next((i for i in range(index + 1, len(tokens)) if tokens[i].kind is not Role.FREE), index)
        text = token.text + tokens[end].text
        known = lexicon.match(text, 0) if end > index + 1 and tokens[end].kind is Role.ACT else None
        if known is not None and known[0] == text and known[1].role is Role.ACT:
            span = token.span[0], tokens[end].span[1]
            return [*tokens[:index], Token(Role.ACT, text, span, known[1]), *tokens[end + 1 :]]
    return tokens
