"""The pieces that every plot is made of: inline data, layers over it, sizes in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]
BAR = 26  # height of a row of a plot


def values(rows: list[Row]) -> alt.InlineData:
    """Rows as inline data: a tuple, since Altair copies every list with every layer."""
    import altair as alt

    return alt.InlineData(values=tuple(rows))


def layered(charts: list[alt.Chart], rows: list[Row], height: float) -> alt.TopLevelMixin:
    """Layers over the same rows."""
    import altair as alt

    chart: alt.TopLevelMixin = alt.layer(*charts, data=values(rows)).properties(height=height)
    return chart
