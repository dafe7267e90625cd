"""The rows of the glossary as written: Chinese | identifier | English | key of the source."""

from __future__ import annotations

from typing import Final

from linli.kernel.standards._glossary_cooperative import COOPERATIVE
from linli.kernel.standards._glossary_economy import ECONOMY
from linli.kernel.standards._glossary_estates import ESTATES
from linli.kernel.standards._glossary_governance import CAMPAIGNS, DUTIES, SUPERVISION
from linli.kernel.standards._glossary_insight import INSIGHT
from linli.kernel.standards._glossary_party import PARTY
from linli.kernel.standards._glossary_service import SERVICE
from linli.kernel.standards._glossary_topics import TOPICS

_BODIES = """
单位 | unit | a body in the one tree of units | ours
市 | city | city | practice
区 | district | district | practice
街道 / 街道办事处 | subdistrict | subdistrict office, the lowest urban government agency | practice
街道科室 | office | section of the subdistrict office | practice
社区 | community | community, the area of one residents' committee | committee
居民委员会 | residents_committee | residents' committee, elected self-government | committee
居务监督委员会 | affairs_supervision_committee | supervision committee of the community | committee
网格工作站 | workstation | grid workstation | press
网格 | grid | grid, the smallest service area | grid
部门 | department | department of the district | practice
党组织 | party | Party organisation | practice
共建单位 / 驻区单位 | partner | partner unit in the area | press
物业公司 | property | property company | practice
业主委员会 | owners | owners' committee | practice
志愿服务队 | volunteer | volunteer team | press
履职事项清单 | duty_list | list of what a subdistrict does, helps with, no longer does | practice
事项准入 | task_admission | gate before a task may be given to grid workers | practice
"""

_PLACES = """
区划 | division | statistical division with a 12-digit code | practice
综合网格 / 居民网格 | general | general (residential) grid | grid
专属网格 | special | special grid: market, tower, park, school, agency | grid
微网格 | micro | micro-grid inside a grid | grid
单元网格标识码 | grid_code | 15-digit grid code | city
网格边界 | grid_shape | the area of a grid from a date to a date | ours
网格图版本 | map_version | a version of the grid map | ours
地点版本 | places_revision | a value that is another after every change of a place | ours
目录版本 | catalogue_revision | a value that is another after every change of a category | ours
小区 | compound | residential compound, estate | practice
楼栋 | building | building | practice
单元 | stairwell | stairwell of a building | practice
户 | household | household | practice
道路 | road | road | practice
设施 | facility | public facility with a place | practice
"""

_PEOPLE = """
账号 | account | account of a person, staff or resident | ours
岗位 | post | role in a unit, held from a date to a date | ours
操作人 | actor | an account acting in its posts | ours
代班 | deputy | someone who stands in for a post for a time | ours
接口密钥 | api_key | key with which another system comes in | ours
登录尝试 | knock | a recent try to log in, to slow down guessing | ours
访问记录 | access_log | who logged in and who saw hidden data, for what reason | ours
删除登记 | deletion | proof that personal data was erased, and on what ground | ours
验证码 | log_in_code | a one-time code on its way to a phone | ours
居民 | resident | resident | practice
网格长 | grid_leader | grid leader, answers for the grid | grid
专职网格员 | grid_worker | full-time grid worker | grid
兼职网格员 | grid_helper | part-time grid helper | grid
网格指导员 | grid_adviser | subdistrict staff attached to a grid | grid
服务专员 | service_volunteer | service volunteer, the N of “1+X+N” | press
社区书记 | community_secretary | community secretary | practice
社区工作人员 | community_worker | community worker | practice
中心派单员 | dispatcher | dispatcher of the centre | practice
接待接听员 | counter_clerk | clerk at the counter or the telephone | practice
科室人员 | section_staff | staff of a section | practice
经办人 | handler | who handles for a unit | practice
领导 | leader | leader | practice
系统管理员 | system_admin | system administrator | level
安全管理员 | security_admin | security administrator | level
审计管理员 | audit_admin | audit administrator | level
楼长 / 楼栋长 | building_steward | contact of a building | practice
三员分立 | separation_of_admins | three separate administrators | level
"""

