"""Where a place of the sphere stands on a map: the Equal Earth projection.

Sources: Šavrič, Patterson & Jenny 2018, International Journal of Geographical Information Science
33:454.
"""

from __future__ import annotations

import math

SIZE = (4000, 1808)
NORTH = 84.0  # no land lies further north
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796  # the projection's published constants

Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """Equal Earth, in units of the sphere's radius."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = 9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


_SCALE = SIZE[0] / (2 * projected(180, 0)[0])
_TOP = projected(0, NORTH)[1]


def placed(longitude: float, latitude: float) -> Point:
    """A place of the sphere on the map, x to the right and y down."""
    x, y = projected(longitude, latitude)
    return SIZE[0] / 2 + x * _SCALE, (_TOP - y) * _SCALE
