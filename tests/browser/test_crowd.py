"""A full room, and somebody who means ill: nobody sees another's choices, and the page goes on answering."""

import random
import time

import pytest
from small import SMALL
from test_door import ask

PAGES = 20


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
        seen.add(page.locator("tbody").first.inner_text())
    assert len(seen) == PAGES


@pytest.mark.slow
def test_two_hundred_rude_requests(address):
    """Nothing of them is believed, nothing breaks, and the next page is there."""
    draw = random.Random(1)
    paths = ("/", "/resourcez", "/../../etc/passwd", "/_solara/cdn/..%2f..%2fetc/passwd", "/static/public/../../x", "/jupyter/api/kernels/x", "/%00", "/_solara/api/close/x?session_id=1")
    for _ in range(200):
        query = "".join(draw.choice("p=&%abc:;../\\'\"<>09") for _ in range(draw.randrange(400)))
        headers = draw.choice(({}, {"Host": "evil"}, {"Origin": "http://evil"}, {"Content_Length": "9" * 9}, {"Cookie": "solara-session-id=" + "x" * 500}))
        answer = ask(address, draw.choice(paths) + "?" + query.replace(" ", ""), draw.choice(("GET", "POST", "PUT", "HEAD")), **headers)
        assert answer.status < 500
        assert b"Traceback" not in answer.read()
    start = time.perf_counter()
    assert ask(address).status == 200
    print(f"answered in {time.perf_counter() - start:.3f} s")
