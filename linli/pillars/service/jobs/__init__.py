"""Jobs near home (招聘, 送岗位): fair postings, seekers by consent, introductions with reasons.

Not a score or a ranking of people, not a market: an officer proposes, both sides decide.
Verbs: post, show, send_back, end, enrol, leave, introduce, follow. Law: 就业促进法 arts. 3, 26-31.
"""
