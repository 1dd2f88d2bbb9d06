"""How long pages take, what they weigh and how much they ask of the database."""

import gzip
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin

from tests.bench.measured import Bench, Result, at, measurement
from tests.places import Server

LISTS = (
    "/partners/", "/partners/?q=university", "/partners/?country=PL&kind=university", "/partners/?page=9", "/agreements/",
    "/agreements/?q=cardiology", "/agreements/?q=medical+university", "/agreements/?state=in_force&country=PL", "/projects/",
    "/projects/?q=nursing", "/news/", "/events/", "/calls/", "/visiting-professors/", "/mobility/",
)  # fmt: skip
WORDS = (
    "university", "umu", "muster", "uzorovgrad", "pl sample017", "plsample017", "medical university", "s-00123", "2019-1-zz01", "cardiology",
    "nursing exchange", "guests", "xyzzy", "пример", "summer practice", "0912", "hospital przykład", "institute oncology", "kyla", "ana muster",
)  # fmt: skip
PEER_LIST_CPU = 57  # ms, of the peer's list page on the machine of the budgets
KB = 1024
COUNT_QUERIES = """
import json, logging, sys
from django.contrib import admin
from django.urls import reverse
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
logging.disable(logging.CRITICAL)
staff, _new = get_user_model().objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
found = {}
lists = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry]
for path in [*json.loads('%s'), *lists]:
    client = Client(HTTP_HOST="127.0.0.1")
    if path.startswith("/admin/"):
        client.force_login(staff, backend="intlcoop.office.sign_in.StaffBackend")
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path).status_code
    found[path] = [status, len(queries)]
print(json.dumps(found))
"""
COUNT_CPU = """
import json, statistics, time
from django.test import Client
found, client = {}, Client(HTTP_HOST="127.0.0.1")
for path in json.loads('%s'):
    times = []
    for _round in range(10):
        begun = time.process_time()
        assert client.get(path).status_code == 200
        times.append(time.process_time() - begun)
    times.pop(0)  # the first one loads the middleware and the templates, as a server does once
    found[path] = statistics.median(times) * 1000
print(json.dumps(found))
"""


def seconds(server: Server, path: str) -> float:
    answer = server.get(path)
    assert answer.status == 200, f"{path} answers {answer.status}"
    return answer.seconds


@measurement("lists")
def lists(bench: Bench) -> Iterator[Result]:
    """Each list with its filters, in the large office and in the small one by turns."""
    for path in LISTS:
        times: dict[Server, list[float]] = {bench.small: [], bench.large: []}
        for _round in range(bench.rounds):
            for server, each in times.items():
                each.append(seconds(server, path))
        small, large = (at(each, 0.95) for each in times.values())
        medians = f"medians {at(times[bench.small], 0.5) * 1000:.0f} and {at(times[bench.large], 0.5) * 1000:.0f} ms"
        yield Result(f"list {path}", "p95 ≤ 5 × small office", f"{large / small:.1f} × ({medians})", large <= 5 * small)


@measurement("search")
def search(bench: Bench) -> Iterator[Result]:
    """The same words in the whole page and in the suggestions."""
    for path in ("/search/", "/search/suggest/"):
        times: dict[str, list[float]] = {words: [] for words in WORDS}
        for _round in range(bench.rounds):
            for words, each in times.items():
                each.append(seconds(bench.large, f"{path}?q={quote(words)}"))
        every = [time * 1000 for each in times.values() for time in each]
        slowest = max(times, key=lambda words: at(times[words], 0.5))
        measured = f"p95 {at(every, 0.95):.0f} ms, median {at(every, 0.5):.0f} ms (slowest: {slowest})"
        yield Result(f"{path} with {len(WORDS)} questions", "p95 ≤ 60 ms", measured, at(every, 0.95) <= 60)
    long = seconds(bench.large, f"/search/?q={'graz%20' * 1000}") * 1000
    yield Result("/search/ with 7 KB of words", "≤ 300 ms", f"{long:.0f} ms", long <= 300)


