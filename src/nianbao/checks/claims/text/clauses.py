"""Tokens of a line as sentences of clauses: what stands between two marks, with what it is set off by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import YEAR_ROLES, Role

_COUNTED = {Mark.QUANTITY, Mark.PERCENT}
_FARTHEST = 20  # tokens after a 、 among which the next word stands
_NEAR = 3  # tokens behind 上年 among which its number stands
_BRACKETED = 2  # clauses: the one before a bracket, and the one in it
_LONGEST_REMARK = 40  # tokens of a remark in brackets and the clause around it
_SHARES = {Mark.PERCENT, Role.ABOUT, Role.ABOVE, Role.BELOW, Role.FREE}
_PASSED = {Role.FREE, Role.TOTAL, Role.FIELD, Role.IN_TIME, Role.BECAUSE, Role.REASON}
_ENDS = {Mark.END, Mark.COMMA, Mark.SEMICOLON, Mark.COLON, Mark.OPEN, Mark.CLOSE, Role.JOIN}
_BETWEEN = {Mark.COMMA, Mark.SEMICOLON, Mark.COLON}
_PARTING = {Mark.END, Mark.OPEN, Mark.CLOSE, *_BETWEEN, Role.JOIN, Role.LAST_YEAR, Role.FREE}
NEW_PART = 3  # the strength of ；, behind which a new list may begin
_STRENGTH = {Role.JOIN: 1, Role.LAST_YEAR: 2, Mark.COMMA: 2, Mark.COLON: 2, Mark.SEMICOLON: NEW_PART}


@dataclass(slots=True)
class Clause:
    """Tokens between two marks.

    ``depth`` counts brackets around it; ``bracketed`` tells that it begins one directly after a
    quantity; ``strength`` is that of the mark before it: 1 for 、 and 和, 2 for ，, 3 for ；. ``named``
    tells that this mark is a colon, ``among`` that it is a 中: what is told is of the number before.
    """

    depth: int
    strength: int = 3
    bracketed: bool = False
    named: bool = False
    among: bool = False
    behind: Clause | None = None  # a share in brackets amid its words: 179件（90.4%）系甲
    tokens: list[Token] = field(default_factory=list)
    kinds: set[Role | Mark] = field(default_factory=set)

    def add(self, tokens: Iterable[Token]) -> None:
        """Put tokens at the end; ``kinds`` tells what there is without a look at all of them."""
        for token in tokens:
            self.tokens.append(token)
            self.kinds.add(token.kind)

    def quantities(self) -> list[Token]:
        """The quantities in it, shares not counted."""
        return [token for token in self.tokens if token.kind is Mark.QUANTITY]


def sentences(tokens: Sequence[Token], among: tuple[str, ...]) -> Iterator[list[Clause]]:
    """The sentences of a line, each as its clauses that are not empty; ``among``: how words end that tell
    what others are of: 申请中."""
    clauses: list[Clause] = []
    clause = Clause(0)
    around: list[int] = []  # the places of the clauses that a bracket stands in
    previous: Token | None = None
    for index, token in enumerate(tokens):
        kind = token.kind
        if kind not in _PARTING:
            clause.add((token,))
        elif kind is Mark.END:
            yield _filled([*clauses, clause])
            clauses, clause, around = [], Clause(0), []
        elif kind is Mark.OPEN:
            around.append(len(clauses))
            clauses.append(clause)
            after_number = previous is not None and previous.kind is Mark.QUANTITY
            clause = Clause(clause.depth + 1, 1, bracketed=after_number)
        elif kind is Mark.CLOSE:
            clauses.append(clause)
            begin = around.pop() if around else len(clauses)
            clause = _goes_on(clauses, begin, tokens[index + 1 : index + 2])
        elif kind in _BETWEEN or _separates(tokens, index) or _of_last_year(clause, tokens, index):
            clauses.append(clause)
            clause = Clause(clause.depth, _STRENGTH[kind], named=kind is Mark.COLON)
            clause.add([token] if kind is Role.LAST_YEAR else ())
        elif _is_of(clause, tokens, index, among):
            counted = Mark.QUANTITY in clause.kinds
            clause.add([token] if counted or Role.ACTOR in clause.kinds else ())
            clauses.append(clause)  # 新收申请中5件来自企业, 46件申请中有38件来自企业
            clause = Clause(clause.depth, _STRENGTH[Mark.COMMA], among=counted)
        else:
            clause.add((token,))
        previous = token
    yield _filled([*clauses, clause])


def _goes_on(clauses: list[Clause], begin: int, after: Sequence[Token]) -> Clause:
    """The clause behind a bracket that has just been closed; ``begin``: the place of the one before it."""
    clause, bracket = Clause(max(0, clauses[-1].depth - 1), 1), clauses[begin:]
    if _remarked(bracket, after):
        clause.add(clauses[begin].tokens)
    elif _share_alone(bracket, after):
        share, clause = clauses.pop(), clauses.pop()
        clause.behind = share
    elif _number_of_share(bracket, after):
        number, share = clauses.pop(), clauses.pop()
        clause = Clause(share.depth, share.strength, named=share.named, among=share.among)
        clause.add(number.tokens)
        clause.behind = Clause(share.depth + 1, 1, bracketed=True)
        clause.behind.add(token for token in share.tokens if token.kind is Mark.PERCENT)
    elif _number_alone(bracket):
        clause.add(token for each in bracket for token in each.tokens)
        del clauses[begin:]
    elif _of_year(bracket):
        clauses[begin].tokens[-1:-1] = clauses.pop().tokens
    return clause


def parted(clauses: Iterable[Clause]) -> list[list[Token]]:
    """The tokens of a sentence between its strong marks."""
    parts: list[list[Token]] = [[]]
    for clause in clauses:
        if clause.strength >= NEW_PART and parts[-1]:
            parts.append([])
        parts[-1] += clause.tokens
    return parts


def is_among(token: Token, among: tuple[str, ...]) -> bool:
    """Whether what follows is of what stands before: 申请中."""
    return token.kind is Role.FREE and token.text.endswith(among)


def _is_of(clause: Clause, tokens: Sequence[Token], index: int, among: tuple[str, ...]) -> bool:
    """Whether what follows a word is of what the clause before counts or names: 46件申请中, 新收申请中."""
    if not clause.tokens or not is_among(tokens[index], among):
        return False
    if Mark.QUANTITY in clause.kinds or _counts(tokens[index + 1 : index + 2]):
        return True
    return {Role.ACTOR, Role.TOPIC} <= clause.kinds  # 自然人申请中公开11件


def _of_last_year(clause: Clause, tokens: Sequence[Token], index: int) -> bool:
    """Whether last year's number follows that of this year without a mark: 申请46件不足上年的58件."""
    if tokens[index].kind is not Role.LAST_YEAR or Mark.QUANTITY not in clause.kinds:
        return False
    others = {Role.THAN, Role.JOIN, *YEAR_ROLES} - {Role.THIS_YEAR}
    if not clause.kinds.isdisjoint(others):
        return False
    near = tokens[index + 1 : index + 1 + _NEAR]
    return _counts([token for token in near if token.kind is not Role.FREE])


