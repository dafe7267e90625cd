"""The street's economy (经济指标) and its key projects (重点项目): targets with what was reached, plans with what was done.

Typed once, by the section that is told; no case of its own: what stands in a project's way is a supervised matter.
Verbs: set_target, report_value, open_project, change_team, plan_milestone, reach_milestone, report_spending, raise_problem,
end_project. Source: seeds 000, 002, 003; DOMAIN B 9, 10, 38, 40, 59. ADR: projects beside the loop.
"""
