"""What people and other systems see; faces translate and decide nothing."""
