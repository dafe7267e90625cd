"""Rights over one's own data: to see it, have it put right, take it along, have it deleted (PIPL arts. 44–50).

Not the data itself: each app collects and erases what it keeps (`base.people.subjects`).
Verbs: file, take, provide, carry_out, answer, refuse, withdraw. Law: DOMAIN 9.1. Diagram: docs/flows.
"""
