"""Which topic a phrase is about: the one that it names, or one that was spoken of, or that its words tell."""

from __future__ import annotations

from collections.abc import Iterable

from nianbao.checks.claims.phrases.memory import Memory
from nianbao.checks.claims.phrases.phrase import Phrase
from nianbao.checks.claims.words.lexicon import Topic


class Topics:
    """The topics of phrases after what a line has told so far."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def of(self, phrase: Phrase) -> list[Topic]:
        """The topics that are named, or the one spoken of last that the acts and actors fit."""
        if phrase.topics:
            return phrase.topics
        if phrase.weak is not None:
            acts_on = phrase.acts_on(phrase.weak)
            own = any(act.clear or act.final for act in acts_on) and not self._memory.begun
            bare = not (phrase.acts or phrase.actors)  # 全年申请5件
            whole = any(act.whole and not act.vague for act in acts_on)
            own = own or ((bare or whole or bool(phrase.actors)) and self._memory.of_reports)
            return [phrase.weak] if own or self._beside(phrase.weak) else []
        if not phrase.anchored:
            return []
        acts = {t: act for group in phrase.acts for word in group for t, act in word.acts.items()}
        behind = self._ahead(phrase)
        if not self._memory.topics:
            if len(behind) > 1 and not self._are_kinds(behind):
                return []  # 被纠正的5件中，复议4件，诉讼1件
            if len(behind) == 1 and self._memory.summed_up:
                return behind
        if self._memory.heard is not None:
            spoken = {topic.id: topic for topic in reversed(self._memory.recent())}
            fitting = [topic for topic in spoken.values() if fits(phrase, topic)]
            if self._memory.doubtful and (self._memory.given is None or self._memory.others):
                sure = [t for t in fitting if t.id in acts and (acts[t.id].final or not acts[t.id].whole)]
                # 许可12件。收到申请46件，属于甲的9件；办结41件: of none that was told before
                fitting = sure if sure[:1] == fitting[:1] else []
            fitting = [t for t in fitting if not (t.id in acts and acts[t.id].whole and self._is_past(t))]
            bare = all(act.bare for act in acts.values())  # 制发规范性文件3件，公开3件
            if bare and fitting[:1] != [self._memory.heard]:
                return []
            return fitting[:1] or (behind if len(behind) == 1 else [])
        alone, reports, ahead = not self._memory.begun, self._memory.of_reports, self._memory.ahead
        last = {t for t, act in acts.items() if act.final and (reports or t in ahead)}  # 结转下年5件
        told = {t for t, act in acts.items() if act.rows or act.columns}  # 公开, but not 决定
        later = {t for t in told & ahead if not acts[t].whole}  # 维持5件，收到复议6件
        alike = reports and len(acts) == 1 and not phrase.actors  # 新登记企业540户 are no applications
        stage = {t for t, act in acts.items() if alike and act.whole and not act.vague}
        known = last | later | stage  # 新收数量减少5件
        clear = [t for t, act in acts.items() if act.sure or (alone and (act.clear or t in known))]
        return [self._memory.lexicon.topics[clear[0]]] if len(clear) == 1 else []

    def is_guessed(self, phrase: Phrase) -> bool:
        """Whether what was done with something unknown fits decisions, of which none was told: 综合行政审批
        办件739件，行政许可126件；处罚5件."""
        if phrase.stopped is None or phrase.named:
            return False
        told = [sense.topic for _, sense in self._memory.counted]
        return any(topic.wary and len(topic.columns) == 1 and topic not in told for topic in self.of(phrase))

    def _beside(self, topic: Topic) -> bool:
        """Whether a topic was spoken of, or one told beside it: 行政许可63件、处罚2件."""
        heard = self._memory.heard
        return heard is topic or (heard is not None and heard.wary and heard.columns == topic.columns)

    def _is_past(self, topic: Topic) -> bool:
        """Whether a topic stands before a sentence on cases alone: 收到申请46件。复议9件，上年结转3件."""
        heard, named = self._memory.heard, self._memory.topics
        return heard is not None and bool(heard.decided) and heard in named and topic not in named

    def _are_kinds(self, topics: Iterable[Topic]) -> bool:
        """Whether they are kinds of what was spoken of: 诉讼维持3件，其中直接起诉2件、复议后起诉1件."""
        heard = self._memory.heard
        cells = self._memory.lexicon.cells
        return heard is not None and all(cells(each) < cells(heard) for each in topics)

    def _ahead(self, phrase: Phrase) -> list[Topic]:
        """The topics that stand behind and that outcomes fit: 维持3件，纠正1件，行政复议合计4件."""
        if not (self._memory.ahead and phrase.outcome):
            return []
        topics = [self._memory.lexicon.topics[name] for name in self._memory.ahead]
        return [topic for topic in topics if topic.decided and fits(phrase, topic)]


def fits(phrase: Phrase, topic: Topic) -> bool:
    """Whether acts and actors mean something under the topic."""
    if phrase.actors:
        return all(topic.id in word.actors for word in phrase.actors)
    return bool(phrase.acts_on(topic))
