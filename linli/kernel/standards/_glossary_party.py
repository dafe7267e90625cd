"""The words of Party organisations and of whom they have."""

from __future__ import annotations

from typing import Final

PARTY: Final = """
党组织登记 | organisation | a Party unit with its kind and its line of superiors | practice
党工委 | working_committee | Party body of the subdistrict | press
大工委 | greater_working | the same with part-time members from units of the area | press
社区党委 | committee | Party committee of a community | press
大党委 | greater_committee | community committee with part-time members from units | press
联合党委 | joint_committee | committee of a community and units together | press
党总支 | general_branch | general branch | press
党支部 | branch | branch | press
网格党支部 | grid_branch | branch on the grid | press
趣缘党支部 | interest_branch | branch of people with one interest | press
业缘党支部 | trade_branch | branch of people with one trade | press
流动党支部 | floating_branch | branch of members away from home | press
项目一线党支部 | project_branch | branch where a project is built | press
两新组织党支部 | firm_branch | branch of one firm or society | press
联合党支部 | joint_branch | branch of several units with too few each | press
党小组 | group | group of a branch | press
攻坚党小组 | task_force | group for one hard task | press
任期 | term | for how long an organisation was elected | practice
党组织成员 | party_member | somebody in an organisation, sealed | practice
参加 | joining | taking part in a further organisation beside one's own | practice
兼职委员 | part_time_member | that a unit sits in a committee, through somebody | press
党组织自己的日子 | habit | an organisation's own day of the month, from when its life is kept here | practice
组织生活会议 | life_meeting | a meeting of an organisation's life: planned, held or called off | practice
算哪种会 | life_part | what a meeting counts for, in which period | practice
签到 | attendance | that somebody came, kept two years | practice
党员大会 | general | meeting of all members of a branch | practice
支委会 | committee_meeting | meeting of a branch's committee | practice
党小组会 | group_meeting | meeting of a Party group | practice
党课 | lecture | Party lecture | practice
主题党日 | day | a branch's own day of the month | practice
组织生活会 | life | meeting at which members examine their own work | practice
民主评议党员 | review | yearly review of members by each other | practice
评定 | tier_round | a year's round in which a superior rates the branches below it | press
评定结果 | tier_rating | an organisation's stars, tier and grade in a round, with evidence and plan | press
先进 | advanced | first of three tiers of branches | press
中间 | middle | second tier | press
后进 | behind | last tier, which lays a plan | press
合格支部 | qualified | first grade of a branch | press
过硬支部 | strong | second grade | press
示范支部 | model | third grade | press
理论中心组学习 | study | weekly study of the working committee | press
学习计划 | study_plan | what an organisation, and those below it, study in a year | press
学习题目 | study_topic | what is studied in a month, and from what | practice
学了 | studied | that a meeting studied a topic of the plan | ours
题目 | question | a question of the bank, with source and explanation | practice
答题 | quiz | questions drawn from the bank, answered on any day from one to another | press
答题里的一题 | quiz_question | a question of a quiz, at its place | ours
选了什么 | quiz_answer | what a member answered last, theirs alone to read | ours
培训计划 | training_plan | a year's trainings of those who work in communities | press
培训 | training_session | a training of the plan, and what came of it | practice
参加培训的人 | trained | that somebody of the staff was at a training, kept two years | practice
党组织荣誉 | organisation_honour | what an organisation was honoured with, by whom, by which paper | press
党员荣誉 | member_honour | what a member was honoured with; in the compartment of membership | press
年度计划的一件事 | plan_item | what an organisation means to do in a year, by whom and by when | press
改日子 | plan_move | that the day of an item was moved, and why | ours
书记项目 | secretary_project | one hard thing a secretary takes on in a year, in five steps | press
建核心 | core | who leads it together | press
定主体 | subject | who does it and for whom | press
找支撑 | support | what carries it | press
寻保障 | assurance | by what it lasts | press
促运行 | running | that it runs | press
报了验收 | finished | the superior looks at it | ours
核心建好了 | build_core | the first of the five steps is made | press
主体定了 | set_subject | the second | press
支撑找到了 | find_support | the third | press
保障有了 | secure | the fourth | press
单位报到 | report_in | that a unit reported in to a community; of members it says nothing | practice
在职报到 | member_report | that somebody in service reported in where they live, sealed | practice
共建资源 | resource | what a unit offers the communities it reported in to | practice
共建项目 | project | what a community needs and a unit does there, a case of its own kind | press
联席会议 | joint_meeting | a meeting of a greater committee with the units that sit in it | press
联席会议程 | joint_item | a point of its agenda: in words, or a need of the area | practice
联席会席位 | joint_seat | a unit asked to come: coming or not, came or not; of members it says nothing | practice
联席会议定 | joint_line | which unit does what by when; done or not done is seen at the next meeting | practice
项目步骤 | milestone | a step a unit sets itself | practice
列出 | listed | a need stands on the list | practice
认领 | claim | take a need for one's unit; once | practice
认领了 | claimed | a unit does it | practice
用资源 | call_on | a community takes what a unit offers | practice
退回认领 | give_back | the unit cannot do it after all | ours
说进展 | advance | tell how far it is | ours
不做了 | ended | came to nothing, with a reason | ours
包联的人 | steward | who on the staff answers for a community in the chain | press
先锋户 | vanguard | a household that links others; whose it is, is sealed | press
公开的同意 | known_consent | that a vanguard household agreed to be known to its doors; taken back at once | practice
联系 | tie | that a vanguard household covers doors of a stairwell | practice
没人联系的户 | uncovered | doors nobody covers, and why | ours
联系方案 | plan | what the last plan of a community came to | ours
往下转告 | passing | a word that goes down the chain | practice
转告过了 | told | that a vanguard household told its doors | ours
阵地 | venue | place of Party and residents: centre, station, park, with its area | press
房间 | room | a room of a venue, who may book it | practice
约场地 | room_booking | that somebody has a room, or asked for it | ours
品牌 | brand | what a community is known for, one at a time | press
带上来的事 | raised | that a need came up the chain | ours
"""
