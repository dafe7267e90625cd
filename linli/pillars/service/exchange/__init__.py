"""Exchange between enterprises (资源对接): what one has to spare or needs, read by the office first, answered by others.

Not a market and not a case: nothing is paid here and nobody is ranked. ADR 56. Verbs: post, show, send_back, end, reply,
settle, hide_contact.
"""
