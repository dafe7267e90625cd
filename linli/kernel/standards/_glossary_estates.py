"""The words of compounds, of who serves them and of what their owners decide."""

from __future__ import annotations

from typing import Final

ESTATES: Final = """
小区登记 | estate | a compound as its owners have it | press
物业合同 | service_contract | that a company serves it from a day to a day | practice
席位 | seat | who sits for one of the six sides | press
六方议事会 | sitting | one meeting of the six | press
业主委员会选举 | election | the election of one committee | practice
筹备组成员 | group_member | somebody in the group that prepares it | practice
候选人 | candidate | somebody who stands for the committee | practice
业主名册一户 | owner_door | a door and the area it owns | practice
选举异议 | election_objection | against what is public, and the answer | practice
表决事项 | election_vote | a question put to owners, a topic of deliberation | ours
筹备 | preparing | a group prepares the first meeting of owners | practice
公告名册 | post_papers | make the roll, the list and the drafts public | practice
公布筹备组 | convene_group | announce who prepares it | practice
公告着 | posted | the roll, the list and the drafts are public | ours
公告期满 | end_notice | the days of the notice are over | ours
公告完 | ready | nothing waits but the vote | ours
提交表决 | put_to_vote | open the votes of the owners | practice
表决到期 | end_vote | its day has come | ours
记结果 | take_result | take what the owners decided | ours
推翻 | overturn_result | prepare again after an objection to the result | ours
选出 | elected | elected, its first sitting is due in seven days | practice
首次会议 | seat_committee | record the committee's first sitting | practice
开过首次会议 | seated | sat, its filing is due | practice
提交备案 | file_committee | hand the papers in at the street | practice
交了材料 | filed | the street checks the papers | practice
退回补正 | send_filing_back | say everything that is missing | practice
评价办法 | review_method | what an office weighs when companies are evaluated | ours
物业评价 | company_review | how a company served a compound in a period | press
住户打分 | owner_voice | what a household gives the company | ours
评价异议 | review_appeal | what a company says against a review | practice
同意备案 | confirm_filing | the committee is in office | practice
"""
