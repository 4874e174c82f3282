"""Solara's server, in production mode, behind our door, with nothing to say to the outside."""

import logging
import socket
import warnings
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sim.errors import InputError
from sim.web.app.guard import Guard, names_of

MOST_MESSAGE = 256 * 1024  # bytes that a browser may send at once
FORGET = "15m"  # after which a page that was left is forgotten
MOST_LEFT = 20  # pages without a connection that are kept until then; beyond, the oldest goes


def quieten() -> None:
    """Solara as we want it, whatever the environment says. Before its server is imported."""
    import solara.server.settings as settings
    import solara.settings as client

    client.assets.cdn = ""  # nothing is fetched for anybody: what is not installed is not there
    client.main.check_hooks = "off"
    settings.main.mode, settings.main.root_path = "production", ""
    settings.main.use_pdb = settings.main.tracer = settings.main.timing = False
    settings.telemetry.mixpanel_enable = False
    settings.theme.title, settings.theme.show_banner, settings.theme.loader = "Paradiplomacy workshop", False, "plain"
    settings.theme.variant = (
        settings.ThemeVariant.light
    )  # with "auto" the page has nowhere to be; our own sheet knows dark
    settings.assets.fontawesome_enabled = False
    settings.kernel.cull_timeout = FORGET
    settings.session.http_only, settings.session.same_site = True, "lax"
    settings.state.backend = ""
    # A page whose server was started again builds itself anew from the link in its address bar; if it cannot, it
    # reloads.
    settings.state.auto_remount = settings.theme.force_refresh = True
    warnings.filterwarnings("ignore", module=r"solara\.")
    for name in ("solara", "reacton", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def application(host: str, port: int):
    """The ASGI application for a server that listens there."""
    quieten()
    import solara.server.app as apps
    import solara.server.settings as settings
    import solara.server.starlette as server
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    assets = Path(settings.assets.proxy_cache_dir)
    if not assets.is_dir():
        raise InputError(
            "workshop: the files of the page are not installed; expected them, from pip install "
            "'paradiplomacy[workshop]'"
        )
    names = names_of(host, port)
    settings.main.base_url = f"http://{names[0]}/"
    apps.apps["__default__"] = apps.AppScript("sim.web.app.page:Page")
    apps.apps["__default__"].check()

    @asynccontextmanager
    async def lifespan(_):
        server.on_startup()
        yield
        server.on_shutdown()

    # Asset files by Starlette: Solara's own route deletes a folder when it is asked for one.
    routes = [Mount("/_solara/cdn", StaticFiles(directory=assets)), *server.routes]
    return Guard(Starlette(routes=routes, middleware=server.middleware, lifespan=lifespan), names, forget)


def forget() -> None:
    """Pages that were left, but for the latest."""
    from solara.server.kernel_context import PageStatus, contexts

    left = [
        one
        for one in list(contexts.values())
        if one.page_status and PageStatus.CONNECTED not in one.page_status.values()
    ]
    for one in left[: max(0, len(left) - MOST_LEFT)]:
        one.close(reason="cull")


def bind(host: str, port: int) -> socket.socket:
    """The socket, before anything heavy is loaded. Raises InputError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # who comes before the page is ready waits
    except OSError as fault:
        listening.close()
        raise InputError(
            f"--port {port}: cannot be opened at {host} ({fault.strerror}); expected a free port of this machine, "
            "such as 8766, or 0 for any"
        ) from None
    return listening


def serve(listening: socket.socket, host: str, made_by: Callable[[list], dict[str, str]]) -> None:
    """Until Ctrl-C. made_by: versions and digests, for the reports that are taken home."""
    import uvicorn

    from sim.web.app import origin

    origin.made_by = made_by
    port = listening.getsockname()[1]
    app = application(host, port)
    settings = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        loop="asyncio",
        ws="websockets-sansio",
        ws_max_size=MOST_MESSAGE,
        ws_ping_timeout=60.0,
        limit_concurrency=500,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=1,
    )
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn has closed everything, and hands it on
        print("the workshop is over")
