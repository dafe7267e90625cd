"""Care (关爱): who is looked after and why, visits owed by risk, helpers paired with households, wishes.

Not a case, not a track, not a score: a level is set by a person with a reason, a visit is told. ADR 0054.
Verbs: take_up, add_group, end_group, set_level, note_change, record_visit, pair, publish_wish, take_wish. 个人信息保护法.
"""
