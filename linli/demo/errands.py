"""The duty list of the demo town and what is asked of its grids: admitted, at the gate, sent back with the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from linli.base.flow.models import Assignment
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.governance.duties import operations as op
from linli.pillars.governance.duties.models import Duty, Task
from linli.pillars.governance.duties.rules import DutyKind, Line

B, C, T = DutyKind.BASIC, DutyKind.COOPERATING, DutyKind.TAKEN_BACK

LINES: Final = tuple(
    Line(kind, number, block, name, lead, part, basis)
    for kind, number, block, name, lead, part, basis in (
        (B, "1", "党的建设", "网格党支部组织生活的服务和记录", "", "", "街道职责规定"),
        (B, "2", "平安建设", "矛盾纠纷排查调处，能在网格解决的不出网格", "", "", "街道职责规定"),
        (B, "3", "平安建设", "楼道、飞线充电等安全隐患的日常巡看和劝离", "", "", "街道职责规定"),
        (B, "4", "民生服务", "独居、高龄老人定期探访", "", "", "街道职责规定"),
        (B, "5", "民生服务", "居民信息登记和更正，只采一次", "", "", "街道职责规定"),
        (B, "6", "城市管理", "门前三包的告知和劝导", "", "", "街道职责规定"),
        (B, "7", "综合保障", "街道公共区域的值守和汛期巡看", "", "", "街道职责规定"),
        (C, "1", "城市管理", "架空线缆整治", "区通信管线服务中心", "发现、上报，现场配合", "部门与街道职责划分表"),
        (C, "2", "生态环保", "工地扬尘管控", "区生态环境分局", "发现、上报", "部门与街道职责划分表"),
        (C, "3", "民生服务", "适龄儿童入学摸底", "区教育和体育局", "核对居住情况，一年一次", "部门与街道职责划分表"),
        (C, "4", "卫生健康", "流感疫苗接种的告知", "清泉社区卫生服务中心", "张贴、转告", "部门与街道职责划分表"),
        (T, "1", "市场监管", "餐饮单位许可检查", "市场监督管理所", "", "上级收回事项表"),
        (T, "2", "应急管理", "危险化学品企业安全检查", "应急管理局", "", "上级收回事项表"),
        (T, "3", "规划建设", "房屋安全鉴定", "区住房和城乡建设局", "", "上级收回事项表"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """Something done, so many hours before the story ends."""

    hours: float
    what: Callable[[Company, datetime], object]

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        self.what(company, at)
        return ()


def _publish(*lines: Line, basis: str) -> Callable[[Company, datetime], object]:
    def do(company: Company, at: datetime) -> None:
        op.publish_list(
            actor=company.actor("fangzhuren"),
            at=at,
            office=company.unit("street"),
            basis=basis,
            from_date=clock.local(at).date(),
            rows=[op.SheetRow(n, line) for n, line in enumerate(lines, 2)],
        )

    return do


def _ask(
    who: str, unit: str, what: str, line: tuple[DutyKind, str] | str, days: int, *grounds: str
) -> Callable[[Company, datetime], object]:
    def do(company: Company, at: datetime) -> None:
        office = company.unit("street")
        duty = None
        if not isinstance(line, str):
            rows = Duty.objects.filter(list__office=office, kind=line[0].value, number=line[1])
            duty = rows.latest("list__version")
        op.ask_task(
            actor=company.actor(who),
            at=at,
            unit=company.unit(unit),
            office=office,
            what=what,
            days=days,
            grounds=[company.unit(key) for key in grounds],
            duty=duty,
            outside_basis=line if isinstance(line, str) else "",
        )

    return do


def _number(what: str) -> str:
    return Task.objects.filter(case__title=what.splitlines()[0]).latest("case_id").case.number


def _admit(who: str, what: str, days: float) -> Callable[[Company, datetime], object]:
    return lambda company, at: op.admit_task(
        actor=company.actor(who), number=_number(what), at=at, until=at + timedelta(days=days)
    )


def _turn_away(what: str, answer: str, kind: DutyKind, line: str) -> Callable[[Company, datetime], object]:
    def do(company: Company, at: datetime) -> None:
        rows = Duty.objects.filter(list__office=company.unit("street"), kind=kind.value, number=line)
        op.turn_task_away(
            actor=company.actor("liumin"),
            number=_number(what),
            at=at,
            answer=answer,
            duty=rows.latest("list__version"),
        )

    return do


def _answer(what: str, answers: tuple[str, ...]) -> Callable[[Company, datetime], object]:
    """Let the first grids of a task say what they found."""

    def do(company: Company, at: datetime) -> None:
        number = _number(what)
        shares = Assignment.objects.filter(
            case__number=number, part=Assignment.Part.ASSIST, state=Assignment.State.GIVEN
        )
        for share, said in zip(shares.select_related("unit").order_by("unit"), answers, strict=False):
            if (actor := _worker(company, share.unit, at)) is not None:
                op.answer_task(actor=actor, number=number, at=at, unit=share.unit, answer=said)

    return do


def _worker(company: Company, grid: Unit, at: datetime) -> Actor | None:
    post = grid.posts.filter(role="grid_worker").select_related("account").first()
    return company.actor(post.account.username) if post else None


STAIRS = "把楼道里充电的电动车看一遍\n劝到车棚，劝不走的记下楼号，交平安办。"
SCHOOL = "核对今年入学儿童的居住情况\n只核对名单上的，不另外上门登记。"
FOOD = "把沿街餐馆的许可证照片拍回来\n每家一张。"
FLOOD = "夜里到低洼路口看两遍水\n有积水马上打街道值班电话。"
JABS = "把流感疫苗的告知贴到每个单元门\n老人家里当面说一声。"
DUST = "看一遍辖区工地有没有盖网\n看到没盖的拍一张交环境分局。"

ACTS: Final = (
    Act(690, _publish(*LINES[:-1], basis="清街办〔2025〕21 号")),
    Act(500, _publish(*LINES, basis="清街办〔2026〕8 号")),
    Act(480, _ask("wanglei", "chengguan", FOOD, (B, "6"), 20, "c4", "c5")),
    Act(470, _turn_away(FOOD, "许可检查已经收回，网格不拍证照。请市监所来办。", T, "1")),
    Act(460, _ask("paichusuojb", "paichusuo", STAIRS, (B, "3"), 25, "c4", "c5")),
    Act(450, _admit("fangzhuren", STAIRS, 25)),
    Act(300, _answer(STAIRS, ("看了十一个单元，两辆劝走了。", "三号楼一单元一辆，户主出差，下周再去。", "没有。"))),
    Act(400, _ask("jiaotijb", "jiaoti", SCHOOL, (C, "3"), 30, "c5")),
    Act(390, _admit("liumin", SCHOOL, 12)),
    Act(380, _answer(SCHOOL, ("名单上九个，都住在这里。",))),
    Act(150, _ask("zhaojianguo", "zhifa", FLOOD, "区防汛指挥部 2026 年第 3 号令", 10, "c11")),
    Act(140, _admit("luoshuji", FLOOD, 10)),
    Act(60, _ask("weishengjb", "weisheng", JABS, (C, "4"), 15, "c1", "c2", "c3")),
    Act(20, _ask("huanbaojb", "huanbao", DUST, (C, "2"), 20, "c4")),
)  # fmt: skip
