"""Neighbours linked (一人联十户、十户联百家): cadre → committee member → vanguard household → doors, by address.

Who covers which doors is computed under load limits and kept while it holds; a word goes down, a need goes up and is a case
like any. That a household is a vanguard one is membership: only the Party's own line reads it, others if the person agreed.
Verbs: plan, name and end stewards, agree, pass down, tell. Source: seed 003; DOMAIN 7.3. ADR: links are a flow.
"""
