"""The shareholding cooperative (股份制经济合作社) of a village that became a community: members, shares, what is paid out.

The register is the sum of its changes, and a change is written only by a resolution of the representatives that was carried
in deliberation. No bank and no bookkeeping: what is earned comes in as one sum. Verbs: found, seat, draft, put_to_vote,
carry_out, keep_phone. Source: seed 004, DOMAIN B 85. Diagram: docs/flows (a resolution is a topic). ADR: by resolution.
"""
