"""The purpose register: every personal field, what for, on what ground, how long, and who sees it.

Residents read it under “about my data”. A test walks every column of Linli that can hold words: one that is neither
here nor in `NOT_PERSONAL` fails it, so that no field about people comes in without a purpose.
Sources: 个人信息保护法 arts. 6, 13, 17, 19, 28–35, 56; 网络安全法 art. 21 (DOMAIN 9.1, 9.2).
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._not_personal import NOT_PERSONAL as NOT_PERSONAL
from linli.base.people._purposes import BASIS_WORDS as BASIS_WORDS
from linli.base.people._purposes import Basis as Basis
from linli.base.people._purposes import Entry as Entry
from linli.base.people._register_cooperative import COOPERATIVE
from linli.base.people._register_estates import ESTATES
from linli.base.people._register_halls import HALLS
from linli.base.people._register_party import PARTY
from linli.base.people._register_topics import TOPICS
from linli.base.people._register_visits import VISITS

_REPORT_KEPT = _("办结后三年，到期自动隐去")
_STAFF_KEPT = _("在岗期间；离岗后留作办事记录")

REGISTER: Final[tuple[Entry, ...]] = (
    Entry(
        ("reports.Reporter.name", "reports.Reporter.phone", "reports.Reporter.phone_print"),
        _("反映人的称呼和手机号"),
        _("告诉您进展、办完请您评价；手机号加密，按密文摘要查找"),
        Basis.CONSENT,
        _REPORT_KEPT,
        _("办这件事的单位看到的是打了星号的；要看全得写明理由，您能看到谁看过。要求保密的，经办的人都看不到"),
        is_sealed=True,
    ),
    Entry(
        ("reports.Reporter.language",),
        _("语言"),
        _("用您看得懂的语言告诉您"),
        Basis.CONSENT,
        _REPORT_KEPT,
        _("系统"),
    ),
    Entry(
        (
            "reports.Report.text",
            "reports.Report.answers",
            "flow.Case.place_words",
            "flow.StepWords.note",
            "flow.StepWords.answer",
        ),
        _("您反映的内容、地点和办理记录"),
        _("办理您反映的事；公开前由工作人员改写，并自动隐去电话、证件号、姓名和门牌"),
        Basis.DUTY,
        _("办结后三年隐去其中的个人信息，办理记录留档"),
        _("负责这片的网格、社区、街道和经办单位"),
        is_sealed=True,
    ),
    Entry(
        ("flow.Case.title", "flow.CaseSearch.words"),
        _("标题和查找用的词"),
        _("在清单里认出、查到您反映的事；已自动隐去电话、证件号、姓名和门牌，号码只留密文摘要"),
        Basis.DUTY,
        _("和办理记录一起留档"),
        _("负责这片的网格、社区、街道和经办单位"),
    ),
    Entry(
        ("reports.Report.public_title", "reports.Report.public_text", "reports.Report.public_answer"),
        _("公开的内容"),
        _("让大家看到办得怎么样"),
        Basis.DUTY,
        _("公开期间；可以随时申请撤下"),
        _("所有人；已隐去个人信息"),
    ),
    Entry(
        ("files.StoredFile.name",),
        _("照片和材料"),
        _("说明情况；照片里的拍摄位置等信息上传时就去掉，文件名加密"),
        Basis.CONSENT,
        _REPORT_KEPT,
        _("能看到这件事的工作人员；公开哪张由工作人员选定"),
        is_sealed=True,
    ),
    Entry(
        (
            "people.Account.username",
            "people.Account.name",
            "people.Account.email",
            "people.Account.language",
        ),
        _("账号"),
        _("登录、留下是谁办的"),
        Basis.STAFF,
        _STAFF_KEPT,
        _("同事；网格公示页只公示同意公示的岗位"),
    ),
    Entry(
        ("people.Account.phone", "people.Account.phone_print"),
        _("账号的手机号"),
        _("居民登录；提醒工作人员红牌和紧急的事"),
        Basis.CONSENT,
        _("用账号期间；居民账号三年没用自动删除"),
        _("系统管理员"),
        is_sealed=True,
    ),
    Entry(
        ("people.Account.password",),
        _("密码"),
        _("登录；只存算不回去的摘要"),
        Basis.SECURITY,
        _("用账号期间"),
        _("没有人"),
    ),
    Entry(
        ("people.Post", "people.Deputy"),
        _("岗位和代岗"),
        _("定谁能办什么事"),
        Basis.STAFF,
        _STAFF_KEPT,
        _("同事；公示的岗位所有人可见"),
    ),
    Entry(
        (
            "people.Resident.name",
            "people.Resident.phone",
            "people.Resident.phone_print",
            "people.Resident.source",
            "people.Household.room",
        ),
        _("住户"),
        _("上门服务、紧急联系；注明是谁在何时告诉我们的"),
        Basis.DUTY,
        _("住在这里期间；搬走后一年内删除"),
        _("本网格的网格员和社区；要看全得写明理由"),
        is_sealed=True,
    ),
    Entry(
        ("notices.Notice.address", "notices.Notice.secrets", "notices.Notice.data"),
        _("发给您的消息"),
        _("证明通知过您；验证码和链接发出后就删"),
        Basis.DUTY,
        _("半年"),
        _("系统管理员只看到发没发出去，看不到内容"),
        is_sealed=True,
    ),
    Entry(
        (
            "people.AccessLog.subject",
            "people.AccessLog.field",
            "people.AccessLog.reason",
            "people.AccessLog.person_print",
            "people.AccessLog.address",
        ),
        _("查看记录和登录记录"),
        _("让您看到谁看过您的信息；发现冒用"),
        Basis.SECURITY,
        _("三年"),
        _("您本人、审计管理员"),
        is_sealed=True,
    ),
    Entry(
        ("people.Deletion.subject", "people.Deletion.fields", "people.Deletion.request_number"),
        _("删除记录"),
        _("证明已经删除；不记删了什么内容"),
        Basis.DUTY,
        _("长期"),
        _("审计管理员"),
    ),
    Entry(
        ("people.Knock.print", "people.LogInCode.print", "people.LogInCode.digest"),
        _("访问次数和验证码"),
        _("挡住恶意刷屏和猜验证码；只存摘要，认不出是谁"),
        Basis.SECURITY,
        _("最多一天"),
        _("没有人"),
    ),
    Entry(
        ("bulletins.Subscription.kinds", "bulletins.Subscription.interests"),
        _("您选的公告提醒：哪个网格、哪几类"),
        _("只提醒您要听的，只提醒您那里用得着的"),
        Basis.CONSENT,
        _("您取消或者不用账号为止"),
        _("系统；工作人员只看到一共提醒了多少人"),
    ),
    Entry(
        (
            "volunteers.Volunteer.skills",
            "volunteers.Volunteer.times",
            "volunteers.Volunteer.guardian_name",
            "volunteers.Volunteer.guardian_phone",
        ),
        _("志愿者会做什么、什么时候有空；未成年人的监护人"),
        _("请您帮忙、排活动；未成年人要监护人同意"),
        Basis.CONSENT,
        _("您退出或者不用账号为止，退出就全删"),
        _("组织活动的人看到报了名的人的称呼和打了星号的手机号；监护人的信息没有人看得到全的"),
        is_sealed=True,
    ),
    Entry(
        ("volunteers.SignUp.state", "volunteers.Certificate.code"),
        _("志愿活动的报名、时长和证明编号"),
        _("留位置、记时长、让别人能查证明的真假"),
        Basis.CONSENT,
        _("您退出或者不用账号为止，退出就全删"),
        _("组织活动的人；有证明编号的人看到打了星号的姓名和总时长"),
    ),
    Entry(
        (
            "applications.Application.name",
            "applications.Application.phone",
            "applications.Application.phone_print",
            "applications.Application.id_number",
            "applications.Application.id_print",
            "applications.Application.address",
            "applications.Application.agent_name",
            "applications.Application.agent_phone",
            "applications.Application.receiver",
        ),
        _("办事人和代办人的姓名、手机号、证件号和住址，签收人"),
        _("认准是谁在办、通知进展、出具文书；加密，按密文摘要查找"),
        Basis.DUTY,
        _("办结后三年，到期自动删；还要动态复核的，到不再享受为止"),
        _("受理窗口和领导看到的是打了星号的，看全要写明理由，您能看到谁看过；专办部门看不到号码"),
        is_sealed=True,
    ),
    Entry(
        (
            "applications.Application.situation",
            "applications.Application.answers",
            "applications.Paper.why",
            "applications.Document.content",
        ),
        _("您选的情形、填的申请表、发给您的文书"),
        _("审查符不符合条件、作决定；收入、病情、残疾等敏感内容单独加密"),
        Basis.DUTY,
        _("办结后三年，到期自动删；还要动态复核的，到不再享受为止"),
        _("受理窗口、领导，和交到了申请表的专办部门"),
        is_sealed=True,
    ),
    Entry(
        (
            "applications.Publicity.name",
            "applications.Objection.words",
            "applications.Objection.contact",
            "applications.Objection.answer",
        ),
        _("公示的姓名，别人提的异议"),
        _("听取群众意见；公示只有姓名和社区"),
        Basis.DUTY,
        _("公示期满姓名自动撤下；异议和办件一起留三年"),
        _("公示期内所有人看到姓名和社区；异议只有受理窗口和领导看得到"),
        is_sealed=True,
    ),
    Entry(
        ("applications.Application.body", "applications.Application.uscc"),
        _("单位或商户的名称和统一社会信用代码"),
        _("认准是哪家在办"),
        Basis.DUTY,
        _("办结后三年，到期自动删"),
        _("能看到这件事的工作人员"),
    ),
    Entry(
        (
            "care.CarePerson",
            "care.Membership.group",
            "care.Membership.group_print",
            "care.Membership.ground",
            "care.Membership.end_reason",
        ),
        _("关爱名单：是谁、属于哪一类、依据什么、住在哪里"),
        _("定期探访、落实待遇、安排助餐和照料；每一类各有用途和依据的文件，敏感的另作标记"),
        Basis.DUTY,
        _("不再属于这一类以后一年（社会救助三年），到期自动删除"),
        _(
            "社区和街道民政科室；网格员只看到上门本来就知道的类别，结对的人只看到去哪家；要看全得写明理由，您能看到谁看过"
        ),
        is_sealed=True,
    ),
    Entry(
        (
            "care.CareNote.words",
            "care.Visit.found",
            "care.Visit.way",
        ),
        _("探访记录：怎么看的、怎么样、等级为什么这样定"),
        _("按时来看您，下一个来的人知道上次的情况；不记位置、不拍照、不打分"),
        Basis.DUTY,
        _("在关爱名单上期间"),
        _("来探访的网格员、社区和街道民政科室"),
        is_sealed=True,
    ),
    Entry(
        ("care.Wish.words",),
        _("心愿"),
        _("公开给街坊和单位认领，不写是谁的"),
        Basis.CONSENT,
        _("在关爱名单上期间；不要了随时撤下"),
        _("所有人看到心愿；只有社区知道是谁的"),
    ),
    Entry(
        (
            "enterprises.Enterprise.contact_name",
            "enterprises.Enterprise.contact_phone",
            "enterprises.Enterprise.contact_print",
        ),
        _("企业的联系人和电话"),
        _("服务企业时联系；企业自己留的，换人就改"),
        Basis.CONSENT,
        _("企业不在了就删；本人可以随时要求删"),
        _("本片区的网格、社区和街道看到的打了星号，要看全得写明理由；企业同意登出来的，大家看得到"),
        is_sealed=True,
    ),
    Entry(
        (
            "enterprises.EnterpriseVisit.said",
            "enterprises.EnterpriseVisit.follows",
            "enterprises.EnterpriseNeed.text",
        ),
        _("走访企业时说的话、企业诉求"),
        _("办企业的事，兑现答应的事"),
        Basis.DUTY,
        _("和办理记录一起留档"),
        _("本片区的网格、社区、街道和经办单位"),
        is_sealed=True,
    ),
    Entry(
        ("inspections.Honour.ground", "inspections.Honour.withdraw_reason"),
        _("门店的荣誉：为什么给、为什么撤"),
        _("荣誉要讲得出理由；店家同意的才公开荣誉，理由不公开"),
        Basis.DUTY,
        _("和门店的记录一起留档"),
        _("本片区的网格、社区和街道"),
    ),
    Entry(
        ("inspections.ShopCheck.note",),
        _("检查门店时的备注"),
        _("复查时知道上次是怎么说的"),
        Basis.DUTY,
        _("和检查记录一起留档"),
        _("本片区的网格、社区、街道和接手的执法单位；店家看不到"),
        is_sealed=True,
    ),
    *HALLS,
    Entry(
        (
            "jobs.JobSeeker.name",
            "jobs.JobSeeker.phone",
            "jobs.JobSeeker.phone_print",
            "jobs.JobSeeker.skills",
            "jobs.JobSeeker.hours",
            "jobs.JobSeeker.consent",
            "jobs.JobSeeker.ask_on",
            "jobs.SeekerVisit",
        ),
        _("找活的人的称呼、电话、会做什么，给您送去过什么岗位、培训"),
        _("介绍工作；不打分、不排名"),
        Basis.CONSENT,
        _("90 天，您续上就再留；说一声或者退出就全删"),
        _("社区和街道管就业的人看到的是打了星号的，要看全得写明理由；企业什么也看不到"),
        is_sealed=True,
    ),
    Entry(
        ("canteens.Eater", "canteens.AbsenceAnswer", "canteens.Order", "canteens.Stay"),
        _("食堂和日间照料登记：饭卡号、出生日期、补贴类别、订的饭、哪天来过做了什么，没来时问到的情况"),
        _("满了年纪才能吃、按规定算补贴；您同意的，常来的忽然没来时社区问一声、到了走了告诉家里人"),
        Basis.CONSENT,
        _("不来以后三年（补贴的账要查），哪天来过留一年，到期自动删除；账上只留数，不留是谁"),
        _("您社区的食堂和街道民政科室；要看全得写明理由，您能看到谁看过"),
        is_sealed=True,
    ),
    *TOPICS,
    *ESTATES,
    *PARTY,
    *COOPERATIVE,
    *VISITS,
    Entry(
        ("flow.SavedView.name", "flow.SavedView.query"),
        _("工作人员自己存的筛选"),
        _("少点几下"),
        Basis.STAFF,
        _STAFF_KEPT,
        _("本人"),
    ),
)


def entry_of(column: str) -> Entry | None:
    """Return the entry of "app.Model.field", or of its model."""
    model = column.rpartition(".")[0]
    return next((e for e in REGISTER if column in e.fields or model in e.fields), None)


def is_known(column: str) -> bool:
    """Say whether a column has a purpose, or a reason why it needs none."""
    app, model, _field = column.split(".")
    return entry_of(column) is not None or any(k in NOT_PERSONAL for k in (app, f"{app}.{model}", column))
