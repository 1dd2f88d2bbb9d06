"""Paths, parameters, methods, headers and cookies that nobody means, on every public address (faults.md 4.17, 4.19, 4.40-4.43)."""

from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import resolve
from django.views.generic import ListView

from tests.faults.portal import all_addresses, ask, changelists, own_addresses, plain_addresses
from tests.pages import content

OUT = ["..%2f", "..%5c", "%2e%2e/", "....//", "../", "..\\", "%252e%252e%252f", "/", "./../", "\\..\\"]
FOLDERS = ["/media/", "/static/", "/files/", "/files/news.document/1/", "/files/partners.person/"]
TARGETS = ["manage.py", "etc/passwd", "db.sqlite3", "intlcoop/settings.py"]
NEVER_THERE = [
    "/.git/config", "/.git/HEAD", "/.git/", "/db.sqlite3", "/manage.py", "/.env", "/.env.production", "/pyproject.toml", "/requirements/",
    "/secret_key", "/backup.tar.gz", "/backups/", "/media/", "/static/", "/files/", "/files/news.document/1/", "/intlcoop/settings.py",
    "/.htaccess", "/server-status", "/wp-login.php", "/debug/", "/__debug__/", "/sr/.git/config", "/sr/.env",
]  # fmt: skip

PAGES = ["0", "-1", "abc", "9999", "1e9", "1" + "0" * 200, "١", "%00"]
INJECTIONS = ["1'--", "%27%20OR%201=1--", "%22;DROP%20TABLE%20partners_institution;--", "{{7*7}}", "%25s", "%25(x)s", "${jndi:x}", "%5B%5D"]


def stays(client: Client, paths: list[str], allowed: set[int]) -> list[str]:
    """The answers that are none of these."""
    return [f"{answer.status_code} {path}" for path in paths if (answer := ask(client, path)).status_code not in allowed]


def list_pages() -> list[str]:
    """Every public address that takes filters or page numbers: the lists, and what else shows rows."""
    return [path for path in plain_addresses() if path.endswith("/") and not path.startswith("/propose/")]


def paged() -> list[str]:
    return [path for path in list_pages() if issubclass(getattr(resolve(path).func, "view_class", object), ListView)]


def test_no_path_leads_to_a_file_that_is_not_ours_to_give(visitor: Client, rows: list[Model]) -> None:
    climbs = [folder + out * 4 + target for folder in FOLDERS for out in OUT for target in TARGETS]
    assert stays(visitor, [*NEVER_THERE, *climbs], {400, 404}) == []


def test_a_file_has_one_address_only(visitor: Client, rows: list[Model]) -> None:
    files = [path for row in rows for path in own_addresses(row) if path.startswith("/files/")]
    assert len(files) >= 5
    wrong = []
    for path in files:
        assert ask(visitor, path).status_code == 200
        folder, _slash, name = path.rpartition("/")
        label, pk = folder.split("/")[2:]
        wrong += [
            f"{folder}/", f"{folder}/x{name}", f"{folder}/{name}/", f"{folder}/{name}%00", f"{folder}/..%2f{pk}%2f{name}", f"{folder}/./../{pk}/{name}x",
            f"/files/{label}/0/{name}", f"/files/{label}/999999999999999999999/{name}", f"/files/{label}/-1/{name}", f"/files/auth.user/1/{name}",
            f"/files/nothing/1/{name}", f"/files/a.b.c/1/{name}", f"/media/{name}", f"/media/pictures/{name}", f"/media/documents/{name}",
        ]  # fmt: skip
    assert stays(visitor, wrong, {400, 404}) == []


def test_no_page_number_is_an_error(visitor: Client, rows: list[Model]) -> None:
    others = [path for path in plain_addresses() if path not in paged()]
    assert stays(visitor, [f"{path}?page={page}" for path in others for page in ("abc", "%00")], {200, 302, 400, 404}) == []


