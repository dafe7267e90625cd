"""Support schemes (惠企政策、申报通知): what they give, until when, and whom they fit, by conditions that are data.

Not an application, which is handed in where the scheme says, and not a score: three answers, each with its reason.
Verbs: keep, end, tell, know. Law: 优化营商环境条例 (2019).
"""
