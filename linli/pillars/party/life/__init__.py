"""The life of Party organisations (组织生活): what is due by rule, planned, held; who came; the year's ledger.

A calendar, no cases, as ADR 35 has it. Everything here is behind the compartment of membership: it says whom an
organisation has. Verbs: set_habit, plan_month, change_meeting, call_off_meeting, tell_members, hold_meeting.
Source: 中国共产党支部工作条例（试行）as read in kernel/standards/party_life; seeds 000, 004.
"""
