"""A full room, and somebody who means ill: nobody sees another's choices, and the page goes on answering."""

import random
import re
import time

import pytest
from small import SMALL
from test_door import ask

PAGES = 20
ROOM = 250  # MiB by which the workshop may have grown
TOLD = re.compile(rb"Traceback|/sim/|site-packages|\.py\b")


def memory(pid: int) -> float:
    """MiB that a process holds."""
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


@pytest.mark.slow
def test_twenty_sessions_keep_their_own(open_page):
    """Each has its own seed and lever; all move at once; all come to rest with their own."""
    pages = [open_page(f"{SMALL}&run.seed={k}&p=centralized&p=combined") for k in range(1, PAGES + 1)]
    for k, page in enumerate(pages, 1):
        page.locator('[data-lever="delegation.level/0"]').fill(f"{k / 20:g}")
    seen = set()
    for k, page in enumerate(pages, 1):
        own = f"centralized:delegation.level={k / 20:g}&"
        page.wait_for_selector(f'.w-progress[data-done="10"][data-link*="{own}"]', timeout=120_000)
        assert page.locator('[data-key="run.seed"]').input_value() == f"{k}"
        assert page.locator('[data-lever="delegation.level/0"]').input_value() == f"{k / 20:g}"
        seen.add(page.locator("tbody").first.inner_text())
    assert len(seen) == PAGES
    print(f"{len(seen)} sessions at once, {PAGES - len(seen)} values of another's seen")


def rude_requests(address: str, draw: random.Random, n: int) -> None:
    paths = (
        "/",
        "/resourcez",
        "/../../etc/passwd",
        "/_solara/cdn/..%2f..%2fetc/passwd",
        "/static/public/../../x",
        "/jupyter/api/kernels/x",
        "/%00",
        "/_solara/api/close/x?session_id=1",
    )
    for _ in range(n):
        query = "".join(draw.choice("p=&%abc:;../\\'\"<>09") for _ in range(draw.randrange(400)))
        headers = draw.choice(
            (
                {},
                {"Host": "evil"},
                {"Origin": "http://evil"},
                {"Content_Length": "9" * 9},
                {"Cookie": "solara-session-id=" + "x" * 500},
            )
        )
        answer = ask(
            address,
            draw.choice(paths) + "?" + query.replace(" ", ""),
            draw.choice(("GET", "POST", "PUT", "HEAD")),
            **headers,
        )
        body = answer.read()
        assert answer.status < 500 and not TOLD.search(body.partition(b"<html")[0] or body), body[:200]