@measurement("queries")
def queries(bench: Bench) -> Iterator[Result]:
    """Counted in a process of its own, in the large office."""
    firsts = [link for path in ("/partners/", "/agreements/", "/projects/", "/news/", "/calls/") if (link := first_link(bench.large, path))]
    paths = [*LISTS, *firsts, "/", "/search/?q=university"]
    found = json.loads(bench.large.where.ask(COUNT_QUERIES % json.dumps(paths)))
    for path, (status, count) in found.items():
        most = 15 if path.startswith("/admin/") else 12 if path in firsts or path == "/" else None if path.startswith("/search/") else 8
        words = f"≤ {most} queries" if most else "constant"
        yield Result(
            f"queries {path}", words, f"{count}" if status == 200 else f"answers {status}", status == 200 and (not most or count <= most)
        )


@measurement("cpu")
def cpu(bench: Bench) -> Iterator[Result]:
    """Of an anonymous list that nobody has rendered before, in a process of its own and in an office as small as the peer's demo. The
    budget holds on the machine where the peer was measured."""
    paths = ("/", "/partners/", "/agreements/", "/projects/")
    for path, milliseconds in json.loads(bench.small.where.ask(COUNT_CPU % json.dumps(paths))).items():
        words = f"≤ {PEER_LIST_CPU / 2:.0f} ms, half of the peer's list" if path != "/" else ""
        yield Result(f"CPU {path}", words, f"{milliseconds:.0f} ms", None if path == "/" else milliseconds <= PEER_LIST_CPU / 2)


def first_link(server: Server, path: str) -> str:
    """Where the first row of a list leads."""
    found = re.search(r'class="row-title">\s*<a href="(/[^"]+)"', server.get(path).text)
    return found[1] if found else ""


def weight(server: Server, path: str) -> int:
    """Bytes over the wire without headers; text that the server does not compress itself, as a proxy would. A font is compressed as it is."""
    answer = server.get(path, **{"Accept-Encoding": "br, gzip"})
    told, is_final = answer.headers.get("Content-Length"), answer.headers.get("Content-Encoding") or path.endswith(".woff2")
    return int(told) if told and is_final else len(gzip.compress(server.get(path).text.encode()))


@measurement("weights")
def weights(bench: Bench) -> Iterator[Result]:
    """A first visit: the page, its stylesheets, its scripts and the fonts that these ask for."""
    server = bench.large
    for path in (
        "/",
        "/partners/",
        "/agreements/",
        "/projects/",
        first_link(server, "/partners/"),
        "/search/?q=university",
        "/partners/map/",
        "/propose/",
    ):
        page = server.get(path)
        if page.status != 200:
            yield Result(f"weight {path}", "", "not in this portal")
            continue
        parts = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.text))
        parts |= set(re.findall(r'href="(/office-[^"]+\.css)"', page.text))
        sheets = [part for part in parts if part.endswith(".css")]
        parts |= {urljoin(sheet, font) for sheet in sheets for font in re.findall(r'url\("?([^")]+\.woff2?)', server.get(sheet).text)}
        css = sum(weight(server, sheet) for sheet in sheets)
        fonts = sum(weight(server, part) for part in parts if ".woff" in part)
        js = sum(weight(server, part) for part in parts if part.endswith(".js"))
        total, most = weight(server, path) + css + js + fonts, 120 if path.endswith("/map/") else 45
        measured = f"{total / KB:.1f} KB: CSS {css / KB:.1f}, script {js / KB:.1f}, fonts {fonts / KB:.1f}; {len(parts) + 1} requests"
        is_ok = total <= most * KB and css <= 12 * KB and js <= 6 * KB and len(parts) < 6
        yield Result(f"weight {path}", f"≤ {most} KB, CSS ≤ 12, script ≤ 6, ≤ 6 requests", measured, is_ok)
