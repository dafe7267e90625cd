"""The verbs of appointments."""

from linli.pillars.service.appointments.operations._book import (
    BookedAlready,
    NoBookings,
    NoSuchSlot,
    NotBookedAnyMore,
    NotToday,
    PhoneNeeded,
    SlotFull,
    TooManyOpen,
    arrive,
    book_appointment,
    cancel_appointment,
    move_appointment,
    token_of,
)
from linli.pillars.service.appointments.operations._tend import (
    PastAppointment,
    call_off_shut_days,
    end_days,
    erase,
    forget_old,
    keep_appointments,
    remind,
)

__all__ = [
    "BookedAlready",
    "NoBookings",
    "NoSuchSlot",
    "NotBookedAnyMore",
    "NotToday",
    "PastAppointment",
    "PhoneNeeded",
    "SlotFull",
    "TooManyOpen",
    "arrive",
    "book_appointment",
    "call_off_shut_days",
    "cancel_appointment",
    "end_days",
    "erase",
    "forget_old",
    "keep_appointments",
    "move_appointment",
    "remind",
    "token_of",
]
