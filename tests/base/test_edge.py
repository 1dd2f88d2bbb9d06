"""What no view should ever see is turned away at the edge, in the portal's own words (faults.md F6-F9, F21, 4.37-4.43)."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from intlcoop.base.middleware import edge
from tests.base import UnreadBody, ask, stack_without_profile

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def tiny_portal(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.base.urls"
    settings.MIDDLEWARE = stack_without_profile()
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "FOO"])
def test_other_methods_are_405_with_allow(method: str) -> None:
    answer = ask(method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert "<h1>This page cannot be used in that way</h1>" in answer.text


def test_options_is_204_and_names_the_methods(visitor: Client) -> None:
    answer = visitor.options("/form/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_head_is_get_without_body(visitor: Client) -> None:
    answer = visitor.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_views_own_405_is_friendly_and_keeps_its_allow(visitor: Client) -> None:
    answer = visitor.get("/only-post/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "This page cannot be used in that way" in answer.text


@pytest.mark.parametrize(("count", "status"), [(999, 200), (1000, 200), (1001, 400), (2000, 400), (100_000, 400)])
def test_up_to_a_thousand_parameters(count: int, status: int) -> None:
    answer = ask(QUERY_STRING="&".join(["a"] * count))
    assert answer.status == status
    if status == 400:
        assert "<h1>The portal cannot read this request</h1>" in answer.text


def test_a_parameter_flood_is_refused_though_forms_may_have_more_fields(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
    assert ask(QUERY_STRING="&".join(["a"] * 1001)).status == 400


def test_a_stricter_limit_of_django_never_leaves_the_edge_as_an_exception(settings: Settings) -> None:
    """Raised further in, it would be raised again by an error reporter that looks at request.GET (F6)."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = edge(lambda request: HttpResponse())(RequestFactory().get("/?" + "a&" * 11))
    assert answer.status_code == 400


@pytest.mark.parametrize(("path", "query"), [("/a\0b", ""), ("/", "q=a%00b"), ("/", "q=a\0b"), ("/", "%00=a")])
def test_nul_is_400(path: str, query: str) -> None:
    assert ask(path=path, QUERY_STRING=query).status == 400


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=\xff\xfe", "q=%ED%A0%80", "q=%", "q=%zz", "&&&==&", "q=%2500", "a;b;c"])
def test_undecodable_queries_are_answered(query: str) -> None:
    assert ask(QUERY_STRING=query).status == 200


@pytest.mark.parametrize(
    "path", ["/\xff\xfe/", "/%ff/", "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/.git/config", "/.env", "/manage.py"]
)
def test_odd_paths_are_404(path: str) -> None:
    assert ask(path=path).status == 404


@pytest.mark.parametrize("path", ["/static/../intlcoop/settings.py", "/static/..\\settings.py", "/static//etc/passwd", "/static/"])
def test_static_gives_neither_other_files_nor_a_listing(path: str) -> None:
    assert ask(path=path).status == 404


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain", "application/json"])
@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "iso-8859-1", "utf8", "nonsense", "", '"UTF-16"'])
def test_a_foreign_charset_is_415(kind: str, charset: str) -> None:
    answer = ask("POST", "/form/", CONTENT_TYPE=f"{kind}; charset={charset}", CONTENT_LENGTH="3")
    assert answer.status == 415
    assert "<h1>" in answer.text


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_is_read(visitor: Client, charset: str) -> None:
    answer = visitor.generic("POST", "/form/", "a=1&b=2", content_type=f"{FORM}; charset={charset}")
    assert answer.text == "fields 2 files 0"


