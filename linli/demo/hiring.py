"""Work near home in the demo town: sixty fair offers of its shops, who looks for work by consent, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import ANYONE
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import operations as op
from linli.pillars.service.jobs import queries
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker
from linli.pillars.service.jobs.rules import fair

MOST: Final = 60
SEEKERS: Final = 48
SEED: Final = "linli:hiring"
FAMILIES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹"
CALLED: Final = ("师傅", "大姐", "嫂子", "大哥", "阿姨")

# Title, duties, what it asks of the work, hours, wage from and to, skills: by section of the classification.
OFFERS: Final[dict[str, tuple[tuple[str, str, str, str, int, int, tuple[str, ...]], ...]]] = {
    "H": (
        ("帮厨", "切菜、配菜、洗碗，午市晚市两段班", "能站得住，有健康证或愿意办", "full", 3200, 4000, ("cook",)),
        ("服务员", "点菜、上菜、收桌，节假日轮休", "愿意跟客人说话", "full", 3000, 3800, ("serve",)),
        ("面点师傅", "蒸包子、擀面条，早上四点半开始，中午下班", "会和面", "part", 2600, 3400, ("cook",)),
        ("洗碗工", "晚上六点到十点洗碗、拖地", "", "part", 1600, 2000, ("clean",)),
        ("送餐", "骑电动车送周边三公里，电动车店里出", "会骑电动车，守交通规矩", "free", 3500, 5500, ("drive",)),
        ("客房打扫", "铺床、换洗、打扫，一天十二间", "手脚麻利", "full", 2900, 3400, ("clean",)),
    ),
    "F": (
        ("收银", "收银、扫码、交班对账，早晚两班倒", "会用收银机，不会可以教", "full", 3000, 3600, ("sell",)),
        ("理货", "上货、摆货架、看日期", "能搬二十斤以内的箱子", "full", 2900, 3500, ("carry",)),
        ("药店营业员", "接待、按处方拿药、记账", "有药店经验的多五百", "full", 3300, 4300, ("sell", "computer")),
        ("水果店帮手", "早上卸货、分拣、称重", "", "part", 1800, 2400, ("carry", "sell")),
        ("超市夜班", "晚十点到早六点看店、补货", "熬得了夜，上四休三", "night", 3600, 4200, ("sell",)),
        ("网店打包", "打包、贴单、下午四点发车前交货", "", "free", 2600, 3600, ("carry", "computer")),
    ),
    "O": (
        ("洗剪吹助手", "洗头、吹风、打扫，包教", "愿意学手艺", "full", 2800, 3800, ("serve",)),
        ("修家电", "上门修洗衣机、热水器，配件店里出", "会看电路图", "full", 4200, 6500, ("repair",)),
        ("熨烫", "熨衣服、缝扣子、挂号", "细心", "part", 2000, 2600, ("sew",)),
        ("家政", "给附近人家打扫、做饭，按小时算", "", "free", 3000, 5200, ("clean", "cook")),
    ),
    "": (
        ("前台", "接电话、登记、录表", "会打字", "full", 3200, 4000, ("office", "computer")),
        ("分拣", "早六点到九点分快件", "", "part", 1800, 2300, ("carry",)),
        ("看门", "夜里看门、登记来车", "晚上不打盹", "night", 2800, 3200, ("guard",)),
        ("记账", "每周来两个半天，记流水、开票", "会用财务软件", "part", 1800, 2600, ("office", "computer")),
        ("带课后托管", "下午四点到七点看着孩子写作业、吃点心", "有耐心", "part", 1800, 2600, ("care",)),
    ),
}  # fmt: skip
# What is never shown as it stands: the office sends it back, the shop writes it again.
UNFAIR: Final = "限女，35 岁以下"
TRAININGS: Final = (
    ("中式面点班", "学做馒头、包子、面条，考下来发证", "街道便民大厅二楼", 12, ("cook",)),
    ("养老护理员初级班", "学翻身、喂饭、量血压，三周，包午饭", "区技工学校", 20, ("care",)),
    ("电商打包和客服", "学开单、打包、回消息，四个晚上", "官园社区党群中心", 6, ("computer", "carry")),
    ("家政保洁半日班", "学擦玻璃、收纳、用清洁剂", "柳行社区二楼活动室", 9, ("clean",)),
)


@dataclass(frozen=True, slots=True)
class Errand:
    """Something done for work, so many hours before the story ends."""

    hours: float
    verb: str
    which: int = 0

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it; a story of few days begins after the register of shops does."""
        if not Enterprise.objects.exists():
            return ()
        {
            "post": _post,
            "enrol": _enrol,
            "introduce": _introduce,
            "follow": _follow,
            "train": _train,
            "visit": _visit,
        }[self.verb](company, self.which, at)
        return ()


def _shops() -> list[Enterprise]:
    return list(
        Enterprise.objects.filter(ended_at=None).select_related("area", "office", "steward").order_by("pk")
    )


