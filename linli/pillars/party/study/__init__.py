"""What Party organisations study (学习): a plan for the year that meetings fill, a bank of questions, quizzes on the phone.

No points and no order of persons: an answer is between a member and the page, an organisation reads totals. Everything is
behind the compartment of membership. Verbs: lay_study_plan, add_topic, drop_topic, fill_topics; add_question,
import_questions, retire_question; draw_quiz, close_quiz, answer_quiz. Source: seed 004 (周周学、党史知识竞赛), seed 000.
"""
