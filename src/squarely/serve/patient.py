"""Connections that are closed where no whole request comes in time.

The server below waits for the head of a request as long as a client likes; here it does not.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from squarely.serve.settings import PATIENCE


class Patient(H11Protocol):
    """The protocol with an end to its patience, for the first request and every later one."""

    patience = PATIENCE
    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting until the head of a request is there."""
        if self._idle() and self.waiting is None:
            self._wait()
        super().data_received(data)
        if not self._idle() and self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self.waiting is not None:
            self.waiting.cancel()
        super().connection_lost(exc)

    def _idle(self) -> bool:
        return not self.cycle or self.cycle.response_complete

    def _wait(self) -> None:
        self.waiting = self.loop.call_later(self.patience, self._give_up)

    def _give_up(self) -> None:
        self.waiting = None
        if self._idle():
            self.transport.close()