def test_an_unknown_page_is_the_first_one_with_a_message(visitor: Client, rows: list[Model]) -> None:
    assert len(paged()) >= 10
    for path, page in product(paged(), PAGES):
        answer = ask(visitor, f"{path}?page={page}")
        assert answer.status_code == (400 if page == "%00" else 200), (path, page)
        html = answer.content.decode()
        if page != "%00":
            assert "There is no such page. You see the first one." in html, (path, page)
            assert f'{path}">' in html.partition('rel="canonical"')[2].partition("\n")[0], path


def batched(values: list[str], size: int) -> Iterator[list[str]]:
    """The values in turn, so that each filter meets some and all values meet several filters."""
    endless = cycle(values)
    while True:
        yield [next(endless) for _place in range(size)]


def filters_of(visitor: Client, path: str) -> list[str]:
    """The names of a list's filters, as its page was drawn."""
    context: Any = ask(visitor, path).context
    filterset = context.get("filterset") if context else None
    return list(filterset.filters) if filterset is not None else []


def test_nonsense_in_a_filter_shows_everything_and_is_not_repeated(visitor: Client, rows: list[Model]) -> None:
    met, values = 0, batched([*INJECTIONS, "x" * 5000, "1&q=2"], 1)
    for path in list_pages():
        for name in filters_of(visitor, path):
            for value in next(values):
                answer = ask(visitor, f"{path}?{name}={value}")
                assert answer.status_code == 200, (path, name, value)
                assert "DROP TABLE" not in content(answer.content.decode()) or name in {"q", "words"}
                met += 1
    assert met > 40


LOOKUPS = [
    "o=abc", "o=-99.9999999999999999999999.x&p=-1&q=%27--", "country=1'--",
    "institution__agreements__number=x", "is_published__exact=maybe&due=nothing", "_to_field=password&_popup=1",
]  # fmt: skip
SECRETS = ["password__startswith", "history__history_user__password__startswith"]


def test_no_lookup_breaks_a_list(visitor: Client, admin_client: Client, rows: list[Model]) -> None:
    admin_client.raise_request_exception = False
    assert len(changelists()) >= 25
    assert stays(admin_client, [f"{path}?{query}" for path in changelists() for query in LOOKUPS], {200, 302, 400, 403}) == []


def test_no_list_of_the_admin_tells_a_hash_letter_by_letter(admin_client: Client, rows: list[Model]) -> None:
    admin_client.raise_request_exception = False
    begins = User.objects.get(username="admin").password[:3]
    for path, lookup in product(changelists(), SECRETS):
        right, wrong = (ask(admin_client, f"{path}?{lookup}={value}") for value in (begins, "zzz"))
        assert right.status_code == wrong.status_code, path
        assert right.status_code in {302, 400}, path


def test_unknown_parameters_change_nothing_on_public_lists(visitor: Client, rows: list[Model]) -> None:
    for path in list_pages():
        plain = content(ask(visitor, path).content.decode())
        unknown = "password__startswith=m&is_published=0&is_archived=1&institution__internal_note__contains=x&o=abc&foo=bar&utm_source=x"
        html = ask(visitor, f"{path}?{unknown}").content.decode()
        assert content(html) == plain, path
        assert "utm_source" not in html.partition('rel="canonical"')[2].partition(">")[0], path


