"""Rating Party organisations (达标创星): evidence from records, their own word, a judgement above, publicity, plans.

Organisations are rated, members never. A round: open_round, rate_self, judge, publish_round, take_round_back, close_round;
for the last tier lay_plan. Source: seed 004 (B 74); everything that is a number is LOCAL.
"""
