"""Why something about people and their data was not done. Their words are in `texts`."""

from __future__ import annotations

from linli.base.people.knocks import TooOften
from linli.kernel.refusals import Refusal


class UnableToReveal(Refusal):
    """There is nothing of that kind, or not for this reader: both look the same."""


class ReasonMissing(Refusal):
    """A hidden value is shown only for a reason of some words, which the person can read: `least`."""


class WrongCode(Refusal):
    """The code is wrong, has run out, or was never sent: which of them is not said."""


class CodeJustSent(TooOften):
    """This phone has been sent a code a short while ago: `minutes` until it may have another."""


class PhoneUnfit(Refusal):
    """No mobile number of the mainland."""


class LogInLocked(Refusal):
    """Too many wrong passwords: `minutes` to wait."""


class NoSuchAccount(Refusal):
    """There is no such account, or not for this administrator."""


class PostNotHeld(Refusal):
    """The post has ended already, or was never given."""


class NotYourself(Refusal):
    """Nobody gives themselves a post, closes their own account or resets their own second factor."""


class StandInUnfit(Refusal):
    """Somebody else, for days that lie ahead and at most three months."""


class ErasureTooEarly(Refusal):
    """What the law makes us keep is not erased before its time: `until`."""


class UnableToKeepAccounts(Refusal):
    """Only a system administrator whose post reaches the unit opens accounts and gives posts."""


class UsernameUnfit(Refusal):
    """A user name has 2 to 60 letters, digits or . @ + - _."""


class UsernameTaken(Refusal):
    """Somebody already logs in by this name."""


class PasswordTooWeak(Refusal):
    """The password is too short, too common, or like the name."""


class RoleNotOffered(Refusal):
    """Units of this kind have no such post."""


class PostAlreadyHeld(Refusal):
    """The account already holds this post."""


class AdministratorsAreSeparate(Refusal):
    """System, security and audit are three people (GB/T 22239 level 3)."""


class LastAdministrator(Refusal):
    """Without a system administrator nobody could give one back."""


class AwayNeedsDates(Refusal):
    """Standing in has a first and a last day, and they lie in order."""
