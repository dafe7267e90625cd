"""Appeals of units (申诉): a company against its evaluation, a community or department against its assessment.

What is appealed against, and what follows when the appeal is right, is for the app whose result it is: it keeps a row of
its own beside the case and calls the verbs here. Verbs: appeal_result, add_to_appeal, withdraw_appeal,
uphold_appeal, dismiss_appeal. Diagram: docs/flows. ADR 0063.
"""
