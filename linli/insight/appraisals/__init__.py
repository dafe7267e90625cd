"""Assessment of units (考核): by published, versioned schemes of shares, with what-if, publicity, appeals and exclusions.

Of communities and departments, never of a grid or a person; of shares, never of amounts: an amount would be a quota.
Verbs: draft_scheme, publish_scheme, open_round, exclude_unit, show_round, appeal_round, answer_appeal, settle_round.
Source: issue 8; 国办函〔2026〕12号 (no quotas, no rating of grid workers), DOMAIN 6.
"""
