"""Floating members (流动党员): who is away from their branch, who came from elsewhere, what is due for them by rule.

Inside the compartment of members (ADR 34): an entry hangs on a member's row, says where in sealed words, and goes with it.
Verbs: note, register, contact, end. Source: kernel/standards/floating.
"""
