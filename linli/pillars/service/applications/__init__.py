"""What people apply for (办件): from papers over a counter or a phone page to the decision in their hands.

Not what can be applied for (`catalog`) and not the line in the hall (`counters`).
Verbs: submit, supply, accept, tell, dispatch, review, approve, deliver … Law: DOMAIN 6.2, 6.3. Diagram: docs/flows.
"""
