"""What cannot be denied later: who logged in, who looked at what, what was erased. Append-only, held by triggers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.people.models._accounts import Account, Post
from linli.base.people.vault import SealedTextField


class AccessLog(models.Model):
    """One event of security or privacy. The person it is about can read it."""

    class What(models.TextChoices):
        REVEALED = "revealed", _("查看了隐去的信息")
        EXPORTED = "exported", _("导出")
        LOOKED_UP = "looked_up", _("按电话查找")
        LOGGED_IN = "logged_in", _("登录")
        LOG_IN_FAILED = "log_in_failed", _("登录失败")
        LOCKED = "locked", _("登录被锁")
        UNLOCKED = "unlocked", _("解锁")
        LOGGED_OUT = "logged_out", _("退出")
        CODE_SENT = "code_sent", _("发送验证码")
        PASSWORD_CHANGED = "password_changed", _("修改密码")
        PASSWORD_RESET = "password_reset", _("重置密码")
        FACTOR_RESET = "factor_reset", _("重置二次验证")
        FACTOR_ADDED = "factor_added", _("加了二次验证")
        FACTOR_REMOVED = "factor_removed", _("停了二次验证")
        KEY_ISSUED = "key_issued", _("发放接口密钥")
        KEY_REVOKED = "key_revoked", _("停用接口密钥")
        ACCOUNT_OPENED = "account_opened", _("开通账号")
        ACCOUNT_CHANGED = "account_changed", _("修改账号")
        ACCOUNT_CLOSED = "account_closed", _("停用账号")
        ACCOUNT_REOPENED = "account_reopened", _("启用账号")
        POST_GIVEN = "post_given", _("给予岗位")
        POST_ENDED = "post_ended", _("结束岗位")
        STAND_IN = "stand_in", _("安排代班")
        KEYS_TURNED = "keys_turned", _("更换密钥")
        ERASED = "erased", _("删除个人信息")
        HOUSE_CHANGED = "house_changed", _("改了管理设置")
        WISH_KEPT = "wish_kept", _("照本人的意思登记")

    at = models.DateTimeField()
    what = models.CharField(max_length=18, choices=What.choices)
    is_success = models.BooleanField(default=True)
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=60, blank=True, default="", help_text=_("哪张表"))
    subject_id = models.BigIntegerField(null=True)
    field = models.CharField(max_length=40, blank=True, default="")
    person = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    person_print = models.BinaryField(max_length=32, null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    address = SealedTextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="access_at"),
            models.Index(fields=["actor", "-at"], name="access_actor"),
            models.Index(fields=["person", "-at"], name="access_person"),
            models.Index(
                fields=["person_print", "-at"],
                condition=models.Q(person_print__isnull=False),
                name="access_print",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.pk}"


class Deletion(models.Model):
    """Proof that something was erased, and on what ground; never what it was."""

    at = models.DateTimeField()
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    fields = models.CharField(max_length=200)
    basis = models.CharField(max_length=20, help_text=_("到期、本人申请或其他"))
    request_number = models.CharField(max_length=24, blank=True, default="")
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="deletion_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class LogInCode(models.Model):
    """A one-time code on its way to a phone. Only keyed digests of the phone and the code are here, for minutes."""

    print = models.BinaryField(max_length=32, primary_key=True)
    digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    runs_out_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.sent_at)
