"""Campaigns (专项行动、摸底统计): a list of doors worked off step by step, and what the morning meeting decides.

A door on the list is no case; what a meeting decides is one. Verbs: open_campaign, list_targets, advance_target,
hold_morning, decide, close_campaign. Source: DOMAIN Annex B 6, 16, 34, 41, 67. Diagram: docs/flows. ADR 0032.
"""
