"""A page without a browser: it opens the connection that a browser opens, and says what a test tells it to say."""

import json
import re
from uuid import uuid4

from test_door import ask
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class Visitor:
    """heard: every text that came."""

    def __init__(self, address: str, query: str = "", cookie: str | None = None) -> None:
        self.cookie = ask(address).getheader("set-cookie").split(";")[0] if cookie is None else cookie
        self.kernel, self.page, self.heard = str(uuid4()), str(uuid4()), []
        where = f"{address.replace('http', 'ws')}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}"
        self.socket = connect(
            where,
            origin=address,
            additional_headers={"Cookie": self.cookie},
            max_size=2**26,
            open_timeout=20,
            ping_interval=None,
            legacy=True,
        )
        self.control = uuid4().hex
        self.say("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        self.say(
            "comm_msg",
            {
                "comm_id": self.control,
                "data": {"method": "run", "args": {"path": f"/?{query}", "dark": False, "themes": {}, "appName": None}},
            },
        )

    def say(self, kind: str, content: dict) -> None:
        header = {"msg_id": uuid4().hex, "msg_type": kind, "session": self.page, "username": "", "version": "5.2"}
        self.socket.send(
            json.dumps(
                {
                    "buffers": [],
                    "channel": "shell",
                    "content": content,
                    "header": header,
                    "metadata": {},
                    "parent_header": {},
                }
            )
        )

    def event(self, model: str, data, name: str = "event_act") -> None:
        self.say("comm_msg", {"comm_id": model, "data": {"method": "custom", "content": {"event": name, "data": data}}})

    def until(self, pattern: str, seconds: float = 30.0) -> re.Match:
        """The first text that holds the pattern."""
        while True:
            text = self.socket.recv(timeout=seconds)
            text = text if isinstance(text, str) else text.decode("utf-8", "replace")
            self.heard.append(text)
            if found := re.search(pattern, text):
                return found

    def frame(self) -> str:
        """The model that hears what is pressed."""
        while True:
            self.until("comm_open")
            said = json.loads(self.heard[-1])
            if said["msg_type"] == "comm_open" and "settings" in said["content"]["data"]["state"]:
                return said["content"]["comm_id"]

    def closed(self, seconds: float = 10.0) -> int:
        """The code with which the server hangs up."""
        try:
            self.until("\0never", seconds)
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006
        raise AssertionError("not closed")

    def leave(self) -> None:
        self.socket.close()
