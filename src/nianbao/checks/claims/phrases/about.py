"""What a sentence is about that does not name it, or names it by what other things are called, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from nianbao.checks.claims.phrases.beside import foreign
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.text.trimmed import any_way, decided, with_judges
from nianbao.checks.claims.words.lexicon import Lexicon, Topic
from nianbao.checks.claims.words.roles import Role, Rows


class About:
    """Finds the topic in all words of a sentence together."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings

    def sentence(self, clauses: Sequence[Clause]) -> None:
        """A sentence begins: note what it names anywhere, and what it is about, if that is new.

        That is told by who decides, or by several parts of it.
        """
        memory = self._memory
        memory.new_sentence(goes_on=bool(clauses) and clauses[0].tokens[0].kind is Role.PART)
        every = [token for clause in clauses for token in clause.tokens]
        words = [token for token in every if token.word is not None]
        memory.ahead = ahead(words)
        said = [token for token in words if token.kind is not Role.NEGATION]  # not 不存在超期的
        memory.groups |= {row for token in said for row in rows_named(token)} & memory.lexicon.listed.keys()
        memory.summed_up = any(Role.TOTAL in clause.kinds for clause in clauses)
        numbered = (clause for clause in clauses if Mark.QUANTITY in clause.kinds)
        memory.by_matter = any(_is_matter(clause, memory.lexicon) for clause in numbered)
        if not any(token.names for token in words):
            return
        if (named := self._court(every) or self._announced(every)) is not None:
            memory.hear(named)

    def passed(self, clauses: Sequence[Clause]) -> None:
        """A sentence that tells nothing: only what it names is remembered, and whether all is understood."""
        memory = self._memory
        self.sentence(clauses)
        for clause in clauses:
            memory.notice_strange(clause.kinds)
            self.clause(with_judges(clause.tokens, memory.lexicon))
            if Role.BECOME not in clause.kinds:
                memory.pass_over(any_way(clause.tokens))

    def _announced(self, tokens: Sequence[Token]) -> Topic | None:
        """What a sentence is about that names two outcomes of it, or two kinds of those who applied, and
        nothing else that is counted."""
        memory, words = self._memory, [token for token in tokens if token.word is not None]
        among = tokens[0].kind is Role.PART if tokens else False
        if among and memory.heard is not None and memory.heard.decided:
            return None  # 复议9件。其中不予公开类8件、部分公开类1件
        named = (memory.lexicon.topics[name] for name in memory.ahead)  # 处罚4127件、强制措施356次
        if not all(topic.wary for topic in named) or foreign(
            token for token in words if token.word and not token.word.acts
        ):
            return None
        applied = any(token.text.startswith(memory.lexicon.applicants) for token in words)
        clear: dict[str, set[Rows | tuple[str, ...]]] = {}
        for token in words:
            for topic, act in token.word.acts.items() if token.word else ():
                if act.clear:
                    clear.setdefault(topic, set()).add(act.rows)
            for topic, columns in token.word.actors.items() if token.word and applied else ():
                clear.setdefault(topic, set()).add(columns)
        found = [topic for topic, named in clear.items() if len(named) > 1] or _side_by_side(words)
        if not found and applied and all(token.kind is not Mark.OPAQUE for token in tokens):
            found = _divided(words)  # 全年新收申请46件，其中自然人38件
        if not found and memory.of_reports:
            found = _stages(tokens)
        about = memory.lexicon.topics[found[0]] if len(found) == 1 else None
        return None if about is memory.heard else about

    def _court(self, tokens: Sequence[Token]) -> Topic | None:
        """What is decided by whom the sentence names, where no such thing was spoken of: 复议机关维持3件."""
        memory, topics = self._memory, self._memory.lexicon.topics
        if any(topics[name].decided for name in memory.ahead) or (memory.heard and memory.heard.decided):
            return None
        for token, after in zip_longest(tokens, tokens[1:]):
            if token.kind is Mark.QUANTITY:
                return None  # 答复25件，无一被法院撤销
            if (named := self._decides(token, after)) is not None:
                return named
        return None

    def _decides(self, token: Token, after: Token | None) -> Topic | None:
        """What is decided by whom a word names, with what came of it: 法院维持."""
        if not decided(token) and not (token.kind is Role.COURT and after is not None and decided(after)):
            return None
        every = self._memory.lexicon.topics.values()
        found = [each for each in every if any(who in token.text for who in each.deciders)]
        if not found and token.kind is Role.COURT:
            found = [each for each in every if each.reviewers and token.text.endswith(each.reviewers)]
        return found[0] if len(found) == 1 else None

    def clause(self, tokens: Sequence[Token]) -> None:
        """被复议机关纠正4件，被法院纠正1件: behind the other topic, who decides names what is decided."""
        heard = self._memory.heard
        if heard is None or not heard.decided or any(token.kind is Role.TOPIC for token in tokens):
            return
        for token, after in zip_longest(tokens, tokens[1:]):
            topic = self._decides(token, after)
            if topic is not None and not self._meanings.is_kind(heard, topic):
                self._memory.hear(topic)


