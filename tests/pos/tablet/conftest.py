"""The tablet's files over HTTP on 127.0.0.1 (a secure context), and a Chromium to run them in."""

import functools
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.fixtures.browser import ARGUMENTS, chromium_path

TABLET = Path(__file__).parents[3] / "pos" / "tablet"
Run = Callable[..., Any]


class TabletFiles(SimpleHTTPRequestHandler):
    """`/caisse/static/…` is pos/tablet; `/` is an empty page."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/caisse/static"))

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", "15")
        self.end_headers()
        self.wfile.write(b"<!doctype html>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def tablet_files() -> Iterator[str]:
    """The address of the tablet's files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(TabletFiles, directory=str(TABLET)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def plain_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def one_tablet(plain_browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile: pages opened in it are tabs of one tablet."""
    context = plain_browser.new_context()
    yield context
    context.close()


def runner(page: Page) -> Run:
    """Run the body of a function in the page: `run("return core.euros(177)", money="core/money.js")`."""

    def run(body: str, argument: Any = None, **modules: str) -> Any:
        paths = {name: f"/caisse/static/{path}" for name, path in modules.items()}
        names = ", ".join(["argument", *paths])
        return page.evaluate(
            f"""async ([argument, paths]) => {{
                const loaded = await Promise.all(Object.values(paths).map((path) => import(path)));
                return (async ({names}) => {{ {body} }})(argument, ...loaded);
            }}""",
            [argument, paths],
        )

    return run


@pytest.fixture
def run(one_tablet: BrowserContext, tablet_files: str) -> Run:
    page = one_tablet.new_page()
    page.goto(tablet_files)
    return runner(page)
