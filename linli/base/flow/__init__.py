"""Cases, steps, clocks and the inbox."""