_WORK = """
件 / 案件 / 工单 | case | case: anything owed to someone | ours
查询词 | case_search | the words by which a case is found | ours
反映 | report | report: what a resident or worker raises | practice
反映人 | reporter | who raised it, kept apart and sealed | practice
诉求性质 | nature | what a person wants | beijing
咨询 | consult | question | beijing
求助 | help | help | beijing
投诉 | complaint | complaint | beijing
举报 | report | report of wrongdoing | beijing
建议 | suggestion | suggestion | beijing
感谢 | thanks | thanks | practice
类别 | category | category of the catalogue | practice
类别归口 | category_handler | which unit handles a category in an area | practice
部件 | component | city-management component | city
事项 | matter | city-management matter | city
大类 / 小类 | major | major and minor class of a code | city
承办 / 派单份额 | assignment | a unit's share of a case | ours
主办 | lead | lead unit | hotline
协办 | assist | assisting unit | hotline
首接负责 | first_receiver_leads | the first receiving unit leads | beijing
申请 | petition | a request waiting for a decision: extension, pause, ledger … | ours
步骤 | step | one append-only record of a move | ours
步骤文字 | step_words | the words of a step, which can be erased by law | ours
步骤附件 | step_file | a photo or paper beside a step | ours
附件 | stored_file | a photo or paper, stored by its digest | ours
流程 | flow | the table of states and moves of a kind of case | ours
动作 | move | one row of a flow | ours
通知 | notice | a message to a person about a step | ours
接收地址 | hook | where a unit hears news: the robot of its chat group, a partner's system | ours
接收方式 | wish | how somebody wants to be told | ours
通知用语 | wording | words an office chose for a notice | ours
收件箱 | inbox | what waits for somebody | ours
关注 | watch | somebody follows a case | ours
存下的筛选 | saved_view | a saved filter of a list | ours
读到哪里 | bookmark | how far a reader of the log has come | ours
工作日历调整 | calendar_day | a day that this place works, has off or halves | ours
作息时间 | office_hours | when an office is open, from a day on; winter and summer hours | practice
演示 | telling | a telling of the demo subdistrict's story | ours
当日起号 | day_base | the first number of a day | ours
回访 | callback | callback: was it solved, are you satisfied | hotline
常用答复 | standard_answer | standard answer | hotline
台账 | ledger | list kept for a topic | practice
"""

_CLOCKS = """
时限 | limit | a deadline: amount, unit, source | practice
本地时限 | limit_override | a limit that this place has changed | ours
分钟 | minute | clock minute, day and night | ours
紧急工作时 | urgent_hour | clock hour, day and night | steps
工作时 | work_hour | hour of office time | steps
工作日 | work_day | working day | steps
自然日 | calendar_day | day of the calendar | practice
调休 | make_up_day | weekend day worked in exchange for a holiday | practice
黄牌 | yellow | yellow card: due soon | cards
红牌 | red | red card: overdue | cards
响应率 | response_rate | contacted in time ÷ due to be contacted | practice
解决率 | resolution_rate | “solved” ÷ valid callbacks | practice
满意率 | satisfaction_rate | “satisfied” ÷ valid callbacks | practice
按时办结率 | on_time_rate | closed in time ÷ due | steps
好差评 | service_rating | five-level rating | rating
未诉先办 | act_before_complaint | acting before anyone complains | beijing
每月一题 | monthly_theme | frequent hard problem of the month | beijing
剔除 / 不纳入考评 | exclude_from_score | not counted, with a reason and an approver | practice
指标 | indicator | declared numerator, denominator, source, grain | ours
热点话题 | topic | the same matter at the same place, raised by several | ours
话题成员 | topic_case | a case that belongs to a hot topic | ours
归拢 | gathering | when topics were gathered last, out of which cases | ours
未诉先办信号 | signal | something to act on before anybody complains | practice
事实数 | fact | what one day gave one indicator on one piece of ground | ours
已计入 | counted | what a case gives to facts now | ours
统计进度 | filling | how far facts follow the log | ours
查找名 | search_name | the words by which something with a name is found | ours
待编的查找名 | due_name | something named, renamed or removed since its words were written | ours
看板存稿 | kept_board | what the board of a city or a district says, told once a minute | ours
数说街道 | kept_figures | what cited figures say of a unit's ground, counted by a job from records | ours
"""

