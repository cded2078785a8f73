"""What words do in a sentence."""

from __future__ import annotations

from enum import StrEnum

Rows = tuple[tuple[str, ...], ...]  # alternatives, each a sum of rows


class Role(StrEnum):
    """What a word does in a sentence."""

    TOPIC = "topic"
    ACT = "act"
    ACTOR = "actor"
    PART = "part"
    EACH = "each"
    ALL = "all"
    THAN = "than"
    UP = "up"
    DOWN = "down"
    SHARE = "share"
    NEGATION = "negation"
    CAUSE = "cause"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    THAT_YEAR = "that_year"
    NEXT_YEAR = "next_year"
    PERIOD = "period"
    LIMIT = "limit"
    CHANNEL = "channel"
    INSTANCE = "instance"
    RATE = "rate"
    STEP = "step"
    BY = "by"
    ANY_WAY = "any_way"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"
    JOIN = "join"
    FREE = "topic_free"
    OWN = "own"
    FOREIGN = "foreign"
    OTHER = "other"
    MEASURE = "measure"
    ORGAN = "organ"
    BECAUSE = "because"
    REASON = "reason"
    REST = "rest"
    ETC = "etc"
    IN_TIME = "in_time"
    TOTAL = "total"
    FIELD = "field"
    TRADE = "trade"
    COURT = "court"
    BECOME = "become"
    MOMENT = "moment"
    LASTING = "lasting"
    DEED = "deed"
    OFFICE = "office"
    LEVEL = "level"
    UNCOUNTED = "uncounted"
    REGION = "region"
    APPLICANT = "applicant"
    CASE = "case"
    BODY = "body"
    AMONG = "among"
    EXCEPTION = "exception"
    SYSTEM = "system"
    HEAD = "head"
    DIVISION = "division"
    SORT = "sort"
    WITHIN = "within"
    SCREENED = "screened"
    BRANCH = "branch"
    RESPONDENT = "respondent"
    CLASSED = "classed"
    EXAMPLE = "example"
    WORK = "work"
    FRAME = "frame"


YEAR_ROLES = {Role.THIS_YEAR, Role.LAST_YEAR, Role.NEXT_YEAR, Role.PERIOD}
# What a sentence without a number tells nothing without: what it says is so of none or of all, or as or more
# than the year before.
TELLING = {Role.NEGATION, Role.ALL, Role.LEVEL, Role.THAN}
# words that have another role besides
WORDS = {
    Role.EXCEPTION,
    Role.SYSTEM,
    Role.HEAD,
    Role.DIVISION,
    Role.SORT,
    Role.WITHIN,
    Role.BRANCH,
    Role.RESPONDENT,
    Role.CLASSED,
    Role.EXAMPLE,
    Role.WORK,
    Role.FRAME,
}
# how others end
ENDINGS = {
    Role.MEASURE,
    Role.ORGAN,
    Role.MOMENT,
    Role.LASTING,
    Role.OFFICE,
    Role.APPLICANT,
    Role.CASE,
    Role.BODY,
    Role.AMONG,
    *WORDS,
}
