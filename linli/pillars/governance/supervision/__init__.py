"""Supervision (督办): a matter raised over a case or by itself, given, taken on, urged, answered, checked, struck off.

With it what is due on the responsibility lists (责任清单), and leads that leave for the discipline body. Not the mark on a
report, which it sets. Verbs: raise, assign, take_on, give_back, urge, answer, pass_check, redo, extend, strike_off, drop,
note. Source: DOMAIN 3.3, 8. Diagram: docs/flows. ADR 0031.
"""
