"""Whistles (街巷吹哨、部门报到): the street or a community calls departments; they come, answer and are assessed from below.

Not a report, though usually the child case of one. One whistle is a case; each called department has its share and a
row of its own with its own clocks. Verbs: blow, sign_in, report_in, plan, feed_back, decline_whistle, assess, call_more,
escalate, rule, hand_back, shelve, review, call_off, note. Source: DOMAIN 4. Diagram: docs/flows. ADR 0024.
"""
