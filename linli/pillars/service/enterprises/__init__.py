"""Enterprises (“金管家”): who works here, who looks after them, what was said on a visit, what they need, what fits them.

Not an inspection and not a score of anybody: no check-in, no quota of visits. A need (诉求) is a case of its own kind.
Verbs: keep, end, visit, file, accept, dispatch, settle, confirm, reopen. Law: 优化营商环境条例 (2019). Diagram: docs/flows.
"""
