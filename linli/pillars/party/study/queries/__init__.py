"""Reads of study."""

from linli.pillars.party.study.queries._own import (
    OwnAnswer,
    OwnQuiz,
    OwnStudy,
    collect,
    own_member,
    own_quiz,
    own_study,
)
from linli.pillars.party.study.queries._plans import (
    StudyPage,
    StudyRow,
    TopicRow,
    plan_for,
    studies_of,
    study_page,
    topic_now,
    topics_to_fill,
)
from linli.pillars.party.study.queries._quizzes import (
    AskedRow,
    QuizPage,
    QuizRow,
    bank_of,
    quiz_page,
    quizzes_of,
)

__all__ = [
    "AskedRow",
    "OwnAnswer",
    "OwnQuiz",
    "OwnStudy",
    "QuizPage",
    "QuizRow",
    "StudyPage",
    "StudyRow",
    "TopicRow",
    "bank_of",
    "collect",
    "own_member",
    "own_quiz",
    "own_study",
    "plan_for",
    "quiz_page",
    "quizzes_of",
    "studies_of",
    "study_page",
    "topic_now",
    "topics_to_fill",
]
