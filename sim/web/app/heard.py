"""What our own page says over its connection, and how fast. Anybody else who got hold of one is not listened to.

The protocol beneath knows more: it would make objects by the name of their class, and change those that are there.
"""

import asyncio
import json
import time

OPENED = ("solara.control", "jupyter.widget.control")
PLAIN = ("kernel_info_request", "comm_info_request", "comm_close", "shutdown_request")
AT_ONCE, A_SECOND = 100.0, 20.0  # messages: so many in a burst, and then so many a second
NOT_OURS = "That is not what this page says. Reload it."


def understood(message: dict) -> bool:
    """Whether an ASGI message holds something that our page says."""
    try:
        said = json.loads(message.get("text") or "")
        kind, content = said["header"]["msg_type"], said["content"]
        if kind in PLAIN:
            return True
        if kind == "comm_open":
            return content["target_name"] in OPENED
        return kind == "comm_msg" and METHODS[content["data"]["method"]](content["data"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def runs(data: dict) -> bool:
    asked = data["args"]
    return (
        asked.get("appName") is None
        and isinstance(asked.get("path"), str)
        and asked["path"].startswith("/")
        and isinstance(asked.get("dark"), bool)
        and asked.get("themes") == {}
    )


def acts(data: dict) -> bool:
    """Something was pressed or moved: an event of ours, and what goes with it."""
    content = data["content"]
    return (
        set(content) <= {"event", "data"}
        and isinstance(content["event"], str)
        and content["event"].startswith("event_")
    )


def moves(data: dict) -> bool:
    """The address bar changed by hand or by the browser's own buttons."""
    return set(data["state"]) == {"location"} and isinstance(data["state"]["location"], str)


METHODS = {
    "run": runs,
    "custom": acts,
    "update": moves,
    "app-status": lambda data: True,
    "request_states": lambda data: True,
}


def listening(receive, send):
    """`receive` of a websocket that waits when too much is said at once, and hangs up on what is not understood."""
    left, then = AT_ONCE, time.monotonic()

    async def received() -> dict:
        nonlocal left, then
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        left, then = min(AT_ONCE, left + A_SECOND * (now - then)) - 1.0, now
        if left < 0.0:
            await asyncio.sleep(-left / A_SECOND)  # meanwhile nothing more is read
        if understood(message):
            return message
        await send({"type": "websocket.close", "code": 1008, "reason": NOT_OURS})
        return {"type": "websocket.disconnect", "code": 1008}

    return received