def rude_words(draw: random.Random, frame: str) -> list[tuple[str, dict]]:
    """What our page never says, each of which ends the connection."""
    comm = {"comm_id": frame}
    make = {"create_widget": ["subprocess", "Popen"], "props": {"args": "id"}, "id": "x"}
    flood = {"event": "event_act", "data": "x" * draw.choice((300_000, 2_000_000))}
    messages = [
        {"method": "custom", "content": make},
        {"method": "update", "state": {"said": "<b>x</b>"}},
        {"method": "evict"},
        {"method": "run", "args": {"path": 7}},
        {"method": "custom", "content": {"event": "__init__", "data": {}}},
        {"method": "custom", "content": flood},
    ]
    return [
        ("execute_request", {"code": "1"}),
        ("comm_open", {"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {}}}),
        ("", {}),
        ("comm_msg", comm),
        ("comm_msg", {"data": []}),
        *(("comm_msg", comm | {"data": message}) for message in messages),
    ]


def bad_acts(draw: random.Random, n: int) -> list:
    """What our page might say, with values that do not fit, and levers pulled as fast as can be."""
    junk = (
        None,
        -1,
        1e308,
        10**400,
        True,
        [],
        {},
        [[]] * 50,
        "x" * 5000,
        "nan",
        "</script>",
        "../../etc/passwd",
        "\0",
        {"do": "lever"},
        {"k": {"k": 0}},
    )
    return [
        draw.choice(
            (
                {"do": "lever", "k": i % 2, "key": "delegation.level", "value": draw.randrange(21) / 20},
                {"do": "lever", "k": draw.choice(junk), "key": "delegation.level", "value": 0.5},
                {"do": "lever", "k": 0, "key": draw.choice(junk), "value": draw.choice(junk)},
                {"do": "set", "key": "run.replicates", "value": draw.choice((*junk, 1e9, 201))},
                {"do": "set", "key": "run.years", "value": draw.choice((*junk, 1e9, 21))},
                {"do": "policy", "k": 1, "value": draw.choice(junk)},
                {"do": draw.choice(junk)},
                draw.choice(junk),
                {"do": "assume", "key": draw.choice(junk), "value": draw.choice(junk)},
                {"do": "add"},
                {"do": "remove", "k": draw.choice((0, *junk))},
            )
        )
        for i in range(n)
    ]


@pytest.mark.slow
def test_two_hundred_rude_requests(address, workshop):
    """By request, word and open page. Nothing is believed, no path is told, nothing breaks, the next page is there."""
    pytest.importorskip("websockets", reason="websockets is not installed: pip install 'paradiplomacy[workshop]'")
    from visitor import Visitor

    draw, before, n = random.Random(1), memory(workshop.pid), 0
    rude_requests(address, draw, 100)
    for k in range(len(rude_words(draw, ""))):
        guest = Visitor(address, SMALL)
        guest.say(*rude_words(draw, guest.frame())[k])
        assert guest.closed() in (1008, 1009), k
        n += 1
    for k in range(20):  # pages opened and left without a word
        Visitor(address, SMALL, cookie="" if k % 2 else None).socket.socket.close()
        n += 1
    guests, wanted = [Visitor(address, f"{SMALL}&run.seed={k}") for k in range(3)], 200 - 100 - n
    frames = [guest.frame() for guest in guests]
    for i, act in enumerate(bad_acts(draw, wanted)):
        guests[i % 3].event(frames[i % 3], act)
    for _ in range(300):  # and one who pulls a lever three hundred times more, without waiting for an answer
        guests[0].event(frames[0], {"do": "lever", "k": 0, "key": "delegation.level", "value": draw.randrange(21) / 20})
    start = time.perf_counter()
    assert ask(address).status == 200
    first = time.perf_counter() - start
    start = time.perf_counter()
    late = Visitor(address, f"{SMALL}&run.seed=77")
    late.until('"method": ?"finished"')
    opened = time.perf_counter() - start
    for guest, frame in zip(guests, frames, strict=True):
        guest.event(frame, {"do": "set", "key": "run.seed", "value": 4242})
        guest.until("4242", 60)
        text = "".join(guest.heard).encode()
        assert not TOLD.search(re.sub(rb'"source_url": ?"[^"]*"', b"", text)), TOLD.search(text)
        guest.leave()
    late.leave()
    time.sleep(2.0)
    grown = memory(workshop.pid) - before
    print(
        f"{100 + n + wanted} rude requests and 300 pulls of a lever: answered in {first:.3f} s, a page opened in "
        f"{opened:.3f} s; memory {before:.0f} MiB before, {before + grown:.0f} MiB after"
    )
    assert first < 1.0 and grown < ROOM


@pytest.mark.slow
def test_pages_that_are_left_are_forgotten(address, workshop):
    """A page opened and left, 150 times: what is kept of them does not grow with their number."""
    pytest.importorskip("websockets", reason="websockets is not installed: pip install 'paradiplomacy[workshop]'")
    from visitor import Visitor

    sizes = []
    for k in range(150):
        guest = Visitor(address, SMALL)
        guest.until('"method": ?"finished"')
        guest.leave()
        if k in (49, 149):
            time.sleep(2.0)
            sizes.append(memory(workshop.pid))
    print(f"after 50 pages {sizes[0]:.0f} MiB, after 150 {sizes[1]:.0f} MiB")
    assert sizes[1] - sizes[0] < 60
