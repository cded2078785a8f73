"""What the words beside a number tell without their meaning: of which things it is, and whether it is one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from nianbao.checks.claims.claim import Quantity
from nianbao.checks.claims.phrases.phrase import Phrase
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Lexicon
from nianbao.checks.claims.words.roles import YEAR_ROLES, Role

_NAMES = {Role.TOPIC, Role.ACT, Role.ACTOR}
YEARS = {*YEAR_ROLES, Mark.YEAR}
BESIDE_YEARS = {Role.THIS_YEAR, Role.FREE, Role.TOTAL}
_SAME_PERIOD = "同"  # 同比 compares with last year, whatever stands behind it


def shared_end(tokens: Sequence[Token], places: Sequence[int]) -> list[Token]:
    """What is told behind the last of those that are joined, if of none alone: 3件复议、6件诉讼尚未审结."""
    named = all(token.kind is Role.TOPIC for place in places for token in tokens[place + 1 : place + 2])
    clear = all(token.kind in BESIDE_YEARS for token in tokens[: places[0]])
    own = any(
        token.kind is Role.ACT for token in tokens[places[0] : places[-1]]
    )  # 3件复议被维持、6件诉讼未审结
    return [*tokens[places[-1] + 2 :]] if named and clear and not own else []


def definite(before: Sequence[Token], left: Phrase) -> bool:
    """Whether a number is of all that is named, whatever is said of them: 部分公开的7件主要是隐去了姓名."""
    return bool(before) and before[-1].text == "的" and left.stopped is None and left.outcome


def said_of_listed(before: Sequence[Token]) -> bool:
    """Whether what is said of it is said of those listed behind it, too: 未审结的复议1件、诉讼3件."""
    kinds = [token.kind for token in before[-3:]]
    return kinds == [Role.ACT, Role.FREE, Role.TOPIC] and before[-2].text == "的"


def modifies(after: Sequence[Token], left: Phrase, right: Phrase) -> bool:
    """Whether a number belongs to something else that is told behind it: 申请5件的卷宗, 超过5件的，…"""
    supposed = left.about is Role.ABOVE and len(after) == 1
    return bool(after) and after[0].text == "的" and (right.stopped is not None or supposed)


def passed_on(after: Sequence[Token], left: Phrase) -> bool:
    """Whether a number is of what was passed on, nothing else: 不属于本机关的9件转办, 有40件申请延期答复."""
    named = [token.kind for token in after if token.kind is not Role.FREE]
    return named == [Role.TOPIC, Role.STEP] or (left.outcome and named[:1] == [Role.STEP])


def joins_more(tokens: Sequence[Token]) -> bool:
    """Whether who applied is told together with others by a word that names no column: 企业和合作社5件."""
    kinds = [token.kind for token in tokens[-3:]]
    return kinds == [Role.ACTOR, Role.JOIN, Role.FREE] and len(tokens[-1].text) > 1


def foreign(tokens: Iterable[Token]) -> bool:
    """Whether something is named that no topic is."""
    return any(token.kind in {Role.FOREIGN, Role.OTHER} for token in tokens)


def ends_in_nought(tokens: Sequence[Token]) -> bool:
    """Whether a clause ends in a nought without measure: 均为零, 为0."""
    return len(tokens) > 1 and tokens[-1].kind is Mark.ZERO


def exemplary(quantity: Quantity, beside: Beside) -> bool:
    """Whether a number is of any one of them, no count: 一件申请含2项内容."""
    return quantity.value == 1 and not (beside.before or beside.last)


def years_in(tokens: Iterable[Token]) -> int:
    """How many years are named: 2022年、2023年、2024年收到9件、12件、46件."""
    return sum(token.kind in {Mark.YEAR, Role.LAST_YEAR, Role.THIS_YEAR} for token in tokens)


def year_of(tokens: Sequence[Token]) -> Role | Mark | None:
    """The year that a clause names last, before its number if there: 2023年未审结的3件在今年审结."""
    kinds = [token.kind for token in tokens]
    if YEARS.isdisjoint(kinds):
        return None
    place = next((i for i, kind in enumerate(kinds) if kind is Mark.QUANTITY), 0)
    for last, act in pairwise(kinds[:place]):
        if (last, act) == (Role.LAST_YEAR, Role.ACT) and Role.JOIN in kinds[:place]:
            return Role.PERIOD  # 上年受理、本年审结的6件
    for reason, year in pairwise(tokens[:place]):
        caused = reason.kind in {Role.REASON, Role.BECAUSE} and year.kind is Role.LAST_YEAR
        if caused and Role.CAUSE in kinds[:place]:
            return Role.PERIOD  # 因2023年的申请引发复议3件, of whatever year
    years = [t.kind for each in (tokens[:place], tokens[place:]) for t in reversed(each) if t.kind in YEARS]
    if years[:1] == [Role.LAST_YEAR] and not place and (Role.JOIN, Role.LAST_YEAR) in pairwise(kinds):
        return None  # 复议与上年相仿: what follows is this year's
    return years[0] if years else None


def is_aside(token: Token, examples: tuple[str, ...]) -> bool:
    """Whether a sentence with this word counts something else, or is of somebody's case: 张某申请2件."""
    named = token.kind is Mark.OPAQUE and any(each in token.text for each in examples)
    return named or token.kind is Role.UNCOUNTED


