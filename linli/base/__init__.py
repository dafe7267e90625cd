"""Who, where, what is owed, what is kept: the ground every pillar stands on."""