def _counts(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].kind is Mark.QUANTITY


def _remarked(clauses: Sequence[Clause], after: Sequence[Token]) -> bool:
    """Whether a bracket without numbers is a remark inside the clause before it: 乡镇（街道）收到5件."""
    if not (clauses and after) or after[0].kind in _ENDS:
        return False
    if sum(len(each.tokens) for each in clauses) > _LONGEST_REMARK:
        return False
    return not any(each.quantities() for each in clauses)


def _share_alone(clauses: Sequence[Clause], after: Sequence[Token]) -> bool:
    """Whether a bracket holds only the share of the number before it, and the clause goes on behind it."""
    if len(clauses) != _BRACKETED or not (clauses[1].bracketed and after) or after[0].kind in _ENDS:
        return False
    return Mark.PERCENT in clauses[1].kinds and clauses[1].kinds <= {Mark.PERCENT, Role.SHARE, Role.FREE}


def _number_of_share(clauses: Sequence[Clause], after: Sequence[Token]) -> bool:
    """Whether a bracket holds the number of a share whose clause goes on behind it: 四成（18件）全部公开."""
    if len(clauses) != _BRACKETED or not after or after[0].kind in _ENDS:
        return False
    alone = [token.kind for token in clauses[1].tokens] == [Mark.QUANTITY]
    return alone and clauses[0].kinds & _COUNTED == {Mark.PERCENT} and clauses[0].kinds <= _SHARES


def _number_alone(clauses: Sequence[Clause]) -> bool:
    """Whether a bracket holds only the number of what it stands behind: 较去年（10件）增加, 许可（12件）."""
    if len(clauses) != _BRACKETED or not clauses[0].tokens:
        return False
    kinds = [token.kind for token in clauses[1].tokens]
    alone = kinds == [Mark.QUANTITY]
    if len(kinds) > 1 and kinds[-1] is Mark.QUANTITY and {*kinds} == {Mark.QUANTITY, Role.JOIN}:
        return clauses[0].tokens[-1].kind is Role.LAST_YEAR  # 与上年（5件、2件）相比
    named = clauses[0].strength > 1 and {token.kind for token in clauses[0].tokens} == {Role.TOPIC}
    return alone and (named or clauses[0].tokens[-1].kind is Role.LAST_YEAR)


def _of_year(clauses: Sequence[Clause]) -> bool:
    """Whether a bracket holds nothing but the year of the number before it: 58件（2023年）."""
    if len(clauses) != _BRACKETED or not clauses[1].bracketed:
        return False
    return len(clauses[1].tokens) == 1 and clauses[1].tokens[0].kind in {*YEAR_ROLES, Mark.YEAR}


def _filled(clauses: list[Clause]) -> list[Clause]:
    """The clauses with tokens; an empty one hands its mark on to the next."""
    filled: list[Clause] = []
    pending: Clause | None = None
    for clause in (part for each in clauses for part in (each, each.behind) if part is not None):
        if pending is not None and pending.depth == clause.depth:
            clause.strength = max(clause.strength, pending.strength)
            clause.bracketed |= pending.bracketed
            clause.among |= pending.among  # 46件申请中，41件办结
        pending = None if clause.tokens else clause
        if clause.tokens:
            filled.append(clause)
    return filled


def _separates(tokens: Sequence[Token], index: int) -> bool:
    """Whether a 、 or 和 stands after one number and before the words of the next."""
    if tokens[index].kind is not Role.JOIN or index == 0:
        return False
    rest = tokens[index + 1 : index + 1 + _FARTHEST]
    after = next((token for token in rest if token.kind not in _PASSED), None)
    if after is None or after.kind in _COUNTED:
        return False
    return tokens[index - 1].kind in {*_COUNTED, Mark.CLOSE}