@pytest.mark.parametrize(
    ("content_type", "query"),
    [
        (f"{FORM}; charset=hex", "a=1"),
        (f"{FORM}; charset=undefined", "a=1"),
        (f"{FORM}; charset=utf-8", "&".join(["a"] * 1001)),
        ("text/plain; charset*=bogus''a", ""),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_breaks_djangos_request_itself_is_400(method: str, content_type: str, query: str) -> None:
    answer = ask(method, CONTENT_TYPE=content_type, QUERY_STRING=query, CONTENT_LENGTH="0")
    assert answer.status == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Content-Length"]) == len(answer.text.encode())


@pytest.mark.parametrize("length", ["300000000", "9" * 400, "9" * 5000])
def test_a_body_above_the_limit_is_413_and_never_read(length: str) -> None:
    answer = ask("POST", "/form/", CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=length, **{"wsgi.input": UnreadBody()})
    assert answer.status == 413
    assert "<h1>What you sent is too large</h1>" in answer.text


def test_the_limit_is_the_settings(settings: Settings, visitor: Client) -> None:
    settings.MAX_BODY_BYTES = 10
    assert visitor.generic("POST", "/form/", "a=23456789", content_type=FORM).status_code == 200
    assert visitor.generic("POST", "/form/", "a=234567890", content_type=FORM).status_code == 413


@pytest.mark.parametrize("length", ["-1", "+5", "5_000", "abc", "1e3", "٣", " 5", "0x10"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_length_that_is_no_number_is_400(method: str, length: str) -> None:
    assert ask(method, "/form/", CONTENT_TYPE=FORM, CONTENT_LENGTH=length).status == 400


def test_a_body_of_unknown_length_is_411_and_never_read() -> None:
    for environ in ({}, {"HTTP_TRANSFER_ENCODING": "chunked"}, {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "3"}):
        answer = ask("POST", "/form/", CONTENT_TYPE=FORM, **environ, **{"wsgi.input": UnreadBody()})
        assert answer.status == 411


def test_an_empty_post_says_so_and_passes(visitor: Client) -> None:
    assert visitor.generic("POST", "/form/", "", CONTENT_LENGTH="0").status_code == 200


@pytest.mark.parametrize(
    ("parameters", "body", "status"),
    [
        ("", b"--x\r\n", 400),
        ("; boundary=", b"--x\r\n", 400),
        ("; boundary=" + "x" * 300, b"--x\r\n", 400),
        ("; boundary=x", b"\xff" * 50, 200),
        (
            "; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nA\r\n--x--',
            400,
        ),
        ("; boundary=x", b"--x\r\nContent-Disposition: form-data; name=" + b"\xff" * 70_000, 400),
    ],
)
def test_broken_multipart_is_no_fault_of_ours(visitor: Client, parameters: str, body: bytes, status: int) -> None:
    answer = visitor.generic("POST", "/form/", body, content_type=f"multipart/form-data{parameters}")
    assert answer.status_code == status


def test_too_many_fields_in_a_form_are_400(visitor: Client) -> None:
    answer = visitor.generic("POST", "/form/", "&".join(["a"] * 1001), content_type=FORM)
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_a_body_above_djangos_own_limit_is_413(settings: Settings, visitor: Client) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert visitor.generic("POST", "/form/", "a=" + "b" * 20, content_type=FORM).status_code == 413


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "testserver@evil.example", ""])
def test_an_unknown_host_is_400_in_our_words(host: str) -> None:
    answer = ask(HTTP_HOST=host)
    assert answer.status == 400
    assert "<h1>The portal cannot read this request</h1>" in answer.text
    assert "evil" not in answer.text


def test_a_forwarded_host_is_ignored() -> None:
    answer = ask(HTTP_X_FORWARDED_HOST="evil.example")
    assert answer.status == 200
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_ACCEPT_LANGUAGE": "xx-" * 500},
        {"HTTP_ACCEPT_LANGUAGE": "*;q=é, ../../x"},
        {"HTTP_COOKIE": "django_language=../../x; sessionid=\xff; =; ;;"},
        {"HTTP_COOKIE": "csrftoken=" + "x" * 9000},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999 99:99:99 GMT"},
    ],
)
def test_garbage_headers_change_nothing(environ: dict[str, str]) -> None:
    answer = ask(**environ)
    assert answer.status == 200
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers or "HTTP_COOKIE" in environ
