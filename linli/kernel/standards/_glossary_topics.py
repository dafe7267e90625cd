"""The rows of the glossary about deliberation."""

from __future__ import annotations

from typing import Final

TOPICS: Final = """
民主协商 | deliberation | talking a matter through | committee
议题 | topic | matter proposed | committee
提事 | propose | propose a matter | press
审事 | screen | screen it | press
议事 | discuss | discuss it | press
定事 | decide | decide it | press
评事 | evaluate | say how it went | press
协商议事委员会 | deliberation_committee | first of the two committees | press
监督执行委员会 | oversight_committee | second of the two | press
一核五元 | one_core_five_parties | Party core and five kinds of participants | press
利益相关方 | stakeholder | stakeholder, votes | committee
专业支持 | expert | expert, does not vote | press
法定人数 | quorum | quorum | committee
表决 | vote | counted decision | committee
决议 | resolution | result | committee
公示 | public_notice | published for a number of days | committee
异议 | objection | against a notice | practice
落实办理率 | implementation_rate | carried out ÷ accepted | press
委员会 | committee | council, oversight committee or hall of a community | press
委员会成员 | member | sits in a committee for a term | press
相关的件 | topic_case | a case that a topic comes from | ours
附议人 | supporter | wants a topic talked through, counted once | practice
参加方 | party | takes part in one topic: convenes, concerned, expert, stays out | committee
会议 | meeting | when and where a topic is talked through | practice
书面意见 | opinion | what somebody who cannot come thinks | practice
落实任务 | duty | what a unit does to carry a decision out | practice
名册 | entry | a line of a roll: one vote | practice
投了票 | mark | that an entry has voted, once on whatever way | ours
票 | ballot | how an entry voted in an open vote, sealed until the count | practice
票箱清点 | box_count | what one person counted in the box | ours
计票结果 | tally | what an option got | practice
已提出 | proposed | a topic waits to be screened | press
已受理 | accepted | a topic is taken up | committee
已发通知 | called | a meeting is called | practice
已议 | discussed | talked through, minutes recorded | press
表决中 | voting | a vote is open | committee
核票中 | counting | papers wait to be read by two people | ours
已定 | decided | a result is there, not public yet | press
有异议 | objected | an objection waits after publicity | practice
落实中 | carrying | being carried out | press
已落实 | carried | carried out, those who asked are asked | press
已转办 | transferred | turned into an ordinary case | practice
登出 | post | show a proposal so that neighbours can support it | ours
受理议题 | accept_topic | take a topic up, with its rule and its people | committee
不受理议题 | decline_topic | say no, with a reason | committee
转办议题 | transfer_topic | turn it into an ordinary case | practice
请一方 | name_party | name somebody who takes part | ours
去掉一方 | drop_party | take out who was named by mistake | ours
通知会议 | call_meeting | invite everybody who takes part | practice
会议记录 | record_minutes | write down who said what | practice
一致同意 | agree | nothing to vote on | practice
开始表决 | open_vote | put a question to a roll | committee
提醒还没投票的人 | remind_voters | remind those who have not voted | ours
结束表决 | close_vote | close a vote, sealed until now | committee
计票 | count_papers | count once all papers are checked | practice
公示结果 | publish_result | make a result public for some days | committee
公示期满 | end_publicity | its last day has come | practice
异议成立 | uphold_objection | talk it through again | practice
异议不成立 | dismiss_objection | say why it changes nothing | practice
交办落实 | assign_duty | give a unit its part | practice
报进度 | report_duty | say how far one's part is | practice
做完一项 | finish_duty | one's part is done | practice
全部落实 | finish_topic | all of it is done | practice
议题挂账 | shelve_topic | put off until a day | practice
提前拿回 | take_up_topic | take up before its day | ours
办结议题 | close_topic | end a topic with what came of it | press
要的表 | asked_form | a form that a department demands, and how it was filled | practice
表样 | form_shape | a kind of form, known again by its headings | ours
填的空 | form_answer | what somebody typed into a blank | ours
"""
