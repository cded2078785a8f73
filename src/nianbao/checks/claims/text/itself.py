"""Which words of a text name the agency itself, its offices, or another organ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, zip_longest

from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Lexicon
from nianbao.checks.claims.words.roles import Role
from nianbao.model.agency import kind_by_name

_SHORT_NAME = 2  # letters
_CALLING = {Mark.OPAQUE, Role.ACTOR, Role.OTHER}  # what can name an agency


class Itself:
    """The agency whose report it is, and what it calls itself."""

    def __init__(self, lexicon: Lexicon, agency: str) -> None:
        self._lexicon = lexicon
        self._agency = agency
        self._called = lexicon.called(agency)
        self.named = False  # whether the clause names the agency by its name: 市局
        self.of_system = False  # whether it names all offices of its field: 全市水务系统

    @cached_property
    def aggregate(self) -> bool:
        """Whether the agency speaks for others, too, as far as its name tells. Few texts depend on it."""
        return kind_by_name(self._agency) in self._lexicon.aggregates

    def elsewhere(self, token: Token) -> bool:
        """Whether an opaque run names another organ.

        One that reports for its members may mean its own office alone when it names itself.
        """
        if token.kind is Role.REGION:
            return not self.aggregate
        if len(token.text) == 1:  # 所答复的
            return False
        return self._names_organ(token) and (not self._calls_agency(token.text) or self.aggregate)

    def is_area(self, word: str) -> bool:
        """Whether a word speaks of all offices there are: 全市, but 全局 may be the bureau itself."""
        return word in self._lexicon.systems and word[1:] not in self._called

    def own_office(self, token: Token) -> bool:
        """Whether one that may report for others names itself, or the government whose office it is."""
        if token.kind is Role.CHANNEL and token.text.endswith(self._lexicon.heads):
            return True  # 本级, 局机关
        if not self._names_organ(token):
            return False
        served = self._lexicon.serves(self._agency, token.text)
        return served or (self.aggregate and self._calls_agency(token.text))

    def is_named(self, token: Token) -> bool:
        """Whether a word names the agency."""
        if token.text in self._called and token.kind in _CALLING:
            return True
        if self._begins_name(token):  # 宁港海关, of which no word tells that it is an organ
            return not self.aggregate
        if token.kind is Mark.OPAQUE and token.text.endswith(self._lexicon.bodies):  # 公安机关
            body = next(each for each in self._lexicon.bodies if token.text.endswith(each))
            field = token.text.removesuffix(body)
            return len(field) >= _SHORT_NAME and self._short_for_agency(field) and not self.aggregate
        return self._names_organ(token) and self._calls_agency(token.text) and not self.aggregate

    def placed(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """The tokens without those that name the agency; its offices are ways on which something came."""
        self.named = self.of_system = False
        kinds = {token.kind for token in tokens}
        named = Role.TOPIC in kinds  # else a counter may count anything
        tokens = self._with_name(tokens)
        joined = tokens if kinds.isdisjoint(_WITH_MEMBERS) else self._without_members(tokens)
        joined = self._with_offices(joined) if Role.OTHER in kinds else joined
        joined = joined if kinds.isdisjoint(_OF_OTHERS) else list(_with_others(joined))
        for token, after in zip_longest(joined, joined[1:]):
            if token.kind not in _CALLING:
                yield token
            elif self._is_office(token):  # 局法规科
                yield token._replace(kind=Role.CHANNEL if named else Role.LIMIT)
            elif self._is_served(token, after):  # 以县政府为被申请人
                yield token._replace(kind=Role.LIMIT)
            elif self._counts(token, tokens) or not (self.is_named(token) or self._its_field(token, after)):
                yield token
            else:
                self.named = True

    def _with_name(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """The tokens, those of the agency's name as one, where a part of it is a word: 海州市民政局."""
        if not any(token.text in self._agency and token.kind is not Mark.OPAQUE for token in tokens):
            return tokens
        joined: list[Token] = []
        first, name = 0, ""  # where the name begins, and how far it has been told
        for token in tokens:
            goes_on = bool(name) and name + token.text in self._agency
            first, name = (first, name) if goes_on else (len(joined), "")
            name = name + token.text if token.text in self._agency else ""
            joined.append(token)
            if goes_on and name and self._agency.endswith(name):
                span = joined[first].span[0], token.span[1]
                joined[first:] = [Token(Mark.OPAQUE, name, span)]
        return joined

    def _begins_name(self, token: Token) -> bool:
        """Whether a run is the agency's name, or the beginning of it: 临川县税务."""
        if token.kind is not Mark.OPAQUE or len(token.text) <= _SHORT_NAME:
            return False
        return self._agency.startswith(token.text) and not self._parent.startswith(token.text)

    def _without_members(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens without those that name the agency together with all under it: 临川县税务系统;
        区政府及各部门、各镇街, by that government."""
        for index, (token, after) in enumerate(pairwise(tokens)):
            if self.aggregate and token.kind in _MEMBERS and (end := _members_end(tokens, index + 1, 1)):
                return [*tokens[:index], *tokens[end:]]  # 各部门、各镇街
            if token.kind is not Mark.OPAQUE or after.kind not in {Role.OTHER, Role.JOIN}:
                continue
            if after.kind is Role.OTHER:
                system = any(name.endswith(after.text) for name in self._lexicon.systems)
                area = index > 0 and tokens[index - 1].text in self._lexicon.systems  # 全市水务系统
                self.of_system |= system and area and self._is_field(token)
                if system and (self._begins_name(token) or self.of_system):
                    return [*tokens[:index], *tokens[index + 2 :]]
            elif self.aggregate and self._names_organ(token) and self._calls_agency(token.text):
                end = _members_end(tokens, index + 1) or index
                return [*tokens[:index], *tokens[end:]]
        return list(tokens)

    def _is_field(self, token: Token) -> bool:
        """Whether a run may be what the agency is in charge of: 水务, by a bureau of that name."""
        return len(token.text) >= _SHORT_NAME and self._short_for_agency(token.text)

    def _is_served(self, token: Token, after: Token | None) -> bool:
        """Whether a case is that of the government whose office the agency is."""
        respondent = after is not None and after.text in self._lexicon.respondents
        return respondent and token.kind is Mark.OPAQUE and self._lexicon.serves(self._agency, token.text)

    def _counts(self, token: Token, tokens: Sequence[Token]) -> bool:
        """Whether those who apply are counted, though the agency calls itself so: 企业2件, 来自企业的2件."""
        behind = (each for each in tokens if each.span > token.span and each.kind is not Role.FREE)
        after = next(behind, None) if token.kind is Role.ACTOR else None
        return after is not None and after.kind is Mark.QUANTITY

    def _its_field(self, token: Token, after: Token | None) -> bool:
        """税务行政许可, by a tax bureau; its 税务行政复议 are its trade."""
        topic = after.word.topic if after is not None and after.word is not None else None
        if topic is None or token.kind is not Mark.OPAQUE or self._lexicon.has_trade(topic):
            return False
        work = next((each for each in self._lexicon.works if token.text.endswith(each)), "")
        field = token.text.removesuffix(work)  # 农业执法处罚
        named = len(field) >= _SHORT_NAME if work else True
        return named and self._short_for_agency(field) and not self.aggregate

    def _is_office(self, token: Token) -> bool:
        """Whether a run names an office and, besides the agency's own short name, no organ."""
        if token.kind is not Mark.OPAQUE or not token.text.endswith(self._lexicon.offices) or self.aggregate:
            return False
        own = max((name for name in self._called if token.text.startswith(name)), key=len, default="")
        office = next(each for each in self._lexicon.offices if token.text.endswith(each))
        name = token.text.removesuffix(office)[len(own) :]
        return not any(organ in name for organ in self._lexicon.organs)

    def _with_offices(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens, an office whose last letters are a word of their own as one: 综合执法中心."""
        joined: list[Token] = []
        for token in tokens:
            before = joined[-1] if joined and token.kind is Role.OTHER else None
            if before is not None and before.kind is Mark.OPAQUE:
                name = before.text + token.text
                if name.endswith(self._lexicon.offices):
                    joined[-1] = before._replace(text=name, span=(before.span[0], token.span[1]))
                    continue
            joined.append(token)
        return joined

    def _names_organ(self, token: Token) -> bool:
        return token.kind in {Mark.OPAQUE, Role.OTHER} and token.text.endswith(self._lexicon.organs)

    def _short_for_agency(self, name: str) -> bool:
        """Whether the name has letters of the full one in their order."""
        return _in_order(name, self._agency)

    def _calls_agency(self, organ: str) -> bool:
        """Whether an organ so called may be the agency, not the one that it is a branch of."""
        return self._short_for_agency(organ) and not _in_order(organ, self._parent)

    @cached_property
    def _parent(self) -> str:
        """The name before that of a branch: 海州市公安局 of 海州市公安局东城分局."""
        if not self._agency.endswith(self._lexicon.branches):
            return ""
        places = ((self._agency.rfind(organ, 0, -1), len(organ)) for organ in self._lexicon.organs)
        return self._agency[: max((place + length for place, length in places if place >= 0), default=0)]


def _with_others(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, an unknown word with 各 or 其他 before it: 各分局 is not the branch that reports."""
    for before, token in zip((None, *tokens), tokens, strict=False):
        each = before is not None and before.kind in _OF_OTHERS and token.kind is Mark.OPAQUE
        yield token._replace(text=before.text + token.text) if before and each else token


_MEMBERS = (Role.REGION, Role.LIMIT)  # 各部门, 各镇
_WITH_MEMBERS = {
    Role.OTHER,
    Role.JOIN,
    *_MEMBERS,
}  # what else stands beside those with whom an agency is named
_OF_OTHERS = {Role.EACH, Role.REST}


def _members_end(tokens: Sequence[Token], begin: int, sorts: int = 0) -> int:
    """Where a list of at least two ``sorts`` of members ends, so many told before, or 0: 及各部门、各镇街."""
    end = begin
    while end + 1 < len(tokens) and tokens[end].kind is Role.JOIN and tokens[end + 1].kind in _MEMBERS:
        end, sorts = end + 2, sorts + 1
        end += end < len(tokens) and tokens[end].kind is Mark.OPAQUE and len(tokens[end].text) < _SHORT_NAME
    return end if sorts > 1 else 0


def _in_order(name: str, full: str) -> bool:
    """Whether a name has letters of the full one in their order."""
    letters = iter(full)
    return all(letter in letters for letter in name)
