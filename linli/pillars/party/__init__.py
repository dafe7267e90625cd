"""Party building: how Party organisations, their members and partner units take part in serving the neighbourhood."""
