"""Volunteers (百姓管家): who wants to help, activities with places, hours told by oneself and confirmed, certificates.

Not points, not tracks, not a ranking: hours are told and confirmed, never measured, and nobody is compared with anybody.
An emergency opens posts, which are activities that begin at once. Verbs: enrol, leave, plan, sign_up, cancel, claim,
confirm, invite, certify; open, release, end. Law: 志愿服务条例 (2017). ADR 0023, 0064.
"""
