"""Canteens for elders (长者食堂) and day-care centres: menus, orders, the till, subsidies by rule, the month's settlement.

Not a shop and not a track: who eats is known to the canteen's community alone, money is whole fen.
Verbs: open_canteen, set_menu, enrol_eater, order_meal, cancel_order, serve_meal, correct_meal, close_month,
note_arrival, note_departure, note_services. ADR 0027.
"""
