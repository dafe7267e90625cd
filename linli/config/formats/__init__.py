"""How dates stand in fields: as browsers read them."""
