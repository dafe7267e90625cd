"""Ways on foot and the best places for more: pure, in metres on a plane."""

from linli.insight.circles.rules.network import MOST_STREET_M, PLAIN, Network, Pace, Streets, Way
from linli.insight.circles.rules.siting import Siting, covering, median

__all__ = ["MOST_STREET_M", "PLAIN", "Network", "Pace", "Siting", "Streets", "Way", "covering", "median"]
