"""Appointments (预约): a time at a hall for a matter, without an account; arriving turns it into a ticket in its turn.

Not a case, as a ticket is none (docs/adr/0055): who does not come owes nothing, and is never kept out for it.
Verbs: book, move, cancel, arrive, miss. Slots follow the hall's hours, its windows' skills and what is kept for walk-ins.
Source: DOMAIN 6.1 (支持预约); the numbers are LOCAL and set by each hall.
"""
