"""One box for everything: what has a name is found by its words, the beginning of a code, or the first letters of its sound.

Triggers note what was named anew (`DueName`); `absorbing` writes the words by which it is found (`SearchName`). Who may
see what was found is asked of the pillar it belongs to, in the same query. Cases have words of their own
(`flow.CaseSearch`).
Not here: names of people. They are sealed, and found by telephone number where a post allows it.
"""
