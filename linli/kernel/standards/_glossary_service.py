"""The words of the second pillar: what people apply for, and how that goes."""

from __future__ import annotations

from typing import Final

SERVICE: Final = """
到窗口 | window_visit | a visit to the window for an application | ours
好差评 | rating | five levels for one visit or one matter, given by whoever came | rating
回电 | contacted | somebody who rated badly was spoken to | ours
答复了，等评价人说 | told | what was put right or explained has been told | ours
回电给评价人 | call_back | speak to whoever rated badly | practice
整改 | remedy | put right what was rated badly, and say so | practice
解释 | explain | say why what is asked for has no basis | practice
差评挂账 | ledger | put a bad rating off to a day, told to whoever gave it | practice
挂账后接着办 | take_up | go on with a bad rating before its day | ours
改评价 | change | put a slip of the finger right within minutes | ours
食堂 | canteen | where elders eat; a day-care centre may have one | press
菜单 | menu | what there is on a day, and for how much | ours
助餐补贴 | subsidy_rule | a subsidy of an office from a day on | practice
用餐老人 | eater | somebody who eats there | ours
订餐 | order | a meal somebody wants on a day | practice
一份饭 | meal | an entry of the book: served, or taken back | practice
月结账 | settlement | a month of a canteen that is closed | practice
日间照料签到 | stay | a day of somebody at a day-care centre | ours
没来问一声 | absence_answer | what came of asking after an elder who did not come | ours
关爱对象 | care_person | somebody who is looked after | practice
关爱类别 | membership | that somebody belongs to a care group, on what ground | practice
关爱记事 | care_note | why a level was set, or what changed | ours
探访间隔 | visit_interval | an office's own interval between visits | ours
结对 | pair | a household and who is paired with it | press
心愿 | wish | a small wish published without saying whose | press
招聘 | job_posting | work that an enterprise offers | practice
求职者 | job_seeker | somebody who looks for work, by consent | practice
一走五访 | seeker_visit | a visit to a job seeker and what was brought | press
职业介绍 | job_match | an introduction and what became of it | practice
培训 | training | a training that the office offers | practice
企业 | enterprise | firm, shop or other body that works here | practice
金管家 | steward | who looks after an enterprise | press
企业走访 | enterprise_visit | a visit to an enterprise, with its purposes | press
企业诉求 | enterprise_need | what an enterprise asks for, a case of its own kind | press
惠企政策 | scheme | a policy or a call for applications, with whom it fits as data | practice
政策说过了 | scheme_told | that an enterprise was told of a scheme, once | ours
企业情况 | enterprise_trait | what an enterprise said of itself that schemes ask for | ours
资源对接 | exchange_post | what an enterprise has or needs, shown to others once the office read it | press
对接回话 | exchange_reply | another enterprise says that it can | ours
绿色通道 | green_channel | what goes first by a rule anybody can read | press
志愿活动 | activity | something volunteers do together, with so many places | press
报名 | sign_up | somebody and an activity: coming, waiting, not coming | ours
应急 | emergency | something that happened and opens posts on a ground until it is over | practice
应急岗位 | post | where somebody is needed in an emergency: an activity that begins at once | practice
服务证明 | certificate | a paper that says how many hours somebody helped | practice
公告 | bulletin | what the street tells those who live there | practice
公告对象 | bulletin_target | a place a bulletin is for | ours
公告版本 | bulletin_version | what a bulletin said while it was shown | ours
公告附件 | bulletin_file | a photo or paper of a bulletin | ours
审批规则 | approval_rule | who must approve which bulletin | ours
公告提醒 | subscription | what somebody asked to be told of | ours
政务服务事项 | service_item | thing people apply for | practice
业务办理项 | handling_item | smallest item | practice
实施编码 | implementation_code | item code | practice
办件 | application | one application | practice
即办件 | instant | done at once | practice
承诺件 | promised | done by a promised day | practice
法定办结时限 | statutory_limit | limit by law | practice
承诺办结时限 | promised_limit | limit promised | practice
到办事现场次数 | on_site_visits | visits needed | practice
受理条件 | acceptance_condition | who may apply | practice
申请材料 | required_material | papers needed | practice
一次性告知 | one_time_notice | tell all that is missing at once | practice
补正 | supplement | bring what is missing | practice
容缺受理 | conditional_acceptance | accept with secondary papers missing | practice
特殊程序 | special_procedure | stops the clock | practice
综合窗口 / 一窗受理 | one_window | one window for all | press
服务大厅 | hall | a place where people come in person | practice
窗口 | window | where one visitor at a time is served | practice
业务类 | service_kind | what people come for, as far as the line goes | ours
排队号 | ticket | a number drawn; it needs no name | practice
号的一步 | ticket_move | a step of a ticket, never changed | ours
大厅巡查 | hall_check | a round through a hall, 5S or duty: who looked, when, at the place and at nobody | practice
巡查发现 | hall_finding | a point that was not in order, and when it was put right | ours
预约 | appointment | a time booked at a hall | practice
预约的一步 | appointment_move | a step of an appointment, never changed | ours
叫号 | call_next | call whom the rule says is next | practice
导办台 / 一口清 | guide_desk | desk that answers everything at once | press
帮办代办 | assisted_handling | staff help or act for the applicant | practice
首问负责 | first_asked_responsible | who is asked first sees it through | practice
差评整改 | bad_rating_remedy | follow-up of one or two stars | rating
困难群众 | hardship_household | supported household | press
低保户 | subsistence_household | household on subsistence allowance | press
重点人群 | care_group | elders alone, disabled, children in difficulty | practice
日间照料 | day_care | day care | press
长者食堂 | senior_canteen | canteen for elders | press
助餐记录 | meal_record | one subsidised meal | practice
待补正 | correcting | told what lacks; the clock stops until it comes | practice
已补正 | supplemented | what lacked came in; to be examined | practice
特别程序中 | special | a procedure of its own time; the clock stands still | practice
已审查 | reviewed | looked into, with a proposal; to be decided | practice
公示中 | publicised | shown in the community for some days | practice
已准予 | approved | decided: granted | practice
已不予 | declined | decided: not granted | practice
已制证 | certified | the certificate is made | practice
已送达 | delivered | handed over, with a receipt | practice
已退件 | returned | given back, to be applied for anew | practice
已转办 | transferred | sent to the authority whose business it is | practice
已归档 | archived | filed away | practice
材料 | paper | one line of the checklist of an application | practice
材料扫描件 | paper_file | a scan or photo of a paper | practice
物料流转 | hand_over | papers handed to a unit, with a receipt | practice
公示信息 | publicity | a name shown in the community until a day | practice
异议 | objection | what somebody says against it while it is public | practice
文书 | document | a document as it was issued | practice
收材料 | take_in | tick papers of the checklist off | practice
当场更正 | amend | have a mistake put right on the spot | practice
一次告知 | tell | tell everything that lacks at once | practice
补交 | supply | bring what lacks | practice
容缺受理（动作） | accept_short | accept while listed papers lack | practice
当场办结（办件） | finish | accept, grant and hand over in one action | practice
视为受理 | deem_accepted | nothing was told in time: accepted as of receipt | practice
转办 | transfer | send to the authority whose business it is | practice
调查核实 | survey | look into facts at home, by data, with neighbours | practice
开始特别程序 | begin_special | let the clock stand still for a listed procedure | practice
特别程序结束 | end_special | the clock goes on with what was left | practice
不批延期 | decline_extension | no more time | practice
退件 | give_back | give it back: a promised paper did not come | practice
开始公示 | publicise | show it in the community | practice
答复异议 | answer_objection | tell whoever objected what was found | practice
约定上门和送达 | arrange | agree on a visit at home and on how the result is handed over | practice
联办 | joint | several matters taken in at once, each its own case | practice
复用材料 | reuse | a paper handed in before stands in for a new one | ours
不再复用 | reuse_stop | somebody wants no paper used again | ours
提出异议 | object | say something against it while it is public | practice
公示期满 | end_publicity | public long enough, nobody objected | practice
重新调查 | reexamine | look into it again after an objection | practice
制证 | certify | make the certificate | practice
送达 | deliver | hand over, with a receipt | practice
动态复核 | recheck | look again at what was granted | practice
登记缴费单 | charge | record the number of a payment slip | practice
帮办 | help | do the errands for the applicant, who agreed | practice
"""
