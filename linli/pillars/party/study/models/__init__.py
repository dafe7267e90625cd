"""What is to be studied, questions, and what was answered."""

from linli.pillars.party.study.models._plans import Studied, StudyPlan, StudyTopic
from linli.pillars.party.study.models._quizzes import Question, Quiz, QuizAnswer, QuizQuestion

__all__ = ["Question", "Quiz", "QuizAnswer", "QuizQuestion", "Studied", "StudyPlan", "StudyTopic"]
