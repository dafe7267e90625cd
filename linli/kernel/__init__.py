"""What is true without a database: time, limits, refusals, numbers, geometry, Chinese text, standards.

It is not a home for anything that knows Django, a table or a setting: values are passed in.
Verbs: none. `workdays.WorkCalendar` turns a limit into a deadline; `standards/` holds the code lists.
Source law: each module of `standards/` names its own; deadlines follow the Civil Code, arts. 200–203.
Diagram: every stratum above imports this one; this one imports none.
"""
