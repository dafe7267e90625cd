"""Who: accounts, the posts they hold, residents and their households; what is kept about them is in `register`."""

from linli.base.people.models._accounts import Account, Deputy, Post
from linli.base.people.models._api_keys import ApiKey
from linli.base.people.models._knocks import Knock
from linli.base.people.models._log import AccessLog, Deletion, LogInCode
from linli.base.people.models._residents import Household, Resident

__all__ = [
    "AccessLog",
    "Account",
    "ApiKey",
    "Deletion",
    "Deputy",
    "Household",
    "Knock",
    "LogInCode",
    "Post",
    "Resident",
]
