"""The verbs about people: accounts and posts, log-in, what is shown and what is erased."""

from linli.base.people.operations._accounts import (
    change_account,
    close_account,
    end_post,
    give_post,
    lend_post,
    open_account,
    reopen_account,
    reset_password,
    reset_second_factor,
    set_own_password,
    take_post_back,
)
from linli.base.people.operations._codes import AskedCode, ask_code, enter_code
from linli.base.people.operations._keys import Turned, turn_keys
from linli.base.people.operations._log_in import (
    check_factor_lock,
    check_lock,
    factor_changed,
    factor_failed,
    locked_among,
    log_in_failed,
    logged_in,
    logged_out,
    unlock,
)
from linli.base.people.operations._own import change_own_name
from linli.base.people.operations._residents import (
    correct_phone,
    is_known_elsewhere,
    move_out,
    note_resident,
    settle_resident,
)
from linli.base.people.operations._retention import erase_account, erase_resident, forget_old
from linli.base.people.operations._reveal import reveal

__all__ = [
    "AskedCode",
    "Turned",
    "ask_code",
    "change_account",
    "change_own_name",
    "check_factor_lock",
    "check_lock",
    "close_account",
    "correct_phone",
    "end_post",
    "enter_code",
    "erase_account",
    "erase_resident",
    "factor_changed",
    "factor_failed",
    "forget_old",
    "give_post",
    "is_known_elsewhere",
    "lend_post",
    "locked_among",
    "log_in_failed",
    "logged_in",
    "logged_out",
    "move_out",
    "note_resident",
    "open_account",
    "reopen_account",
    "reset_password",
    "reset_second_factor",
    "reveal",
    "set_own_password",
    "settle_resident",
    "take_post_back",
    "turn_keys",
    "unlock",
]
