"""Bulletins (公告): what the street or a community tells those who live there: policies, jobs, outages, activities.

Not the messages that people get about their cases (`base.notices`). A bulletin is a case: drafted, reviewed, shown, over.
Companies of the area speak in a kind of their own, the column (企业专栏), always read by a community before it is shown.
Verbs: draft, revise, submit, publish, approve, send_back, confirm, correct, withdraw, discard. Law: 政府信息公开条例.
Diagram: docs/flows. ADR 0022.
"""
