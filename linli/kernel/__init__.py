"""No tables, no Django: clock, workdays, refusals, numbers, geometry, standards."""
