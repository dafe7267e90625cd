"""好差评: what people say of a visit to the hall, or of a matter that has ended, and what follows from a bad word.

Not the call-back of a report (that is its own), and never a figure about a person.
Verbs: rate_visit, rate_matter; of a bad rating call_back, remedy, explain, ledger, confirm, appeal_rating, judge_appeal.
Law: GB/T 39734-2020 and GB/T 39735-2020 (docs/adr/0026-a-bad-rating-is-a-case.md). Diagram: docs/flows.
"""
