"""Circles on foot (生活圈): who reaches what within 5, 10 and 15 minutes, where the gaps are, where one more helps most.

Not: a plan of the town, or the ways of anybody. Verbs: none, it reads. Law: GB 50180-2018, see `kernel/standards/walking`.
"""
