"""Where somebody is, in the few words of a timeline: a situation for each place and whether the GP treats them."""

SITUATIONS = ("well", "with nobody", "with the GP alone", "at a door or waiting", "in care", "with a group", "in acute care")

SITUATION_OF = ((0, 0), (1, 2), (3, 3), (3, 3), (4, 4), (5, 5), (6, 6), (6, 6))
"""(places, with the GP or not): the situation, in the order of kinds.PLACES."""
