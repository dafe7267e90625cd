"""The verbs of notices."""

from linli.base.notices.operations._hooks import (
    add_hook,
    change_hook,
    drop_hook,
    subscribe,
    test_hook,
    unsubscribe,
)
from linli.base.notices.operations._make import read_steps, send_log_in_code
from linli.base.notices.operations._send import Sent, resend, send_due
from linli.base.notices.operations._tell import tell_accounts, tell_person
from linli.base.notices.operations._tend import (
    choose_wish,
    choose_words,
    forget_address,
    forget_old,
    mark_read,
)

__all__ = [
    "Sent",
    "add_hook",
    "change_hook",
    "choose_wish",
    "choose_words",
    "drop_hook",
    "forget_address",
    "forget_old",
    "mark_read",
    "read_steps",
    "resend",
    "send_due",
    "send_log_in_code",
    "subscribe",
    "tell_accounts",
    "tell_person",
    "test_hook",
    "unsubscribe",
]
