"""How long staff stay signed in, and what ends it (faults.md 4.7)."""

import datetime
from collections.abc import Callable

import pytest
from django.conf import settings as portal
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from intlcoop.office.roles import ADMINISTRATOR, PUBLISHER, VIEWER
from tests.builders import PASSWORD, account, event, office
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
RIGHT = {"username": "colleague", "password": PASSWORD}
MINUTES, HOURS = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def staff() -> None:
    office()
    account(VIEWER)
    account(PUBLISHER, username="publisher")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.timedelta], None]:
    """Turns the clock on, further each time."""
    real, passed = timezone.now, [datetime.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + passed[0])

    def turn(by: datetime.timedelta) -> None:
        passed[0] += by

    return turn


def signed_in(**data: str) -> Client:
    client = Client()
    assert client.post(LOGIN, RIGHT | data).status_code == 302
    return client


def works(client: Client, path: str = "/admin/") -> bool:
    answer = client.get(path)
    assert answer.status_code == 200 or answer.headers["Location"].startswith(LOGIN)
    return answer.status_code == 200


def test_three_hours_without_a_click_end_it(later: Callable[[datetime.timedelta], None]) -> None:
    client = signed_in()
    later(3 * HOURS - MINUTES)
    assert works(client)
    later(3 * HOURS - MINUTES)
    assert works(client)
    later(3 * HOURS + MINUTES)
    assert not works(client)


def test_twelve_hours_end_it_whatever_is_done(later: Callable[[datetime.timedelta], None]) -> None:
    client = signed_in()
    for _ in range(5):
        later(2.3 * HOURS)
        assert works(client)
    later(0.6 * HOURS)
    assert not works(client)


def test_a_preview_ends_with_the_session(later: Callable[[datetime.timedelta], None]) -> None:
    draft = event(is_published=False)
    client = signed_in()
    assert client.get(draft.get_absolute_url()).status_code == 200
    later(3 * HOURS + MINUTES)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_click_a_minute_writes_nothing(django_assert_max_num_queries: Callable[..., object]) -> None:
    client = signed_in()
    kept = Session.objects.get().session_data
    for _ in range(3):
        assert works(client)
    assert Session.objects.get().session_data == kept


def test_the_number_of_the_session_is_new_after_signing_in() -> None:
    client = Client()
    session = client.session
    session["anything"] = "set before"
    session.save()
    brought = str(session.session_key)
    client.cookies[portal.SESSION_COOKIE_NAME] = brought
    client.post(LOGIN, RIGHT)
    assert client.cookies[portal.SESSION_COOKIE_NAME].value != brought
    stranger = Client()
    stranger.cookies[portal.SESSION_COOKIE_NAME] = brought
    assert not works(stranger)


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    cookie = signed_in().cookies[portal.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 0 < int(cookie["max-age"]) <= 3 * 3600


def test_a_new_password_ends_the_other_sessions() -> None:
    here, elsewhere = signed_in(), signed_in()
    new = "another walk by the river"
    here.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert works(here)
    assert not works(elsewhere)


def test_a_password_set_by_an_administrator_ends_the_sessions_of_its_owner() -> None:
    theirs = signed_in()
    administrator = Client()
    administrator.force_login(account(ADMINISTRATOR, username="boss"))
    path = f"/admin/auth/user/{User.objects.get(username='colleague').pk}/password/"
    new = "another walk by the river"
    assert administrator.post(path, filled(shown(administrator, path), password1=new, password2=new)).status_code == 302
    assert not works(theirs)
    assert signed_in(password=new)


@pytest.mark.parametrize("taken", ["is_active", "is_staff"])
def test_a_closed_account_is_out_at_the_next_request(taken: str) -> None:
    client = signed_in()
    User.objects.filter(username="colleague").update(**{taken: False})
    assert not works(client)
    assert client.get("/admin/").status_code == 302


def test_signing_out_deletes_the_session() -> None:
    client = signed_in()
    brought = client.cookies[portal.SESSION_COOKIE_NAME].value
    assert Session.objects.count() == 1
    assert client.post("/admin/logout/").status_code == 200
    assert Session.objects.count() == 0
    stranger = Client()
    stranger.cookies[portal.SESSION_COOKIE_NAME] = brought
    assert not works(stranger)


def test_no_cache_keeps_a_page_of_the_admin() -> None:
    client = signed_in()
    for path in ("/admin/", LOGIN, "/admin/news/event/", "/admin/second-factor/", "/admin/password_change/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_what_was_sent_after_the_end_comes_back_after_the_sign_in() -> None:
    made = event()
    path = f"/admin/news/event/{made.pk}/change/"
    client = signed_in(username="publisher")
    sent = filled(shown(client, path), title_en="A <b>long</b> text & „Наслов“", title_sr="")
    client.logout()

    answer = client.post(path, sent)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Your text is kept on this page" in page
    wrong = client.post(LOGIN, filled(page, username="publisher", password="wrong"))
    assert "Your text is kept on this page" in wrong.content.decode()
    again = client.post(LOGIN, filled(wrong.content.decode(), username="publisher", password=PASSWORD))
    assert again.status_code == 200
    assert "no-store" in again.headers["Cache-Control"]
    assert "<b>" not in again.content.decode()
    back = filled(again.content.decode())
    assert f'action="{path}"' in again.content.decode()
    assert client.post(path, back).status_code == 302
    made.refresh_from_db()
    assert made.title["en"] == "A <b>long</b> text & „Наслов“"


def test_nothing_secret_and_nothing_empty_is_carried_along() -> None:
    for path, sent in (
        ("/admin/password_change/", {"old_password": "a", "new_password1": "b", "new_password2": "b"}),
        ("/admin/second-factor/", {"code": "123456"}),
        ("/admin/news/event/add/", {"_save": "Save"}),
    ):
        answer = Client().post(path, sent)
        assert answer.headers["Location"].startswith(f"{LOGIN}?next={path}")


def test_an_address_elsewhere_is_never_the_target_of_what_was_kept() -> None:
    answer = Client().post(LOGIN, RIGHT | {"kept": "title_en=x", "next": "https://evil.example/"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()
    assert 'action="/admin/"' in answer.content.decode()