def _side_by_side(words: Iterable[Token]) -> list[str]:
    """One of several topics that are named by words of other things, too: 作出的处罚9件、许可126件."""
    named = [token.word for token in words if token.word is not None and token.word.topic]
    kinds = dict.fromkeys(word.topic.id for word in named if word.topic and word.topic.wary)
    weak = [word.topic.id for word in named if word.topic and word.topic.wary and word.weak]
    return weak[:1] if len(kinds) > 1 else []


def _divided(words: Sequence[Token]) -> list[str]:
    """The topic whose applicants are told after what came: of other applications nobody tells them so."""
    kinds = [token.kind for token in words]
    place = kinds.index(Role.PART) if Role.PART in kinds else len(words)
    named = {name for token in words[place:] if token.word for name in token.word.actors}
    came = {
        name for token in words[:place] if token.word for name, act in token.word.acts.items() if act.whole
    }
    return list(named & came) if place < len(words) else []


def _stages(tokens: Sequence[Token]) -> list[str]:
    """The topics of which two stages of the work are told, one of them what is left: 办结14件，在办1件."""
    found: dict[str, set[tuple[Rows, bool]]] = {}
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.kind is Role.OTHER and (after is None or after.kind is not Mark.QUANTITY):
            continue  # 农用地转用
        for topic, act in token.word.acts.items() if token.word else ():
            if act.whole:
                found.setdefault(topic, set()).add((act.rows, act.final))
    return [topic for topic, acts in found.items() if len(acts) > 1 and any(final for _, final in acts)]


def ahead(words: Sequence[Token]) -> set[str]:
    """The topics that a sentence names; not what is a part of something else: 发文58件，其中规范性文件9件."""
    part = next((i for i, token in enumerate(words) if token.kind is Role.PART), len(words))
    named = [(i, w.topic) for i, each in enumerate(words) if (w := each.word) and w.topic and not w.weak]
    return {topic.id for i, topic in named if i < part or not topic.wary}


def rows_named(token: Token) -> Iterable[str]:
    """The rows that an act names; not those that 答复 adds up."""
    acts = token.word.acts.values() if token.word else ()
    return [row for act in acts for rows in act.rows if len(rows) == 1 for row in rows] if acts else ()


def _is_matter(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether a number is of what was asked for, and no outcome of it: 征收类28件."""
    place = next((i for i, token in enumerate(clause.tokens) if token.kind is Mark.QUANTITY), 0)
    if not place or not clause.tokens[place - 1].text.endswith(lexicon.sorts):
        return False
    named = clause.tokens[max(place - 2, 0) if clause.tokens[place - 1].text in lexicon.sorts else place - 1]
    acts = named.word.acts if named.word is not None else ()
    return named.kind in {Mark.OPAQUE, Role.ACT} and not any(lexicon.topics[name].persons for name in acts)


def rows_aside(token: Token) -> Iterable[str]:
    """The rows of what comes from or goes to another year."""
    acts = token.word.acts.values() if token.word else ()
    return [row for act in acts if act.final for rows in act.rows for row in rows] if acts else ()
