"""How a form is read and understood. Pure: cells in, slots and meanings out; no Django, no clock, no file."""
