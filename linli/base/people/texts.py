"""What people read about accounts, posts, doors and refusals. A refusal's words take its `data`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.people import api_keys, knocks
from linli.base.people import refusals as o
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    knocks.TooOften: (
        429,
        _("这个网络刚刚发来很多次，请过 %(minutes)s 分钟再按一次。您写的都还在；急事请直接打电话。"),
    ),
    o.UnableToKeepAccounts: (403, _("账号和岗位由系统管理员管理。")),
    o.UsernameUnfit: (422, _("用户名用 2 到 60 个字母、数字或 . @ + - _。")),
    o.UsernameTaken: (409, _("用户名“%(username)s”已经有人用了，请换一个。")),
    o.PasswordTooWeak: (422, _("密码不够安全：%(reasons)s")),
    o.RoleNotOffered: (422, _("“%(unit)s”没有“%(role)s”这个岗位。")),
    o.PostAlreadyHeld: (409, _("%(name)s已经是%(unit)s的%(role)s。")),
    o.LastAdministrator: (409, _("这是最后一位系统管理员。先让别人担任，再免这一位。")),
    o.AwayNeedsDates: (422, _("代岗的最后一天要在第一天之后。")),
    o.UnableToReveal: (404, _("没有这一项，或者不归您看。查看的尝试已经记下。")),
    o.ReasonMissing: (422, _("请写明为什么要看（至少 %(least)s 个字），本人能看到。")),
    o.WrongCode: (422, _("验证码不对或过期了，请核对，或重新获取。")),
    o.CodeJustSent: (
        429,
        _("刚给这个号码发过验证码，请看看短信。没收到，过 %(minutes)s 分钟再按“重新发”。"),
    ),
    o.PhoneUnfit: (422, _("这不像手机号：要 11 位数字，1 开头。请核对一下。")),
    o.LogInLocked: (429, _("密码错了太多次，请过 %(minutes)s 分钟再试，或请安全管理员解锁。")),
    o.NoSuchAccount: (404, _("没有这个账号，或者不归您管。")),
    o.PostNotHeld: (409, _("这个岗位已经结束了。")),
    o.NotYourself: (403, _("这件事要由别人来办：不能给自己岗位，也不能停自己的账号。")),
    o.StandInUnfit: (422, _("代班要选在用的同事，从今天起，最长三个月。")),
    o.ErasureTooEarly: (409, _("依法要保存到 %(until)s，之后自动删除。")),
    o.AdministratorsAreSeparate: (422, _("系统、安全、审计三个管理员要由三个人担任。")),
    api_keys.UnableToKeepApiKeys: (403, _("接口密钥由“%(unit)s”的安全管理员发放和停用。")),
    api_keys.ApiKeyNeedsAccount: (422, _("能查看或办理的密钥，要用在“%(unit)s”有岗位的账号。")),
    api_keys.ApiKeyLifeUnfit: (422, _("密钥最长用 %(days)s 天，到期再发新的。")),
    api_keys.BadApiKey: (403, _("接口密钥不对、已停用，或不能做这件事。")),
}
