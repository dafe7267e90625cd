"""REST for partners: cases they may see, reports they file, the moves that are theirs, news by webhook.

A key acts in its account's posts at its unit; every move goes through the operation that the desk calls. Words and
shapes are this face's own and change only with its version; `docs/openapi.json` says what they are.
"""
