"""What people can have done here: service items, with what each asks, takes and gives (政务服务事项).

Not what somebody applied for: that is `applications`. An item is kept in versions; a published one never changes, and
an application keeps the version it was made under.
Verbs: draft, publish, end, import. Law: DOMAIN 6.1. Tables: `rules/item.py`, checks: `rules/checks.py`.
"""
