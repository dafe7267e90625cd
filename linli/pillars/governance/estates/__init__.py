"""Estates (红色物业、红色管家): compounds with and without a company, the table of six, the committee the owners elect.

Compounds are places; here is who serves them and what their owners decide. Not a voting machine: owners vote on topics of
deliberation. Verbs: propose, convene_group, post_papers, put_to_vote, take_result, seat, file, confirm_filing; check,
appeal. Source: Civil Code 277, 278, 物业管理条例, seed 001 and 003. Diagram: docs/flows. ADR: an election is a case.
"""
