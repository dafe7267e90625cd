"""Accounts and posts. A post is role × unit from a date to a date; an account without a post can do nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import ROLE_WORDS
from linli.base.people.vault import SealedTextField
from linli.base.written import written


class AccountManager(BaseUserManager["Account"]):
    def get(self, *args: Any, **kwargs: Any) -> Account:
        """Give one account. By its id alone, as every request of somebody logged in asks, from a written query."""
        if args or kwargs.keys() != {"pk"}:
            return super().get(*args, **kwargs)
        found = _by_id(pk=int(kwargs["pk"]))
        if not found:
            raise Account.DoesNotExist
        return found[0]

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save()
        return account


@written
def _by_id(*, pk: int) -> models.QuerySet[Account]:
    return Account.objects.filter(pk=pk)


class Account(AbstractBaseUser):
    """Someone who logs in: staff by user name, residents by phone."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = SealedTextField(_("手机号"), blank=True, default="")
    phone_print = models.BinaryField(null=True, editable=False, db_index=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_resident = models.BooleanField(default=False)
    is_active = models.BooleanField(_("在用"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            # Residents log in by phone; a member of staff with the same number is somebody else to us.
            models.UniqueConstraint(
                fields=["phone_print"],
                condition=Q(is_resident=True, phone_print__isnull=False),
                name="resident_phone_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    # Linli has posts, not Django's permissions: these answer what third-party code may ask, always no.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Post(models.Model):
    """A role at a unit, held by an account in [held_from, held_until)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(_("岗位"), max_length=24, choices=[(r.value, w) for r, w in ROLE_WORDS.items()])
    title = models.CharField(_("职务"), max_length=40, blank=True)
    held_from = models.DateField(_("任职起"))
    held_until = models.DateField(_("任职止"), null=True, blank=True)
    is_public = models.BooleanField(_("对居民公示"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gt=F("held_from")),
                name="post_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["account", "unit", "role"],
                condition=Q(held_until__isnull=True),
                name="post_held_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="post_unit_role")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.title or self.get_role_display()}"


class Deputy(models.Model):
    """Someone who stands in for a post while its holder is away, in [held_from, held_until)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="deputies")
    account = models.ForeignKey(Account, models.PROTECT, related_name="deputising")
    held_from = models.DateField()
    held_until = models.DateField()
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held_until__gt=F("held_from")), name="deputy_ends_after_start")
        ]
