"""Bodies that meet by rule (党委议事规则、居民代表议事、党员议事): who meets how often by rule, what is due.

A calendar, no cases: what a meeting decides is a topic or a task. Not the life of Party branches: the Party pillar has it.
Verbs: set_rule, end_rule, record_assembly. Source: seed 004, DOMAIN B 81. ADR: a calendar of meetings.
"""
