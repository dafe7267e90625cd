"""One fictional subdistrict, 清泉街道, and the months people live there.

`plan` draws the streets, communities and grids, `compounds` and `facilities` build on them, `bodies` and
`cast` say who works there, `voices` what residents write, `weather` and `rhythm` when; `story` tells it all
through operations. Everything is made from a seed: no place, person, number or sentence is taken from life.
It is not test data: tests, pictures, training and `linli run` share this one town.
"""
