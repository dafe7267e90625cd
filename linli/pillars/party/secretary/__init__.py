"""A secretary's project of the year (书记项目): one hard thing, in five steps, with a superior who says yes and accepts.

建核心 → 定主体 → 找支撑 → 寻保障 → 促运行. A case like any: one holder, a clock, an end with an answer.
What an organisation owes again and again is on the responsibility lists of supervision, not here. Verbs: propose; approve,
decline; build_core, set_subject, find_support, secure; finish, accept, redo; end, note. Source: seed 002.
"""
