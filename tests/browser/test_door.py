"""Who may come in: our own pages, and nobody on behalf of another site."""

import http.client
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from sim.commands.cli import main

KERNEL = f"/jupyter/api/kernels/{uuid4()}/channels?session_id={uuid4()}"
FOREIGN_HOSTS = (
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "0.0.0.0:{port}",
    "",
)
FOREIGN_ORIGINS = (
    "http://evil.example",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:1",
    "http://127.0.0.1",
    "http://localhost:{port}",
    "null",
    "file://",
    "http://127.0.0.1:{port}.evil.example",
)
HELLO = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def ask(address: str, path: str = "/", method: str = "GET", **headers) -> http.client.HTTPResponse:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value.format(port=place.port))
    connection.endheaders()
    return connection.getresponse()


def test_our_own_page_comes_with_its_rules(address):
    answer = ask(address)
    assert answer.status == 200
    policy = answer.getheader("content-security-policy")
    assert (
        "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "http:" not in policy.replace("ws://", "")
    )
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert (
        "httponly" in answer.getheader("set-cookie").lower()
        and "samesite=lax" in answer.getheader("set-cookie").lower()
    )


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", KERNEL])
def test_foreign_hosts_are_refused(address, host, path):
    headers = HELLO | {"Origin": f"http://{host}"} if path == KERNEL else {}
    assert ask(address, path, Host=host, **headers).status in (400, 403)


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize("path", ["/", KERNEL])
def test_foreign_origins_are_refused(address, origin, path):
    assert ask(address, path, Origin=origin, **(HELLO if path == KERNEL else {})).status == 403


def test_a_websocket_says_where_it_comes_from(address):
    assert ask(address, KERNEL, **HELLO).status == 403
    assert ask(address, KERNEL, Origin=address, **HELLO).status == 101


def test_twenty_strangers_are_refused(address):
    """Websockets: another site's Origin, another name for this machine (rebinding), and no Origin at all."""
    port = urlsplit(address).port
    hosts = [{"Host": host, "Origin": f"http://{host}"} for host in FOREIGN_HOSTS] + [
        {"Host": "evil.example", "Origin": address},
        {"Host": f"localhost:{port}", "Origin": address},
    ]
    origins = [{"Origin": origin} for origin in (*FOREIGN_ORIGINS, "")]
    silent = [{}, {"Host": f"localhost:{port}"}]
    strangers = [*hosts, *origins, *silent]
    answers = [ask(address, KERNEL, **(HELLO | headers)).status for headers in strangers]
    refused = sum(status in (400, 403) for status in answers)
    print(f"{refused} of {len(strangers)} strange websockets refused")
    assert (refused, len(strangers)) == (20, 20)


def test_what_a_proxy_would_say_is_not_believed(address):
    """Solara keeps the root path of whoever says one first, for everybody."""
    ask(address, "/", X_Script_Name="/elsewhere", Script_Name="/elsewhere", X_Forwarded_Host="evil.example")
    body = ask(address).read().decode()
    assert "elsewhere" not in body and "evil" not in body


@pytest.mark.parametrize("path", ["/resourcez", "/readyz", "/_solara/api/evict/x", "/" + "x" * 20_000])
def test_back_doors_are_shut(address, path):
    assert ask(address, path).status in (400, 403, 404)


def test_long_bodies_are_refused(address):
    assert ask(address, "/_solara/api/close/x?session_id=y", "POST", Content_Length="10000000").status == 403


def test_asking_for_a_folder_of_assets_leaves_it_there(address):
    """Solara's own route deletes a folder that is asked for, and fetches from the network what is not there."""
    import solara.server.settings as settings

    folder = Path(settings.assets.proxy_cache_dir, "paradip-test", "inside")
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("the folder of assets cannot be written here")
    try:
        assert ask(address, "/_solara/cdn/paradip-test/inside").status == 404
        assert ask(address, "/_solara/cdn/no-such-package@1/main.js").status == 404
        assert folder.is_dir()
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


def test_long_messages_end_the_connection(address):
    client = pytest.importorskip("websockets.sync.client")
    with client.connect(
        address.replace("http", "ws") + KERNEL.replace("kernels/", "kernels/b"), origin=address
    ) as line:
        line.send("x" * 300_000)
        with pytest.raises(Exception, match="1009"):
            while True:
                line.recv(timeout=20)


def test_it_listens_on_this_machine_alone(address):
    port = urlsplit(address).port
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {
        "127.0.0.1",
        "127.0.1.1",
    }
    for other in found:
        with pytest.raises(OSError):
            socket.create_connection((other, port), timeout=2)
    assert socket.create_connection(("127.0.0.1", port), timeout=2)


def test_a_port_in_use_is_said(address, capsys):
    assert main(["workshop", "--port", str(urlsplit(address).port)]) == 2
    said = capsys.readouterr().err
    assert "cannot be opened" in said and said.count("\n") == 1


def test_without_solara_a_line_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "solara", None)
    assert main(["workshop"]) == 2
    assert "pip install 'paradiplomacy[workshop]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("screen", "terminal", "opened"),
    [(":0", True, True), ("", True, False), (":0", False, False)],
    ids=["sits here", "no screen", "in a script"],
)
def test_the_browser_of_whoever_sits_here_is_opened(monkeypatch, screen, terminal, opened):
    from sim.commands import workshop

    asked = []
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(workshop.sys, "platform", "linux")
    monkeypatch.setattr(workshop.sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(workshop.webbrowser, "open", lambda address: asked.append(address) or True)
    assert workshop.show("http://127.0.0.1:1/") == opened
    assert asked == ["http://127.0.0.1:1/"] * opened