_STATES = """
待受理 | received | received, nobody has taken it up yet | steps
待核实 | checking | somebody looks on the spot first | steps
办理中 | accepted | taken up, being handled here | steps
已派遣 | dispatched | given to a unit | steps
待裁定 | disputed | the level above decides who leads | beijing
待核查 | answered | done, to be checked on the spot | steps
限期整改中 | ordered | told to put something right by a day | practice
有异议待裁定 | appealed | the merchant objected; somebody else decides | ours
执法中 | enforcing | with whoever may enforce it | practice
已撤销 | quashed | taken back, with a reason | practice
等评价 | callback | the resident is asked | hotline
等居民补充 | asked | waiting for the resident's answer | ours
暂停 / 缓办 | paused | stopped until a date, with a reason | steps
挂账 | ledgered | cannot be solved now; comes back for review | steps
已办结 | closed | closed with an answer | steps
不予受理 | refused | not ours, with an answer that says whose | shandong
已撤回 | withdrawn | taken back by who raised it | practice
已并案 | merged | joined to another case about the same thing | practice
在写 | drafted | a bulletin being written; nobody sees it | ours
已送审 | submitted | handed in for approval | practice
先发待看 | unreviewed | shown at once, to be read through after | ours
已发出 | published | shown to everybody it is for | practice
已到期 | expired | its last day has come | ours
已吹哨 | blown | departments were called, one has not signed in yet | practice
都签收了 | signed | every department heard it | practice
都报到了 | reported | every department came, to the spot or the meeting | practice
在处置 | handling | every department said how, with whom and by when | practice
都退哨了 | declined | nobody is left who comes | practice
报到上一级 | escalated | the level above says who comes | practice
撤哨 | called_off | everybody was called off | ours
已作废 | discarded | thrown away before it was shown | ours
"""

