"""Forms that departments demand, read, understood and filled from what is already known; only the gaps are asked.

Not a place to keep figures: every value comes from a register or is counted anew, and says from where. Verbs: take a form
in, fill it, correct how it was understood, answer a gap, produce the file.
Nothing is filled wrongly without a warning (ADR 46).
"""
