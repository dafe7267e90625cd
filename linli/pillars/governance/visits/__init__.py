"""Visits (走访): doors owed a visit by how they are lived in; one row a visit, what it confirmed, what was asked.

A visit owed is no case (ADR 54); what is asked becomes one. No track, no place of a worker, no count of one. A diary is its
writer's own. Verbs: start_plan, record_visit, put_right, ask_visit, write_page, share_page. ADR 0057.
"""
