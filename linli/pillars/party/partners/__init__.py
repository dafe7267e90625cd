"""Partner units and the community (区域化党建、双报到): who reported in, what is needed and offered, what they do together.

A need is listed by a community, claimed by one unit, done step by step and confirmed by those it was for: a case of its own
kind. What somebody reports in for themselves is sealed. Verbs: report in, end; offer, end; list, claim, call on, give back,
rule, advance, finish, confirm, redo, end. Source: seeds 000 to 002; DOMAIN 7.3. Diagram: docs/flows.
"""
