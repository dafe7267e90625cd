"""Party organisations on the grid (网格党建): the tree of organisations, whom they have, their rooms, their brand.

Not the roll of record: the national system is. Whom an organisation has is sealed, and only a post at that organisation or
above opens it. Verbs: found, change, elect, close; enrol, change, leave; open venue, book, call off. ADR: membership is a
compartment. Source: 中国共产党支部工作条例（试行）; seeds 000 to 004.
"""
