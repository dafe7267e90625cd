"""The team (队伍建设): trainings of those who work in communities, honours of organisations and of members.

Who was at a training is staff, ticked once on one list; a member's honours stand in the compartment of membership. Nobody is
rated by either. Verbs: lay_training_plan, plan_session, hold_session, drop_session; record_honour, strike_honour.
Source: seeds 001 (社区“两委”队伍年度培训计划), 003, 004.
"""