def test_methods_on_every_address(visitor: Client, rows: list[Model]) -> None:
    for path, method in product(all_addresses(rows), ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND"]):
        answer: Any = visitor.generic(method, path)
        expected = {"HEAD": {200, 302, 404}, "OPTIONS": {204}}.get(method, {405})
        assert answer.status_code in expected, (path, answer.status_code)
        if method == "HEAD":
            got = ask(visitor, path)
            assert answer.status_code == got.status_code, path
            assert b"".join(answer) == b"", path
            assert answer.headers.get("Content-Type") == got.headers.get("Content-Type"), path
        else:
            assert "GET" in answer.headers["Allow"], path


def test_only_forms_take_a_post(visitor: Client, rows: list[Model]) -> None:
    forms = {"proposals:propose", "proposals:link", "proposals:status", "proposals:withdraw"}
    for path in all_addresses(rows):
        if resolve(path).view_name not in forms:
            answer = visitor.post(path, {"a": "1"})
            assert (answer.status_code, "POST" in answer.headers.get("Allow", "")) in {(405, False), (302, False), (200, False)}, path
            assert answer.status_code == 405 or not path.endswith("/"), path


PLACES = ["/privacy/", "/sr/partners/", "/nothing/"]
HEADERS: list[dict[str, Any]] = [
    {"HTTP_ACCEPT_LANGUAGE": value}
    for value in ("sr", "xx-" * 400, "*;q=é, ../../x", "sr;q=9999999999999", "\xff\xfe", ",,,;;;", "de,en;q=0.5", "zh-Hant-TW-x-private", "sr@latin")
] + [
    {"HTTP_COOKIE": value}
    for value in ("django_language=../../x", "django_language=sr", "=; ;;", "sessionid=" + "x" * 9000, "a=\xff", '"', "a=b" * 2000)
] + [{f"HTTP_X_{number}": "x" for number in range(101)}]  # fmt: skip


def test_languages_and_cookies_of_the_browser_change_nothing(visitor: Client, rows: list[Model]) -> None:
    for given, path in product(HEADERS, PLACES):
        plain, answer = (ask(visitor, path, **headers) for headers in ({}, given))
        assert answer.status_code == plain.status_code, path
        assert answer.content == plain.content, path
        assert not {"accept-language", "cookie"} & {word.strip().lower() for word in answer.headers.get("Vary", "").split(",")}, path
        assert "Set-Cookie" not in answer.headers, path
        assert not answer.cookies, path


GARBAGE = [
    {name: value}
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
    for value in ("garbage", 'W/"', "Mon, 99 Foo 99999 99:99:99 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "\xff" + "," * 2000, "bytes=9-1")
]


def test_garbage_validators_get_the_page(visitor: Client, rows: list[Model]) -> None:
    file = next(path for row in rows for path in own_addresses(row) if path.endswith(".pdf"))
    for path, given in product(("/privacy/", "/partners/", file), GARBAGE):
        answer = ask(visitor, path, **given)
        assert answer.status_code == 200, (path, given)


def test_what_has_not_changed_is_304_and_an_edit_is_seen_at_once(visitor: Client, rows: list[Model]) -> None:
    for path in ("/partners/", "/partners/university-of-graz/", "/sitemap.xml"):
        first = ask(visitor, path)
        again = ask(visitor, path, HTTP_IF_NONE_MATCH=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b""), path
    graz: Any = next(row for row in rows if str(row) == "University of Graz")
    graz.city = "Zqcity"
    graz.save()
    for path in ("/partners/", "/partners/university-of-graz/"):
        answer = ask(visitor, path, HTTP_IF_NONE_MATCH=first.headers["ETag"])
        assert answer.status_code == 200
        assert "Zqcity" in answer.content.decode()
    graz.is_published = False
    graz.save()
    assert ask(visitor, "/partners/university-of-graz/", HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 404


def test_no_cache_keeps_a_preview(visitor: Client, admin_client: Client, rows: list[Model]) -> None:
    met = 0
    for row in rows:
        own = [path for path in own_addresses(row) if path not in plain_addresses()]
        if own and hasattr(row, "is_published"):
            type(row)._base_manager.filter(pk=row.pk).update(is_published=False)
            for path in own:
                answer = ask(admin_client, path)
                if answer.status_code == 200:
                    assert answer.headers["Cache-Control"] == "private, no-store", path
                    etag = answer.headers.get("ETag", "")
                    assert ask(visitor, path, HTTP_IF_NONE_MATCH=etag or '"x"').status_code == 404, path
                    met += 1
            type(row)._base_manager.filter(pk=row.pk).update(is_published=True)
    assert met >= 12
