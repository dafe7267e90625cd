"""Figures and data that an office shows to everybody: chosen, looked through, published by name, taken back.

Not an export: nothing of a person is in it, and no number from which one could be reckoned (ADR 49). Verbs: publish a set,
withdraw it. Law: 中华人民共和国政府信息公开条例 leaves out what touches privacy; five is LOCAL.
"""
