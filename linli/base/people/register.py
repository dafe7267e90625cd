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
from linli.base.people._register_service import SERVICE
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
    *SERVICE,
    *HALLS,
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
