"""What is typed on the way in: allauth's forms in our words, and wrong codes counted as wrong passwords are."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context as allauth_context
from allauth.mfa.adapter import get_adapter as _adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.forms import BaseForm, ValidationError
from django.utils.translation import gettext_lazy as _

from linli.base.people import operations
from linli.base.people.login import address_of
from linli.base.people.models import Account
from linli.base.people.refusals import LogInLocked
from linli.base.people.texts import REFUSALS
from linli.kernel import clock

_PASSWORD_HINT = _("至少 10 个字，要有数字以外的字，不要和姓名、用户名相近，也不要用常见的密码。")


def _call(form: BaseForm, name: str, label: object, hint: object = "", **attrs: str) -> None:
    """Give a field its label and hint; a placeholder is no label."""
    field = form.fields[name]
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class LogInForm(LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "login", _("用户名"), autocapitalize="none", spellcheck="false")
        _call(self, "password", _("密码"))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The password that its owner chooses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "oldpassword", _("现在的密码"))
        _call(self, "password1", _("新密码"), _PASSWORD_HINT)
        _call(self, "password2", _("新密码再输一遍"))

    def clean(self) -> dict[str, Any]:
        """Say in our words when the two differ."""
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.cleaned_data.pop("password2")
            self.add_error("password2", ValidationError(_("两遍输得不一样，请再输一次。"), code="differs"))
        data: dict[str, Any] = super().clean()
        return data


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "password", _("密码"))


class _Counted:
    """Counts wrong codes of a second factor as wrong passwords are counted: they lock too."""

    user: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "code", _("动态码或备用码"), autocapitalize="none", spellcheck="false")  # type: ignore[arg-type]

    def clean_code(self) -> str:
        """Check a code, unless there were too many wrong ones. Spaces people copy along do not count."""
        at = clock.now()
        try:
            operations.check_factor_lock(account=self.user, at=at)
        except LogInLocked as locked:
            raise ValidationError(str(REFUSALS[LogInLocked][1]) % locked.data, code=locked.code) from locked
        given = self.cleaned_data  # type: ignore[attr-defined]
        given["code"] = "".join(given["code"].split())
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            request = allauth_context.request
            operations.factor_failed(account=self.user, address=address_of(request), at=at)
            raise
        return code


class FactorForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The second factor at log-in."""


class FactorAgainForm(_Counted, CodeAgainForm):  # type: ignore[misc]
    """The second factor before something delicate."""


class AuthenticatorForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator, which proves that it is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "code", _("六位动态码"), inputmode="numeric", maxlength="9")

    def clean_code(self) -> str:
        """Take the six digits as people write them: with a space in the middle."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        code: str = super().clean_code()
        return code


class _Readable:
    """Refuses what no security key says: allauth reads a browser's answer as if every part of it were there."""

    def clean(self) -> dict[str, Any]:
        """Check the answer as a whole."""
        with _unreadable():
            data: dict[str, Any] = super().clean()  # type: ignore[misc]
        return data

    def clean_credential(self) -> Any:
        """Check the answer by itself."""
        given = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if not isinstance(given, dict):
            raise _adapter().validation_error("incorrect_key")
        check = getattr(super(), "clean_credential", None)
        with _unreadable():
            return check() if check else given


@contextmanager
def _unreadable() -> Iterator[None]:
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise _adapter().validation_error("incorrect_key") from error
    except ValidationError as error:
        if error.code == "incorrect_code":
            raise _adapter().validation_error("incorrect_key") from error
        raise


class NewKeyForm(_Readable, AddWebAuthnForm):  # type: ignore[misc]
    """A new security key and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "name", _("名字"), _("如“办公桌抽屉里的”“这台电脑的指纹”"), maxlength="40")

    def clean_name(self) -> str:
        """Keep a name that fits into a line."""
        name: str = super().clean_name()
        return name[:40]


class KeyForm(_Readable, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key at log-in."""


class KeyAgainForm(_Readable, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key before something delicate."""


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, "name", _("名字"), maxlength="40")

    def clean_name(self) -> str:
        """Keep a name that fits into a line."""
        return str(self.cleaned_data["name"])[:40]
