"""Papers of a topic: the notice of its meeting, the list to sign, the minutes, the result. In the office's own language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.kernel.clock import local
from linli.kernel.masking import mask_name
from linli.kernel.papers import Sheet, Table
from linli.pillars.governance.deliberation import queries, rules
from linli.pillars.governance.deliberation.models import Party, Topic
from linli.pillars.governance.deliberation.rules import PartyKind
from linli.pillars.service.applications.rules.documents import DAY

KINDS = ("notice", "sign-in", "minutes", "result")
PUBLIC = ("notice", "minutes", "result")
TITLES = {
    "notice": "协商会议通知",
    "sign-in": "协商会议签到表",
    "minutes": "协商会议记录",
    "result": "协商结果公示",
}
WORDS = {"notice": "通知", "sign-in": "签到", "minutes": "记录", "result": "公示"}
SIGN_ROWS = 6
_KINDS = {
    "working": "召集和主持",
    "stakeholder": "利益相关",
    "expert": "专业支持（不表决）",
    "recused": "回避",
}
_BARS = {
    "owners_ordinary": "《民法典》第二百七十八条：面积、人数都占三分之二以上的业主参与，参与的面积、人数都过半数同意",
    "owners_special": "《民法典》第二百七十八条：面积、人数都占三分之二以上的业主参与，参与的面积、人数都四分之三以上同意",
    "residents": "过半数的户参与，参与的过半数同意",
    "persons": "过半数的户参与，参与的过半数同意，无记名",
    "committee": "三分之二以上成员参与，参与的过半数同意",
    "parties": "过半数参与，参与的三分之二以上同意",
    "representatives": "三分之二以上代表参与，全体代表的三分之二以上同意",
}


def _when(at: datetime) -> str:
    there = local(at)
    return f"{DAY.format(there)}{there:%H:%M}"


def paper(topic: Topic, kind: str, *, is_public: bool) -> Sheet | None:
    """Give one paper; None while there is nothing to say in it. On a public one names are masked. Up to ten queries."""
    made = {"notice": _notice, "sign-in": _sign_in, "minutes": _minutes, "result": _result}[kind]
    found = made(topic, is_public)
    if found is None:
        return None
    paragraphs, tables, at = found
    office = topic.case.office
    return Sheet(
        kind=kind,
        title=TITLES[kind],
        number=f"{topic.case.number}-{WORDS[kind]}",
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        signer=str(topic.committee or topic.case.area),
        date=DAY.format(local(at)),
        phones=f"电话：{office.phone}" if office.phone else "",
        has_receipt=False,
        is_signed_by_applicant=False,
    )


Made = tuple[list[str], list[Table], datetime] | None


def invitation(topic: Topic, party: Party) -> Sheet | None:
    """Give the invitation of somebody whom no telephone reaches, ready to be handed over. Up to five queries."""
    meeting = topic.meetings.order_by("-id").first()
    if meeting is None:
        return None
    office = topic.case.office
    lines = [
        f"{party.name}（{party.stands_for}）：",
        f"“{topic.case.title}”这件事，定于{_when(meeting.starts_at)}在{meeting.place}开会商量，请您参加。",
        topic.public_text,
        f"请您来的身份：{_KINDS[party.kind]}。",
        "来不了的，请打电话或者托人告诉社区，可以先记下您的意见，会上一样念、一样算数；行动不便的，社区可以上门来听。",
    ]
    if meeting.materials:
        lines.append(f"会前请看：\n{meeting.materials}")
    return Sheet(
        kind="invitation",
        title="协商会议邀请函",
        number=f"{topic.case.number}-邀{party.pk}",
        paragraphs=tuple(line for line in lines if line),
        tables=(),
        signer=str(topic.committee or topic.case.area),
        date=DAY.format(local(meeting.called_at)),
        phones=f"电话：{office.phone}" if office.phone else "",
        has_receipt=False,
        is_signed_by_applicant=False,
    )


def _notice(topic: Topic, is_public: bool) -> Made:
    meeting = topic.meetings.order_by("-id").first()
    if meeting is None:
        return None
    lines = [
        f"关于“{topic.case.title}”，定于{_when(meeting.starts_at)}在{meeting.place}开会商量，请各方参加。",
        topic.public_text,
        "来不了的，可以在手机上或者请社区记下书面意见，会上一样念、一样算数。",
    ]
    if meeting.materials:
        lines.append(f"会前请看：\n{meeting.materials}")
    return lines, [_parties(topic, is_public)], meeting.called_at


def _parties(topic: Topic, is_public: bool, *, signs: bool = False) -> Table:
    rows: list[Party] = list(topic.parties.select_related("member"))
    heads = ("姓名", "代表谁", "身份", *(("签到",) if signs else ()))

    def name(p: Party) -> str:
        return p.name if p.member_id or not is_public else mask_name(p.name)

    cells = [(name(p), p.stands_for, _KINDS[p.kind], *(("",) if signs else ())) for p in rows]
    if signs:
        cells = [row for row, p in zip(cells, rows, strict=True) if p.kind != PartyKind.RECUSED]
        cells += [("", "", "", "")] * SIGN_ROWS
    return Table(heads, tuple(cells))


def _sign_in(topic: Topic, is_public: bool) -> Made:
    meeting = topic.meetings.order_by("-id").first()
    if meeting is None or is_public:
        return None
    lines = [f"“{topic.case.title}”，{_when(meeting.starts_at)}，{meeting.place}。"]
    return lines, [_parties(topic, is_public=False, signs=True)], meeting.called_at


def _minutes(topic: Topic, is_public: bool) -> Made:
    if not topic.minutes:
        return None
    meeting = topic.meetings.order_by("-id").first()
    came = topic.parties.filter(presence="here").count()
    away = topic.opinions.count()
    lines = [
        f"议题：{topic.case.title}",
        f"时间、地点：{_when(meeting.starts_at)}，{meeting.place}" if meeting else "即时议，当场记录。",
        f"签到 {came} 人，书面意见 {away} 份。",
        topic.minutes,
    ]
    at = meeting.starts_at if meeting else topic.accepted_at or topic.case.filed_at
    return lines, [_parties(topic, is_public)], at


def _result(topic: Topic, is_public: bool) -> Made:
    if not topic.resolution or topic.published_at is None or topic.publicity_until is None:
        return None
    lines = [f"议题：{topic.case.title}", topic.resolution]
    tables = []
    vote = queries.vote_of(topic)
    if vote is not None and vote.counted_at is not None and topic.outcome != rules.Outcome.AGREED:
        row = queries.vote_row(vote)
        rule = rules.rule_of(vote.rule)
        meter = row.meter
        lines.append(
            f"表决：{vote.question}（{'无记名' if vote.is_secret else '记名'}）。规则：{_BARS[vote.rule]}。"
        )
        area = (
            f"，面积 {meter.cast.area / 100:g}／{meter.roll.area / 100:g} 平方米" if rule.counts_area else ""
        )
        lines.append(f"名册 {meter.roll.heads}，参与 {meter.cast.heads}{area}。")
        heads = ("选项", "票数", *(("面积（平方米）",) if rule.counts_area else ()))
        cells = tuple(
            (label, str(n), *((f"{size / 100:g}",) if rule.counts_area else ()))
            for label, n, size in row.tallies
        )
        tables.append(Table(heads, cells))
    else:
        lines.append("会上一致同意，没有表决。")
    lines.append(f"结论：{'通过' if topic.is_passed else '没有通过'}。")
    lines.append(f"公示到{_when(topic.publicity_until)}。有异议的，在这之前向社区提出，或者在手机上提。")
    return lines, tables, topic.published_at


def context_of(sheet: Sheet, docx_url: str) -> dict[str, Any]:
    """Give what the page of a paper shows."""
    return {"sheet": sheet, "docx_url": docx_url}
