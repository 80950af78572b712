"""What the two halves of a set and the meeting are called in this case. The single place that decides it."""

from __future__ import annotations

from review.case_event import Topic
from review.dates.council import GENERAL, Level, LevelWords
from review.sets.level import level_of
from web.services import Services


def level_here(s: Services, case_id: str) -> Level:
    """How much help this family gets, as the desk last said."""
    return level_of(s.case_log.of_case(case_id, Topic.CASE))


def words_for(s: Services, case_id: str) -> LevelWords:
    """This council's words for a case's level, ours where it has said nothing; source words, translated where shown."""
    level = level_here(s, case_id)
    return s.council.words.get(level, GENERAL[level])
