"""What a service item is, what must hold within it, and what it asks of somebody in a situation. Pure.

`item` is the shape, `reading` turns it to JSON and back, `checks` says what contradicts itself in it, `situations` what
one's own answers make of its papers, `groups` where it stands in the guide.
"""
