"""How a verdict looks: one class of the page's style, one small box, the hatches that both need.

Page, notebook, graph and workbench take them from here, so that a verdict looks the same in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from squarely.model.finding import Label

if TYPE_CHECKING:
    from markupsafe import Markup

PATTERNS = (
    '<pattern id="h-for" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect class="pale-for" width="4" height="4"/><path class="ink-for" d="M0 1h4"/></pattern>'
    '<pattern id="h-against" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect class="pale-against" width="4" height="4"/>'
    '<path class="ink-against" d="M0 1h4"/></pattern>'
    '<pattern id="h-none" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="ink-none" d="M0 1h5"/></pattern>'
)


def shade(label: Label) -> str:
    """The class that fills a shape in a verdict's tone and hatch.

    >>> shade("leans supported")
    'f-leans-supported'
    """
    return f"f-{label.replace(' ', '-')}"


def swatch(kind: str) -> Markup:
    """A small box in one of the style's fills."""
    from markupsafe import Markup

    return Markup(
        '<svg class="sw" width="11" height="11" aria-hidden="true">'
        '<rect class="{}" x=".5" y=".5" width="10" height="10"/></svg>'
    ).format(kind)


def verdict_swatch(label: Label) -> Markup:
    """The small box of a verdict."""
    return swatch(shade(label))
