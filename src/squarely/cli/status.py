"""The exit statuses of every command.

`DIFFERS` comes only with `--strict`: a verdict is not the one predicted or locked, a release moved
one, or too many rows of the corpus come out as supported.
"""

from __future__ import annotations

RAN, DIFFERS, COULD_NOT, USAGE = 0, 1, 2, 64
