"""The words of duties, of tasks for grids, of supervision and of campaigns."""

from __future__ import annotations

from typing import Final

DUTIES: Final = """
履职事项 | duty | one line of the duty list | practice
网格任务 | task | what grid workers are asked to do, admitted until a day | practice
申请交给网格 | ask | ask that grid workers do something | ours
准入 | admit | let a task through to the grids | practice
准入了 | admitted | with the grids, until its day | ours
不准入 | turn_away | send back with the line that says whose it is | ours
没有准入 | turned_away | sent back at the gate | ours
提前结束 | end | end a task before its day | ours
到期自动结束 | run_out | its day has come | ours
结束 | ended | over, on its day or before | ours
"""

SUPERVISION: Final = """
督办事项 | supervision | a matter put on the list until it is struck off | practice
责任清单一条 | responsibility | what a post of a unit owes again and again | press
责任落实 | fulfilment | that it was done once | ours
问题线索 | discipline_lead | a lead for the discipline body | practice
立项 | raise | put a matter on the list | practice
立项了 | raised | on the list, not given to anybody yet | practice
交办 | assign | give it to whoever has to do it | practice
交办了 | given | waits to be taken on | practice
承办 | take_on | take it on | practice
在承办 | taken | taken on, being done | practice
退回督办 | give_back | it is somebody else's | ours
延期督办 | extend | more time, given by a leader | practice
核查过了 | checked | looked at, waits to be struck off | practice
销号 | strike_off | strike it off the list | practice
撤项 | drop | take it off the list undone, with a reason | ours
撤项了 | dropped | off the list undone | ours
"""

CAMPAIGNS: Final = """
专项行动 | campaign | what is done at many doors within some days, or asked at them | practice
对象 | target | a door on a campaign's list | practice
一户的记录 | target_move | what was done at a door, once | ours
现场照片 | target_photo | a photo that shows what was done | ours
碰头会 | morning | the meeting about a campaign, once a day | press
议定的事 | decision | what a morning decided, somebody's until a day | ours
议定 | decide | write down what the meeting decides | ours
办完了 | done | done, and confirmed at the next meeting | ours
巡查路段 | beat | a road or spot that is walked by plan, and the post that answers for it (路长制) | press
一次巡查 | patrol | that a beat was walked on a day, by a unit; never by whom | press
巡查发现的 | finding | a report that a patrol filed | ours
部件报修 | report_component | the component of the city that a report names | ours
"""
