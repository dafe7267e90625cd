"""Duties of an office (履行职责事项清单) and the gate before grid workers (事项准入).

The list is published whole, version by version; a task for grids is a case that names its line. Verbs: publish_list,
ask, admit, turn_away, answer_share, end, withdraw, note. Source: DOMAIN 1.3. Diagram: docs/flows. ADR 0030.
"""
