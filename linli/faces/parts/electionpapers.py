"""Papers of an election as data: what each step puts up or hands in. The office's own papers, in its language."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table
from linli.pillars.governance.estates.models import GroupMember
from linli.pillars.governance.estates.queries import ElectionPage, VoteLine

DAY: Final = "{0.year}年{0.month}月{0.day}日"
TITLES: Final = {
    "group": "业主大会筹备组成员名单公告",
    "notice": "首次业主大会会议公告",
    "ballot": "业主大会会议表决票",
    "result": "业主大会会议表决结果公告",
    "filing": "业主大会、业主委员会备案申请表",
}
GROUND: Final = "依据《中华人民共和国民法典》第二百七十七条、第二百七十八条和《物业管理条例》"

BAR: Final = (
    "专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决，"
    "参与表决专有部分面积过半数的业主且参与表决人数过半数的业主同意，即为通过。"
)


def kinds_of(page: ElectionPage) -> list[tuple[str, str]]:
    """List the papers there are where an election stands, with their titles."""
    case = page.case
    have = {
        "group": bool(page.group),
        "notice": page.election.posted_at is not None,
        "ballot": bool(page.votes),
        "result": any(v.decision for v in page.votes),
        "filing": case.state in ("seated", "filed", "closed"),
    }
    return [(kind, title) for kind, title in TITLES.items() if have[kind]]


def sheet_of(page: ElectionPage, kind: str, at: datetime) -> Sheet:
    """Write one paper of an election."""
    election, case = page.election, page.case
    name = election.estate.compound.name
    paragraphs: list[str] = [f"{name}全体业主："]
    tables: list[Table] = []
    if kind == "group":
        paragraphs += [
            f"{GROUND}，{name}业主大会筹备组已经组成，成员如下，现予公告。",
            "对成员有异议的，请在七日内向社区或者街道书面提出。",
        ]
        tables.append(Table(("姓名", "代表哪一方", "职务"), tuple(_member(m) for m in page.group)))
    elif kind == "notice":
        until = DAY.format(local(election.posted_until)) if election.posted_until else ""
        paragraphs += [
            f"{GROUND}，现将首次业主大会会议的形式、内容、业主名册和候选人名单公告如下，公告到{until}止。",
            f"会议形式：{election.get_meeting_display()}。业主 {page.doors} 户，面积合计 {page.area / 100:g} 平方米。",
            "表决内容：一、管理规约和业主大会议事规则；二、业主委员会委员名单。",
            BAR,
            "对名册、名单、规约草案有异议的，请在公告期内书面或者在手机上提出，逐件答复。",
        ]
        tables.append(
            Table(
                ("候选人", "哪一栋", "自己说的话"),
                tuple((c.name, c.building, c.words) for c in page.candidates),
            )
        )
        paragraphs += [
            f"管理规约草案：\n{election.covenant}",
            f"业主大会议事规则草案：\n{election.procedure}",
        ]
    elif kind == "ballot":
        paragraphs = [
            f"{name}业主大会会议表决票。每户一票，一户只投一次：手机、现场、纸上投过任何一种，不再投另一种。",
            "门牌：　　　　　　　　　　专有部分面积：　　　　　　平方米",
        ]
        tables.append(
            Table(
                ("表决事项", "同意", "不同意", "弃权"),
                tuple((v.question or v.about, "□", "□", "□") for v in page.votes),
            )
        )
        if seats := election.seats:
            paragraphs.append(
                f"委员应选 {seats} 名：同意的等于或者少于 {seats} 名有效，多于 {seats} 名的，委员选举部分作废。"
            )
        paragraphs.append("业主签名：　　　　　　　　　　日期：")
    elif kind == "result":
        paragraphs.append(
            f"业主大会会议表决已经计票，结果公告如下。名册上 {page.doors} 户，面积合计 {page.area / 100:g} 平方米。"
            "对结果有异议的，请在公示期内提出。"
        )
        tables.append(
            Table(
                ("表决事项", "参与", "同意", "不同意", "弃权", "废票", "结果"),
                tuple(_result(v) for v in page.votes),
            )
        )
    else:
        paragraphs = [
            f"{case.office.name}：",
            f"{name}业主大会已经成立，选举产生业主委员会，现按《物业管理条例》第十六条申请备案。",
            f"首次会议：{election.seated_words}",
            "所附材料：一、业主大会成立和业主委员会选举的情况；二、管理规约；三、业主大会议事规则；四、业主委员会委员名单。",
        ]
        tables.append(
            Table(
                ("委员", "哪一栋", "职务"),
                tuple((c.name, c.building, c.post or "委员") for c in page.candidates),
            )
        )
    signer = f"{name}业主委员会" if kind == "filing" else f"{name}业主大会筹备组"
    return Sheet(
        kind=kind,
        title=TITLES[kind],
        number=f"{case.number}-{list(TITLES).index(kind) + 1}",
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        signer=signer,
        date=DAY.format(local(at)),
        phones="",
        has_receipt=kind == "filing",
        is_signed_by_applicant=False,
    )


def _member(member: GroupMember) -> tuple[str, ...]:
    return member.name, str(member.get_side_display()), "组长" if member.is_chair else "成员"


def _result(vote: VoteLine) -> tuple[str, ...]:
    decision, turnout = vote.decision, vote.turnout
    if decision is None or turnout is None:
        return (vote.about, *[""] * 5, "没有计票")
    said = "通过" if decision.winner == 0 else "没有通过"
    if vote.candidate is not None and vote.candidate.is_elected is not None:
        said = "当选" if vote.candidate.is_elected else "没有当选"
    every = [
        (turnout.cast.heads, turnout.cast.area),
        *((heads, area) for _label, heads, area in vote.tallies),
    ]
    return (vote.about, *(f"{heads} 户 {area / 100:g}㎡" for heads, area in every), said)
