"""What stands on both sides of a number, as one phrase: 收到1件政府信息公开申请, 有2件行政复议被纠正."""

from __future__ import annotations

from dataclasses import replace

from nianbao.checks.claims.meaning import Meanings
from nianbao.checks.claims.memory import Memory
from nianbao.checks.claims.phrase import Phrase
from nianbao.checks.claims.roles import Role


def both(
    left: Phrase, right: Phrase, memory: Memory, meanings: Meanings, *, last: bool
) -> tuple[Phrase, bool]:
    """What stands on both sides of a number as one phrase, and whether it is not understood.

    ``last``: what stands behind belongs to no other number.
    """
    unknown = False
    if left.anchored and not left.topics and left.weak is None:
        left.topics, left.weak = right.topics, right.weak  # 收到1件政府信息公开申请
        left.actors = left.actors or right.actors  # 收到2个自然人的申请
        unknown = right.stopped is not None and not right.anchored and not left.actors
    elif not left.anchored:  # 有2件行政复议被纠正
        about = right.stopped is not None and not meanings.told_of(right)  # 20件为申请公开招生计划
        rest = left.stopped is not None and left.stopped.kind is Role.REST  # 其余3件结转下年
        sense = memory.sense
        rest = rest and not right.each  # 其余7件分别为终止5件
        stage = sense is not None and sense.whole and not meanings.all_done(sense)
        others = stage and bool(right.acts)  # 除5件结转外，其余45件均已答复
        told = rest and (right.final or bool(right.actors) or right.outcome or others)
        unknown = about or right.such or not right.anchored or (left.stopped is not None and not told)
        changed, step = left.changed or right.changed, left.step or right.step
        return replace(right, changed=changed, step=step, about=left.about, stopped=left.stopped), unknown
    bare = bool(left.topics) and not (left.acts or left.actors or left.each)
    if last and bare and right.actors and not (right.acts or right.all or right.stopped):
        left.actors = right.actors  # 申请人中有38名为自然人
    if last and not (right.all or left.final) and (right.final or (bare and right.outcome)):
        left.acts = right.acts  # 收到的5件结转下年; 申请5件予以公开
    return left, unknown
