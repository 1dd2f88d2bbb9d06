"""What every test may ask for. Nothing here touches the database on its own."""

import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import settings as invented_examples
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from intlcoop.base import pictures
from tests import databases

# Playwright keeps an event loop in the test's thread; Django would refuse to talk to its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Django drops objects in circles by the hundred thousand. To look for them as often as Python does took a sixth of the whole run.
gc.set_threshold(50_000, 10, 10)

# How long one example takes tells how busy the machine is.
invented_examples.register_profile("suite", deadline=None)
invented_examples.load_profile("suite")

# As root there is no sandbox; the rest keeps the browser itself off the network, so that a request is a request of the page.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
TELL_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} stopped ${event.blockedURI || "inline"} at ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a page is a browser test, who asks for no database runs once; nobody has to remember the markers."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        if "chromium" in asked_for:
            item.add_marker("browser")
        of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        if not (of_django or item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & asked_for):
            item.add_marker("once")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What stays until the end (the code, the collected tests) is looked at no more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """pytest-django would run the migrations in every worker."""
    run = getattr(request.config, "workerinput", {"workerid": "", "testrunuid": ""})
    note = Path(os.environ["STATE_DIR"]) / f"database-{run['testrunuid']}"
    with django_db_blocker.unblock(), databases.made(run["workerid"], note, keep=django_db_keepdb and not django_db_createdb):
        yield


@pytest.fixture(scope="session", autouse=True)
def pictures_are_encoded_once() -> Iterator[None]:
    """The same pixels give the same file; to make it is the longest part of a test with pictures."""
    known: dict[tuple[str, tuple[int, int], bytes], bytes] = {}
    encoded = pictures._encoded

    def remembered(image: Image.Image) -> bytes:
        key = (image.mode, image.size, hashlib.sha256(image.tobytes()).digest())
        if key not in known:
            known[key] = encoded(image)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_encoded", remembered)
        yield


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Uploads of a test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once. Playwright's own cannot be downloaded everywhere."""
    program = shutil.which("chromium")
    if not program:
        message = "chromium is not installed (sudo apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What went wrong in the page of this test. A test that provokes something (a 404, say) clears it after looking."""
    return []


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, faults: list[str]) -> Iterator[Page]:
    """A fresh visitor; paths are relative to the live server. Any error, policy violation or foreign request fails the test."""
    with chromium.new_context(base_url=live_server.url) as context:
        context.add_init_script(TELL_POLICY_VIOLATIONS)
        page = context.new_page()

        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                faults.append(f"console: {message.text}")

        def on_request(request: Request) -> None:
            if not request.url.startswith(f"{live_server.url}/"):
                faults.append(f"foreign: {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("request", on_request)
        yield page
    assert not faults, "\n".join(faults)
