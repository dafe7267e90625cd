"""Briefs (早报、周通报、月通报、每月一题、年度回顾): sentences and charts from figures, read before they are sent.

Not free text about numbers: every number in a sentence is one of the figure it leads to, and stays so when somebody edits.
Of units and matters, never of a person. Verbs: write_brief, edit_brief, send_brief, plan_briefs.
Source: issue 8, seeds 001–003.
"""
