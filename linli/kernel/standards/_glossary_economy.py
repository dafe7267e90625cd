"""The words of a street's economy and of its key projects."""

from __future__ import annotations

from typing import Final

ECONOMY: Final = """
经济指标的目标 | economic_target | what an office is to reach in a year | press
经济指标的完成 | economic_value | what was reached from January to the end of a month | press
重点项目 | key_project | a project that an office pushes: plan, money, team | press
专班成员单位 | project_unit | a unit of the team of a project, and what it does | press
节点 | milestone | a step of a project's plan and the day it was reached | press
完成投资 | spending | what was invested in a project in a month | press
考核办法 | appraisal_scheme | how units of a kind are assessed, a version of it; published once | ours
考核指标 | appraisal_line | an indicator of a scheme with its weight, what gives nothing and what gives all | ours
一次考核 | appraisal_round | an assessment of units by a scheme over some days | ours
不算的 | appraisal_exclusion | what takes no part in an assessment, and why | ours
考核申诉 | appraisal_appeal | what a unit says against its result, and the answer | ours
单位申诉 | appeal_result | a unit says against a published result why it is wrong; a case, due by a day | ours
补充申诉理由 | add_to_appeal | say more while it waits | ours
申诉成立 | uphold_appeal | the office says that the appeal is right, and what follows | ours
成立了 | upheld | the appeal was right | ours
收回申诉 | withdraw_appeal | the unit takes its appeal back and says why | ours
申诉不成立 | dismiss_appeal | the office says why nothing changes | ours
不成立 | dismissed | nothing changes | ours
简报 | brief | sentences and charts about some days, from figures | practice
定时写的简报 | brief_plan | that an office has a kind of brief written by itself | ours
项目的问题 | project_problem | what stands in a project's way, as a supervised matter | ours
"""
