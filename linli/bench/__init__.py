"""A city of cases to measure on: made up, five years long, in an empty database.

Not a demonstration: nobody tells its story through operations, rows are written by COPY. It obeys the same flow table,
clock and hash chain, and `linli verify-log` proves it.
"""
