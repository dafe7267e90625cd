"""Code lists, limits and holidays as frozen data, each module with its `SOURCE`.

It is not the place for a deployment's own values: those override these, row by row, and are marked LOCAL.
Verbs: none. Source law: named in each module. A bare number anywhere else in the tree is a mistake.
"""