def stepped(tokens: Iterable[Token]) -> bool:
    """Whether a word is among them that is a stage on the way of an application: 撤回."""
    return any(token.word is not None and token.word.step for token in tokens)


def by_head(tokens: Sequence[Token], places: Sequence[int], persons: Collection[str]) -> bool:
    """Whether it is told how many each of several handed in: 两家企业各提出1件."""
    each = any(token.kind is Role.EACH for token in tokens[places[0] : places[1]])
    first = tokens[places[0]].quantity
    return each and first is not None and first.measure in persons


def of_trade(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether cases are named by what an organ decides: 处罚类复议6件, 因许可引起的复议3件."""
    kinds = {token.kind for token in tokens}
    caused = {Role.CAUSE, Role.REASON, Role.BECAUSE, Role.STEP, Role.ACT}
    decided = not kinds.isdisjoint(caused) and Role.FIELD not in kinds
    named = [token.word.topic for token in tokens if decided and token.word and token.word.topic]
    return any(topic.wary for topic in (*phrase.others, *named)) or _of_kind(tokens, lexicon)


def _of_kind(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether cases are of a kind that a word for decisions names: 征收类诉讼, but not 不予公开类复议."""
    kinds = [token.word for token, after in pairwise(tokens) if token.word and after.text in lexicon.sorts]
    named = [*kinds[-1].acts, *([kinds[-1].topic.id] if kinds[-1].topic else [])] if kinds else []
    topics = [lexicon.topics[name] for name in named]
    return bool(topics) and not any(topic.persons or topic.decided for topic in topics)


def of_matter(tokens: Sequence[Token]) -> bool:
    """Whether cases are named by what they are about, with a verb between: 学位撤销诉讼, but not 法院撤销."""
    kinds = [token.kind for token in tokens[-3:]]
    return kinds == [Mark.OPAQUE, Role.ACT, Role.TOPIC]


def of_sort(tokens: Sequence[Token], sorts: tuple[str, ...]) -> bool:
    """Whether who is named is only in the name of what was asked for: 企业设立登记档案类32件."""
    kinds = [token.kind for token in tokens]
    named = kinds.index(Role.ACTOR) if Role.ACTOR in kinds else len(kinds)
    return Mark.OPAQUE in kinds[named:] and tokens[-1].text in sorts


class Beside(NamedTuple):
    """The words of one number in a clause; ``last``: those behind it belong to no other number."""

    before: list[Token]
    after: list[Token]
    last: bool


def words_beside(tokens: list[Token], places: Sequence[int]) -> list[Beside]:
    """Which words of a clause are of which of its numbers.

    Where the first is named behind it, the words of the next begin behind its name: 50件申请办结45件.
    """
    found: list[Beside] = []
    begin = 0
    closed = {token.kind for token in tokens[places[-1] + 1 :]}
    for place, end in pairwise(places):
        after, own = tokens[place + 1 : end], 0
        led = {token.kind for token in tokens[begin:place]}
        joined = len(after) > 1 and after[-1].kind is Role.JOIN
        if joined:  # 5件行政复议和3件行政诉讼
            after, own = after + shared_end(tokens, places), len(after)
        elif named := _named_until(after):
            own = 0 if Role.TOPIC in led else named
            after = after if _done_with(after[named:]) else after[:named]
        elif not {*_NAMES, Role.REST} & (led | closed):  # 46件办结45件
            after = []
        found.append(Beside(tokens[begin:place], after, last=joined))
        begin = place + 1 + own
    return [*found, Beside(tokens[begin : places[-1]], tokens[places[-1] + 1 :], last=True)]


def unnamed(beside: Beside) -> bool:
    """Whether a number is, for all that is beside it, of the one before: 4件申请办结4件, but not 共4件."""
    words = (*beside.before, *beside.after)
    return all(token.kind not in {Role.TOPIC, Role.TOTAL} for token in words)


def _done_with(words: Sequence[Token]) -> bool:
    """Whether something unknown is told of what was named: 29件规范性文件清理后废止1件."""
    return bool(words) and words[0].kind in {Mark.OPAQUE, Role.OTHER}


def _named_until(words: Sequence[Token]) -> int:
    """Where the name of the number before ends, or 0: behind both in 11件复议、诉讼案件维持6件."""
    names = [i for i, token in enumerate(words) if token.kind is Role.TOPIC]
    sections = {topic.section for i in names if (word := words[i].word) and (topic := word.topic)}
    alike = names[1:] if len(sections) == 1 else []
    joined = [i for i in alike if words[i - 1].kind is Role.JOIN and i + 1 < len(words)]
    return (joined or names[:1] or [-1])[-1] + 1


def of_last_year(tokens: Sequence[Token]) -> bool:
    """Whether a comparison tells last year's number by name, and no change: 较上年复议9件."""
    kinds = [token.kind for token in tokens if token.kind not in {Role.FREE, Role.TOTAL}]
    return (
        kinds[:1] == [Role.LAST_YEAR]
        and kinds[-1] is Mark.QUANTITY
        and kinds.count(Mark.QUANTITY) == 1
        and Role.TOPIC in kinds
    )


def with_another(tokens: Sequence[Token]) -> bool:
    """Whether a number is compared with another one of this year: 较不予公开少17件."""
    place = next((i for i, token in enumerate(tokens) if token.kind is Role.THAN), len(tokens))
    behind = tokens[place + 1 : place + 2]
    return bool(behind) and behind[0].kind in _NAMES and not tokens[place].text.startswith(_SAME_PERIOD)


def last_years(tokens: Sequence[Token]) -> bool:
    """Whether nothing but last year's numbers are told: 与去年的5件, 上年同期为5件, 与上年（5件、2件）."""
    kinds = [token.kind for token in tokens if token.kind not in {Role.FREE, Role.JOIN}]
    if kinds[1:] and set(kinds[1:]) == {Mark.QUANTITY}:
        return kinds[0] is Role.LAST_YEAR
    return kinds[:2] == [Role.LAST_YEAR, Mark.QUANTITY] and kinds[2:] in ([], [Role.TOPIC])


def without_names(tokens: Sequence[Token]) -> list[Token]:
    """The words without those that name what was counted: 与上年收到的5件相比."""
    return [token for token in tokens if token.kind not in {Role.TOPIC, Role.ACT}]
