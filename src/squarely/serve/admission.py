"""Whether a request may come in: the right host, the right cookie, from our own page.

The host is compared with every request, so that a name that somebody points at this machine opens
nothing (DNS rebinding). What changes something must say that it comes from this very address; what
another page asks for is refused, whether or not the browser added the cookie.

Sources: RFC 6265bis (SameSite); Fetch Metadata Request Headers, W3C; OWASP Cross-Site Request
Forgery Prevention Cheat Sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest

from squarely.serve.settings import HOST, Serving

_SAFE = ("GET", "HEAD")
_STATIC = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types squarely"
)
FRAMED = "sandbox allow-scripts allow-downloads; frame-ancestors 'self'"
HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": _STATIC,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request before anything of it is believed; header names in small letters."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The header's value; None where it is not there, empty where it stands twice."""
        found = [value for key, value in self.headers if key == name]
        return found[0] if len(found) == 1 else "" if found else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The status and the sentence of a request that may not come in."""

    status: int
    words: str


def refusal(asked: Asked, serving: Serving) -> Refusal | None:
    """Why a request may not come in; None where it may."""
    host = asked.header("host")
    if host not in (f"{HOST}:{serving.port}", f"localhost:{serving.port}"):
        return Refusal(421, "This address is not the one that is served here.")
    if asked.path.startswith("/open/"):
        return None if asked.method in _SAFE else Refusal(405, "Only to be opened.")
    if not asked.path.startswith(serving.base) or not _known(asked, serving):
        return Refusal(403, "Open the address that `squarely serve` printed.")
    if asked.header("sec-fetch-site") not in (None, "same-origin", "none"):
        return Refusal(403, "Asked for by another page.")
    if asked.method in _SAFE:
        return None
    if asked.header("origin") != f"http://{host}":
        return Refusal(403, "Asked for by another page.")
    return None


def token_fits(given: str, serving: Serving) -> bool:
    """Whether a token is the one, in a time that tells nothing of how much of it is right."""
    return compare_digest(given.encode("utf-8", "replace"), serving.token.encode())


def _known(asked: Asked, serving: Serving) -> bool:
    """Whether the cookie holds the token."""
    jar = SimpleCookie()
    try:
        jar.load(asked.header("cookie") or "")
    except CookieError:
        return False
    held = jar.get(serving.cookie)
    return held is not None and token_fits(held.value, serving)
