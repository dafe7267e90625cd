"""The hall: halls, windows, kinds of matters, and the tickets of those who come.

Not the matter itself: what is owed beyond the day is a case of its own kind. A ticket needs no name.
Verbs: take, call_next, call_again, pass, return, start, finish, send_on, leave. Why a ticket is no case: docs/adr/0021.
Source: DOMAIN 6.6; the rules of order are LOCAL and explained on the pages.
"""
