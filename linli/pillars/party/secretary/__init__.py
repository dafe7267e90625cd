"""A secretary's project of the year (书记项目): one hard thing, in five steps, with a superior who says yes and accepts.

建核心 → 定主体 → 找支撑 → 寻保障 → 促运行. A case like any: one holder, a clock, an end with an answer.
With it the yearly plan (年度计划): items with a post and a day, supervised when late. What is owed again and again is on the
responsibility lists of supervision. Verbs: propose; approve, decline; build_core, set_subject, find_support, secure; finish,
accept, redo; end, note; lay, finish, drop, supervise an item. Source: seed 002. ADR 0059, 0065.
"""