_VERBS = """
反映 | file | file a report | practice
上报 | pass_up | pass to the level above | grid
转交 | pass_on | pass to another unit of the same work | practice
先核实 | send_to_check | have it looked at on the spot before accepting | steps
属实，受理 | confirm | found as reported, accept | steps
受理 / 立案 | accept | accept, take up formally | steps
不予受理 | refuse | refuse with an answer | shandong
联系 / 先行联系 | contact | talk to the reporter first | hotline
当场办结 | settle | settle at once and answer | press
派遣 / 分派 | dispatch | give to a lead unit and any assists | steps
签收 | take | the unit takes it | practice
加协办 | add_assist | ask a further unit to assist | hotline
撤协办 | call_off_assist | let an assisting unit go | practice
协办答复 | answer_share | answer of an assisting unit | hotline
退回 / 退单 | send_back | not our duty, with reason and in time | shandong
裁定 | rule | the level above decides who leads | beijing
收回 | recall | take a dispatched case back | practice
反馈 / 答复 | answer | the unit reports what it did | steps
核查通过 | pass_check | seen on the spot: done | steps
复查没改好 | fail_check | looked at again, and not put right | ours
多给几天 | extend | give more time to put something right | practice
移交执法 | refer | hand what was not put right to enforcement | practice
执法办结 | conclude | enforcement says what it decided | practice
提出异议 | appeal | a merchant objects to what was found | practice
维持 | uphold | what was found stands | practice
撤销 | quash | an order is taken back | practice
返工 / 重办 | redo | not done: do it again | steps
评价 | rate | solved? satisfied? | rating
未评价结束 | lapse | no rating came; closes by the clock | ours
重新办理 | reopen | take up again after closing | cards
申诉评价 | appeal_rating | a unit disputes a bad rating attributed to it | practice
裁定申诉 | judge_appeal | decide the appeal | practice
请居民补充 | ask_reporter | ask the reporter something; the clock stops | ours
补充 | reply | the reporter's answer | ours
继续办 | go_on | no answer came; go on | ours
申请延期 | ask_extension | ask for more time | shandong
同意延期 | grant_extension | grant it | shandong
申请暂停 | ask_pause | ask to stop the clock until a date | steps
同意暂停 | grant_pause | grant it | steps
申请挂账 | ask_ledger | ask to put it on the ledger | steps
同意挂账 | grant_ledger | grant it | steps
申请剔除 | ask_exclusion | ask not to count it | practice
同意剔除 | grant_exclusion | grant it | practice
不同意 | decline | decline a request | practice
恢复 | resume | start the clock again | steps
到日恢复 | wake | the pause is over | ours
复核挂账 | review | look at a ledgered case again | ours
到日复核 | come_back | its review date has come | ours
催办 | urge | remind | hotline
督办 | supervise | push formally from above | cards
改类别 | reclassify | correct the category | practice
改地点 | relocate | correct the place | practice
公开 | publish | show to the public | practice
不公开 | unpublish | take off the public pages | practice
留言 | note | internal note | ours
我也遇到了 | join | the same happened to me | ours
并案 | merge | join two cases about one thing | practice
拆回 | unmerge | undo a merge | ours
并入 | absorb | receive a merged case | ours
带入办理结果 | carry_over | come in closed, with the result from where it was raised | ours
拆出 | release | let a merged case go | ours
拆分 | split | make two cases of one | practice
个人信息权利申请 | rights_request | a request to see, take along, correct or delete one's own data | practice
当场给出 | provide | hand somebody their own data at once | ours
办理（权利申请） | carry_out | do what was asked about one's own data | ours
撤回 | withdraw | take back one's own report | practice
亮黄牌 | turn_yellow | due soon | cards
亮红牌 | turn_red | overdue | cards
上报一级 | climb | overdue climbs to the post above | cards
核实 | verify | check a report before accepting it | steps
起草 | draft | write a bulletin | practice
改稿 | revise | change a draft | practice
送审 | submit | hand in for approval | practice
先发后审 | publish_at_once | show now, have it read through after | ours
同意发出 | approve | approve and show | practice
更正 | correct | correct what is shown; before and after stay | practice
马上更正 | correct_at_once | correct now, have it read through after | ours
作废 | discard | throw a draft away | ours
到期撤下 | expire | its last day has come | ours
签收哨 | sign_in | a called department heard the whistle | practice
交办法 | plan | with whom it was discussed, the measure, the deadline | press
反馈结果 | feed_back | a called department says what came of it | practice
评价部门 | assess | the lower level says how a department did | press
再叫部门 | call_more | call one more department | ours
等认领 | unclaimed | nobody was named, or nobody comes: whoever can takes it on | ours
挂出认领 | post_whistle | put a whistle up so that departments and partners take pieces on | practice
不再挂出 | take_down | put a whistle up no longer | ours
认领 | claim_whistle | a department takes on a piece of a whistle of its own accord | practice
报上一级 | escalate | bring a whistle before the level above | practice
到点报上一级 | raise_late | nobody signed in in time | ours
交回 | hand_back | the level above gives a whistle back | ours
记上账 | shelve | put a whistle on the ledger until a day | practice
撤回哨 | call_off | call everybody off | ours
归档 | archive | file away | steps
交接 | hand_over | give one's work to a stand-in | ours
"""

_WHISTLES = """
吹哨 | whistle | the subdistrict calls departments | press
扫码反映 | shop_report | an ordinary report about a shop, by its plate | press
愿意做的事 | offer | what a department or partner would do for whoever whistles | practice
被叫部门 | call | one department called by a whistle, with its clocks | ours
报到 | report_in | a department answers the whistle | press
街巷吹哨、部门报到 | lane_whistle | its Jinan form | press
退哨 | decline_whistle | refused with a reason | practice
走访 | visit | home or firm visit | press
探访 | welfare_check | visit to a person at risk | practice
民情日记 | visit_note | notes of a visit | press
走访安排 | plan | from when an office owes its doors visits, and how many a day holds | ours
本街道间隔 | interval | an office's own days between visits | ours
走访户 | home | a door of the register with the day it is owed a visit | ours
登记改一项 | change | one entry put right on a visit: former value, new value, who said so | ours
约访 | ask | a visit that a resident asked for, an ordinary case | ours
日记页 | diary_page | a page of a grid worker's own diary | press
结对帮扶 | pairing | helper and household | press
巡查 | patrol | round | grid
检查 | inspection | check of a shop or site | practice
整改 | rectify | put right | practice
商户 / 门店 | shop | a door on the street with its sign, run by an enterprise | press
门店检查 | shop_check | a look at a shop by its list | practice
整改单 | rectification | what a shop was told to put right, a case of its own kind | practice
记分办法 | point_rules | a version of the district's rules of points for shops | practice
荣誉 | honour | what a shop was honoured with, and why | press
门前三包 | frontage_duty | duties of a shop for its frontage | press
商户二维码 | shop_qr_code | code on the shop | press
重点项目 | key_project | key project | press
专班 | project_team | its team | press
考核 | assessment | scoring of units | practice
"""

