"""Deliberation (两委＋五事、议事厅): a topic is proposed, screened, discussed, decided, carried out and reviewed.

Not a report: who asked is answered by a decision of those concerned. Verbs: propose, post, accept, call_meeting,
record_minutes, agree, open_vote, close_vote, count, publish_result, object, assign, finish, close. Votes are records beside
the case, never steps of it. Source: DOMAIN 5, Civil Code 278. Diagram: docs/flows. ADR: a vote is not a step.
"""
