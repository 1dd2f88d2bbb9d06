"""The second factor: setting it up, signing in with it, losing it, being made to have it (faults.md 4.8)."""

import datetime
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page
from pytest_django import Settings

from intlcoop.office import second_factor
from intlcoop.office.models import RecoveryCode
from intlcoop.office.roles import ADMINISTRATOR, VIEWER
from tests.builders import PASSWORD, account, event, office
from tests.pages import shown

pytestmark = pytest.mark.django_db

LOGIN, PAGE = "/admin/login/", "/admin/second-factor/"


@pytest.fixture(autouse=True)
def staff() -> User:
    office()
    return account(VIEWER)


def app_code(user: User, steps: int = 0) -> str:
    """What the telephone shows, `steps` half minutes from now."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def wrong_code(user: User) -> str:
    near = {app_code(user, steps) for steps in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777") if code not in near)


def set_up(user: User) -> list[str]:
    """Done half a minute ago, so that the newest code has not been used yet; gives the recovery codes."""
    second_factor.begin(user)
    codes = second_factor.confirm(user, app_code(user, -1))
    assert codes
    return codes


def sign_in(code: str = "", address: str = "203.0.113.7", **data: str) -> Any:
    return Client().post(LOGIN, {"username": "colleague", "password": PASSWORD, "code": code} | data, REMOTE_ADDR=address)


def wait(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + datetime.timedelta(seconds=seconds))


def test_setting_it_up(staff: User) -> None:
    client = Client()
    client.force_login(staff)
    assert "Set it up" in shown(client, PAGE)
    assert TOTPDevice.objects.count() == 0
    assert client.post(PAGE, {"deed": "begin"}).status_code == 302
    html = shown(client, PAGE)
    secret = second_factor.secret(TOTPDevice.objects.get())
    assert secret in html
    (picture,) = re.findall(r'<svg [^>]*class="qr".*?</svg>', html, re.DOTALL)
    assert "<path" in picture
    assert "style=" not in picture
    assert "data:" not in html
    assert sign_in().status_code == 302  # until it is finished, nothing is asked for
    answer = client.post(PAGE, {"deed": "confirm", "code": app_code(staff)})
    codes = re.findall(r"<code>([a-z2-9-]{19})</code>", answer.text)
    assert len(set(codes)) == 10
    again = shown(client, PAGE)
    assert "10 recovery codes left" in again
    assert not [code for code in codes if code in again]
    assert secret not in again
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert sign_in().status_code == 200
    assert sign_in(codes[0].upper().replace("-", " ")).status_code == 302


def test_a_wrong_code_does_not_finish_it(staff: User) -> None:
    client = Client()
    client.force_login(staff)
    client.post(PAGE, {"deed": "begin"})
    answer = client.post(PAGE, {"deed": "confirm", "code": wrong_code(staff)})
    assert "This code does not fit" in answer.text
    assert not second_factor.is_set_up(staff)


def test_signing_in_needs_the_code_and_each_code_counts_once(staff: User) -> None:
    set_up(staff)
    assert [sign_in(code).status_code for code in ("", "x", "-")] == [200, 200, 200]
    code = app_code(staff)
    assert sign_in(code, password="wrong, and often").status_code == 200
    assert sign_in(f"{code[:3]} {code[3:]}").status_code == 302
    assert sign_in(code).status_code == 200


def test_the_answer_does_not_tell_whether_the_password_was_right(staff: User) -> None:
    set_up(staff)

    def words(answer: Any) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)

    assert words(sign_in("")) == words(sign_in("", password="wrong, and often"))


def test_a_recovery_code_counts_once(staff: User) -> None:
    first, second, *_rest = set_up(staff)
    assert [sign_in(code).status_code for code in (first, first, second)] == [302, 200, 302]
    assert RecoveryCode.objects.left(staff) == 8


def test_the_sixth_wrong_code_closes_the_door_for_the_address(staff: User) -> None:
    set_up(staff)
    assert [sign_in(wrong_code(staff)).status_code for _ in range(6)] == [200, 200, 200, 200, 200, 429]
    assert sign_in(app_code(staff)).status_code == 429


def test_whoever_changes_addresses_is_slowed_down_too(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(staff)
    for number in range(4):
        sign_in(wrong_code(staff), f"203.0.113.{number}")
    assert sign_in(app_code(staff), "203.0.113.9").status_code == 200
    wait(monkeypatch, 9)
    assert sign_in(app_code(staff), "203.0.113.9").status_code == 302


def test_wrong_codes_of_somebody_signed_in_are_counted_too(staff: User) -> None:
    set_up(staff)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(staff)
    answers = [client.post(PAGE, {"deed": "remove", "code": "x"}).status_code for _ in range(7)]
    assert answers == [200, 200, 200, 200, 200, 429, 429]
    assert second_factor.is_set_up(staff)


def test_new_recovery_codes_replace_the_old_ones(staff: User) -> None:
    old, other, *_rest = set_up(staff)
    client = Client()
    client.force_login(staff)
    assert "shown only now" in client.post(PAGE, {"deed": "renew", "code": old}).text
    assert RecoveryCode.objects.left(staff) == 10
    assert sign_in(other).status_code == 200


def test_giving_it_up_takes_a_code(staff: User) -> None:
    code, *_rest = set_up(staff)
    client = Client()
    client.force_login(staff)
    client.post(PAGE, {"deed": "begin"})
    assert second_factor.is_set_up(staff)
    client.post(PAGE, {"deed": "remove", "code": "wrong"})
    assert second_factor.is_set_up(staff)
    assert client.post(PAGE, {"deed": "remove", "code": code}).status_code == 302
    assert not second_factor.is_set_up(staff)
    assert RecoveryCode.objects.left(staff) == 0
    assert sign_in().status_code == 302


def test_an_administrator_removes_the_factor_of_a_colleague_but_not_of_a_superuser(staff: User) -> None:
    root = account(username="root", is_superuser=True)
    set_up(staff)
    set_up(root)
    client = Client()
    client.force_login(account(ADMINISTRATOR, username="boss"))
    client.post("/admin/auth/user/", {"action": "remove_second_factor", "_selected_action": [staff.pk, root.pk]})
    assert [second_factor.is_set_up(user) for user in (staff, root)] == [False, True]


def test_required_means_nothing_else_before_it_is_set_up(staff: User, settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    draft = event(is_published=False)
    client = Client()
    client.force_login(staff)
    for path in ("/admin/", "/admin/news/event/", "/admin/password_change/", "/admin/jsi18n/", "/admin/nothing/", draft.get_absolute_url()):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE), path
    assert client.post("/admin/news/event/add/", {}).headers["Location"] == PAGE
    assert "The office requires a second factor" in shown(client, PAGE)
    set_up(staff)
    shown(client, "/admin/news/event/")
    assert Client().get("/").status_code == 200
    other = Client()
    other.force_login(account(VIEWER, username="leaving"))
    assert other.post("/admin/logout/").status_code == 200


def test_off_asks_for_nothing(staff: User, settings: Settings) -> None:
    set_up(staff)
    settings.SECOND_FACTOR = "off"
    assert 'name="code"' not in shown(Client(), LOGIN)
    assert sign_in().status_code == 302
    client = Client()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in shown(client, "/admin/")


def test_the_way_to_it_is_on_every_page(staff: User) -> None:
    client = Client()
    client.force_login(staff)
    assert f'href="{PAGE}"' in shown(client, "/admin/")


@pytest.mark.django_db(transaction=True)
def test_in_a_browser(page: Page, staff: User) -> None:
    """The QR code is drawn under the strict policy, and the whole way works with the keyboard."""
    page.goto(LOGIN)
    page.get_by_label("Username").fill("colleague")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("button", name="Set it up").click()
    box = page.locator("svg.qr").bounding_box()
    assert box
    assert box["width"] > 150
    page.get_by_label("Code", exact=True).or_(page.get_by_label("Code:", exact=True)).fill(app_code(staff, -1))
    page.get_by_role("button", name="Finish").click()
    assert page.locator(".recovery-codes li").count() == 10
    code: Callable[[], str] = page.locator(".recovery-codes code").first.inner_text
    recovery = code()
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/news/event/")
    page.get_by_label("Username").fill("colleague")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code of the second factor").fill(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/news/event/")