_PARTY = """
党工委 | party_working_committee | Party body of the subdistrict | practice
大工委 | greater_working_committee | with members from units | press
大党委 / 联合党委 | greater_party_committee | Party body of a community with units | press
兼职委员 | part_time_member | leader of a unit sitting in | press
党总支 | general_branch | general branch | practice
党支部 | branch | branch | practice
党小组 | party_group | Party group | practice
网格党支部 | grid_branch | branch on the grid | press
趣缘支部 / 业缘支部 | interest_branch | branch by hobby or trade | press
流动党员 | floating_member | member away for six months or more | practice
党员中心户 / 先锋户 | centre_household | member household that links others | press
双报到 | double_report_in | units and members report to the community | press
三会一课 | three_meetings_one_class | organisation life | practice
主题党日 | party_day | monthly day | practice
组织生活会 | organisation_life_meeting | yearly meeting | practice
民主评议 | member_review | yearly review | practice
星级评定 | branch_stars | rating of branches | press
需求清单 | need_list | list of needs | press
资源清单 | resource_list | list of resources | press
项目清单 | project_list | list of projects | press
双向认领 | mutual_claim | need meets resource | press
微心愿 | small_wish | small need to be claimed | practice
书记项目 | secretary_project | key task of a secretary | press
攻坚党小组 | task_force_group | group for a key task | press
党群服务中心 | party_service_centre | centre | press
红色驿站 | red_station | station | press
红色物业 | red_property | Party-led estate management | press
红色管家 | red_steward | its steward | press
"""

_PRIVACY = """
告知书 | privacy_notice | what we keep, why, how long | pipl
用途 | purpose | why a field is kept | pipl
收集依据 | legal_basis | what allows it | pipl
保存期限 | retention_period | when it is erased | pipl
敏感个人信息 | sensitive_data | sensitive personal data | pipl
脱敏 | mask | hide part of it | pipl
查看全号 | reveal | show in full, with a reason, logged | pipl
审计日志 | audit_log | who did what, when | level
长辈版 | elder_view | large-type view | elders
"""

_LANGUAGE = """
学到的版本 | learned_model | a version of what an office's closed cases taught | ours
启用 | kept | better than the one before, in use from then on | ours
没有更好 | not_better | measured, not better, not used | ours
"""

SECTIONS_AS_WRITTEN: Final = (
    ("Bodies 单位", _BODIES),
    ("Places 地点", _PLACES),
    ("People 人", _PEOPLE),
    ("Work 件", _WORK),
    ("Clocks and figures 时限与指标", _CLOCKS),
    ("States of a report 状态", _STATES),
    ("Verbs 动作", _VERBS),
    ("Duties and tasks 履职事项", DUTIES),
    ("Supervision 督办", SUPERVISION),
    ("Party building 党的建设", PARTY),
    ("Estates 小区", ESTATES),
    ("Cooperatives 合作社", COOPERATIVE),
    ("Economy and key projects 经济和重点项目", ECONOMY),
    ("Campaigns 专项行动", CAMPAIGNS),
    ("Whistles, visits 吹哨、走访", _WHISTLES),
    ("Deliberation 协商", TOPICS),
    ("Services 政务服务", SERVICE),
    ("Party 党建", _PARTY),
    ("What is learned 学习", _LANGUAGE),
    ("Circles and open data 生活圈、开放数据", INSIGHT),
    ("Privacy and care 个人信息与适老", _PRIVACY),
)
