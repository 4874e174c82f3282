"""The door of the page: who may come in, decided before Solara hears of it.

A page of another site cannot talk to this one: a Host that is not ours (rebinding of names), an Origin that is not
ours, and a websocket that does not say where it comes from are refused.
"""

import asyncio
from collections.abc import Callable, Iterable

from sim.web.app.heard import listening

MOST_SOCKETS = 100  # pages open at the same time
MOST_BODY = 65_536  # bytes of a request
LONGEST = 16_384  # letters of an address
NO_DOORS = ("/resourcez", "/readyz", "/_solara/api/evict", "/_solara/auth")
# Solara would believe these headers, and keep what they say for everybody.
UNHEARD = (b"x-forwarded-", b"forwarded", b"x-script-name", b"script-name")
NUMBERS = ("127.0.0.1", "[::1]", "localhost")
HEADERS = {
    # Vue compiles its templates in the browser, so 'unsafe-eval'; Solara's own page has scripts within it, so
    # 'unsafe-inline'; and it loads modules from blobs.
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' blob: {sockets}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI around ASGI. names: hosts that are ours, with the port. forget: called before another page is let in."""

    def __init__(self, app, names: Iterable[str], forget: Callable[[], None] = lambda: None) -> None:
        self.app, self.names, self.forget, self.sockets = app, frozenset(names), forget, 0

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        why = self.refusal(scope)
        if why:
            await refuse(scope, receive, send, why)
            return
        host = header(scope, b"host")
        scope["headers"] = [(name, value) for name, value in scope["headers"] if not name.startswith(UNHEARD)]
        if scope["type"] == "http":
            await self.app(scope, receive, with_headers(send, host))
            return
        self.sockets += 1
        try:
            await asyncio.to_thread(self.forget)
            await self.app(scope, listening(receive, send), send)
        finally:
            self.sockets -= 1

    def refusal(self, scope) -> str:
        """Why not, in a sentence; "" for come in."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        socket = scope["type"] == "websocket"
        if len(hosts) != 1 or header(scope, b"host") not in self.names:
            return "This is not the address of the workshop. Expected the one it printed when it started."
        if len(origins) > 1 or (origins and header(scope, b"origin") != f"http://{header(scope, b'host')}"):
            return "Another site asked. Expected the workshop's own page."
        if socket and not origins:
            return "A connection that does not say where it comes from. Expected the workshop's own page."
        if socket and self.sockets >= MOST_SOCKETS:
            return f"{MOST_SOCKETS} pages are open. Expected fewer; close some."
        if scope["path"].startswith(NO_DOORS) or len(scope["path"]) + len(scope.get("query_string", b"")) > LONGEST:
            return "There is nothing here."
        length = header(scope, b"content-length") or "0"
        if not length.isdigit() or int(length) > MOST_BODY or header(scope, b"transfer-encoding"):
            return f"A request of unknown or too great a length. Expected at most {MOST_BODY} bytes."
        return ""


def names_of(host: str, port: int) -> list[str]:
    """What the address bar may say, for a server that listens at `host`."""
    shown = f"[{host}]" if ":" in host else host
    names = [f"{name}:{port}" for name in dict.fromkeys((*NUMBERS, shown))]
    return names + ([name.rpartition(":")[0] for name in names] if port == 80 else [])


def header(scope, name: bytes) -> str:
    return next((value.decode("latin-1").lower() for key, value in scope["headers"] if key == name), "")


def with_headers(send, host: str):
    added = [
        (name.lower().encode(), value.replace("{sockets}", f"ws://{host}").encode()) for name, value in HEADERS.items()
    ]

    async def sent(message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sent


async def refuse(scope, receive, send, why: str) -> None:
    """403 for a request; a websocket is closed before it was opened, which is a 403 too."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    sent = with_headers(send, "localhost")
    await sent(
        {"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await sent({"type": "http.response.body", "body": f"{why}\n".encode()})