def _post(company: Company, which: int, at: datetime) -> None:
    """A tenth of the offers: by the shop's own link, or by its steward; read by the office the same day."""
    shops, today = _shops(), clock.local(at).date()
    for number in range(which, MOST, 10):
        one = shops[number % len(shops)]
        kinds = OFFERS.get(one.trade, OFFERS[""])
        title, duties, asks, hours, low, high, skills = kinds[(number // len(shops) + number) % len(kinds)]
        shuts = number % 20 == 7
        offer = op.Offer(
            title,
            duties,
            1 + number % 3,
            low,
            high,
            hours,
            today + timedelta(days=30 + number % 40),
            UNFAIR if shuts else asks,
            skills,
        )
        # A page of the shop's own would refuse such words at once; somebody took them down on the telephone.
        desk = company.actor("liumin")
        made = op.post_job(
            actor=desk if shuts else ANYONE, at=at, enterprise=one, offer=offer, by_link=not shuts
        )
        if shuts:
            why = "、".join(shut.words for shut in fair.shut_out(offer.title, offer.duties, offer.asks))
            op.send_posting_back(
                actor=desk, at=at, posting=made, reason=f"“{why}”不能写，请改成活儿本身的要求"
            )
        elif number % 15 != 14:
            op.show_posting(actor=desk, at=at, posting=made)


def _enrol(company: Company, which: int, at: datetime) -> None:
    """A sixth of those who look for work come to the counter and sign."""
    shops = _shops()
    office, rng = shops[0].office, Random(f"{SEED}:{which}")
    grids = list(Unit.objects.filter(path__startswith=office.path, kind=UnitKind.GRID).order_by("path"))
    known = sorted({skill for offers in OFFERS.values() for *_rest, skills in offers for skill in skills})
    for number in range(which, SEEKERS, 6):
        op.enrol_seeker(
            actor=company.actor("hejing"),
            at=at,
            office=office,
            name=f"{FAMILIES[number % len(FAMILIES)]}{CALLED[number % len(CALLED)]}",
            phone=f"1380531{5_000 + number:04d}",
            sought=op.Sought(
                tuple(rng.sample(known, 1 + number % 2)),
                () if number % 3 else ("part", "free"),
                None if number % 4 else 2_500,
            ),
            grid=rng.choice(grids),
            has_signed=True,
        )


def _introduce(company: Company, which: int, at: datetime) -> None:
    """Whom the page proposes, with its reasons, is asked first and then introduced."""
    desk = company.actor("hejing")
    shown = JobPosting.objects.filter(state=JobPosting.State.SHOWN).order_by("pk")
    for posting in list(shown)[which::5][:6]:
        page = queries.posting_page(actor=desk, pk=posting.pk, at=at)
        for one in page.suggested[:2]:
            seeker = JobSeeker.objects.get(pk=one.id)
            op.introduce(actor=desk, at=at, posting=posting, seeker=seeker)


def _follow(company: Company, which: int, at: datetime) -> None:
    """Somebody asks what became of it: a word for each introduction that waits."""
    desk = company.actor("hejing")
    before = at - timedelta(days=2)
    state = JobMatch.State
    waiting = JobMatch.objects.filter(
        state__in=[state.INTRODUCED, state.INTERVIEWED], changed_at__lt=before
    ).order_by("pk")
    for number, one in enumerate(list(waiting)[:12]):
        if one.state == state.INTERVIEWED:
            after = state.HIRED if number % 3 else state.NOT_HIRED
        else:
            after = (state.INTERVIEWED, state.HIRED, state.INTERVIEWED, state.DECLINED)[(number + which) % 4]
        op.follow_match(actor=desk, at=at, match_id=one.pk, state=after)


def _visit(company: Company, which: int, at: datetime) -> None:
    """Whom the list says to ask is met: a policy is told, an offer or a training that fits is brought."""
    desk, today = company.actor("hejing"), clock.local(at).date()
    rows, _more = queries.seekers_of(actor=desk, ask_by=today, size=8)
    for number, row in enumerate(rows):
        page = queries.seeker_page(actor=desk, pk=row.id, at=at)
        brought = ["policy"] + (["job"] if page.fitting else []) + (["training"] if page.trainings else [])
        if number % 4 == 3:
            brought.append(("startup", "subsidy")[which % 2])
        met = op.Met(
            on=today,
            way=("door", "phone", "door", "hall")[number % 4],
            brought=brought,
            posting_id=page.fitting[0].posting.pk if page.fitting else None,
            training_id=page.trainings[0].pk if page.trainings else None,
            next_on=today + timedelta(days=14) if number % 2 else None,
        )
        op.visit_seeker(actor=desk, at=at, seeker=page.seeker, met=met)


def _train(company: Company, which: int, at: datetime) -> None:
    title, summary, place, days, skills = TRAININGS[which]
    op.offer_training(
        actor=company.actor("liumin"),
        at=at,
        office=_shops()[0].office,
        title=title,
        summary=summary,
        place=place,
        contact="街道便民大厅 0000-8600112，或者跟网格员说一声",
        starts_date=clock.local(at).date() + timedelta(days=days),
        skills=skills,
    )


def _errands() -> Iterator[Errand]:
    for which in range(10):
        yield Errand(460 - 42 * which, "post", which)
    for which in range(6):
        yield Errand(450 - 60 * which, "enrol", which)
    for which in range(5):
        yield Errand(400 - 70 * which, "introduce", which)
        yield Errand(340 - 70 * which, "follow", which)
    for which in range(4):
        yield Errand(110 - 30 * which, "visit", which)
    for which in range(len(TRAININGS)):
        yield Errand(90 - 20 * which, "train", which)


ERRANDS: Final = tuple(_errands())
