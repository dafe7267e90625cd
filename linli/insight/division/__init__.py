"""How a community could be divided into grids: whole buildings, 300 to 500 households, along streets, like work.

It proposes and says why; nothing is changed here. Whoever keeps the map takes a proposal over into its editor, corrects
it there and publishes it.
"""
