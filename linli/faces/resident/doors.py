"""The doors anybody may come to, how often, and what is said when it was too often. All LOCAL."""

from __future__ import annotations

from datetime import timedelta

from linli.base.people.knocks import Door

MINUTES_10 = timedelta(minutes=10)

# Wide, because a whole office, or half a city's phones, may come from one address.
FILE = Door("resident.file", 30, MINUTES_10)
APPLY = Door("resident.apply", 30, MINUTES_10)
SAY = Door("resident.say", 60, MINUTES_10)
# Narrow: whoever tries numbers against somebody's phone must not get far.
FIND = Door("resident.find", 15, MINUTES_10)
FIND_NUMBER = Door("resident.find-number", 8, timedelta(hours=1))
URGE = Door("resident.urge", 1, timedelta(hours=12))
# A hall's own network is one address for everybody in it.
TICKET = Door("resident.ticket", 60, MINUTES_10)
BOOK = Door("resident.book", 30, MINUTES_10)
WALK = Door("resident.walk", 60, MINUTES_10)
RATE = Door("resident.rate", 60, MINUTES_10)
