"""Who may open which page of the admin: every address of the URL configuration, for every role (faults.md 4.1)."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from intlcoop.office.models import PolicyEvidence
from intlcoop.office.roles import ADMINISTRATOR, EDITOR, INBOX_OFFICER, PUBLISHER, VIEWER
from intlcoop.profile.models import OldAddress, Profile
from partners.models import Department, Scope
from tests import builders
from tests.builders import account, agreement, event, institution, office, proposal
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db

CONTENT = {"partners", "projects", "visitors", "news", "office"}
NOBODY = "nobody"
WHO = [NOBODY, VIEWER, EDITOR, PUBLISHER, INBOX_OFFICER, ADMINISTRATOR]
# What no role may do, because the page itself does not exist for anybody.
NEVER = {"auth_user_delete", "profile_profile_delete", "profile_profile_add", "proposals_proposal_add",
         "proposals_proposal_delete", "proposals_outgoingmail_add", "proposals_outgoingmail_delete",
         "office_reminder_add", "office_reminder_delete",
         "profile_oldaddress_add", "profile_oldaddress_delete", "office_importbatch_delete"}  # fmt: skip
# Rows under a record that also have a page of their own; whoever may edit the record may take them off again.
PARTS = {"office_policyevidence_delete", "partners_department_delete"}
# Their rows name people or say how to reach them.
WITH_PEOPLE = {"partners_person", "visitors_appointment", "visitors_visit", "visitors_delegation", "visitors_honour", "office_staffmember"}
FOR_ALL_STAFF = {"index", "jsi18n", "password_change", "password_change_done"}


def allowed(who: str, app: str, verb: str) -> bool:
    """The rules in the words of the brief; not read from the code that they test."""
    if verb == "export people":
        return who == ADMINISTRATOR
    if app in CONTENT:
        verbs = {VIEWER: {"view"}, EDITOR: {"view", "add", "change"}, INBOX_OFFICER: {"view"}}
        return verb in verbs.get(who, set()) or who in {PUBLISHER, ADMINISTRATOR}
    if app == "proposals":
        return who in {INBOX_OFFICER, ADMINISTRATOR}
    if app == "auth":
        return who == ADMINISTRATOR
    assert app == "profile", f"say in roles.py and here who may see the app {app}"
    return who in {PUBLISHER, ADMINISTRATOR} or (who != NOBODY and verb == "view")


def addresses(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[URLPattern]:
    """Every address of the admin that has a name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif namespaces == ("admin",) and entry.name:
            yield entry


def by_model() -> dict[type[Model], Callable[[], Model]]:
    """A way to make a row of each model: its builder, or one of the few written here."""
    made: dict[Any, Any] = {
        function.__annotations__["return"]: function
        for _name, function in inspect.getmembers(builders, inspect.isfunction)
        if function.__module__ == builders.__name__ and inspect.isclass(function.__annotations__.get("return"))
        if not [p for p in inspect.signature(function).parameters.values() if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    }
    return made | {
        Department: lambda: Department.objects.create(institution=institution("University of Split"), name="Department of Surgery"),
        PolicyEvidence: lambda: builders.evidence(builders.policy(("objective", "More exchange"), version="2").objectives.get()),
        OldAddress: lambda: OldAddress.objects.create(model="partners.institution", slug="old", target=1),
        Scope: lambda: Scope.objects.first() or Scope.objects.create(code="x", name="x"),
        Profile: Profile.objects.get,
        User: lambda: account(username="somebody-else"),
    }


def model_pages() -> Iterator[tuple[str, str, str, str]]:
    """(app, verb, URL name, path) of each page about a model, with a row of it."""
    makers, rows = by_model(), {}
    for model in admin.site._registry:
        assert model in makers, f"write a builder for {model._meta.label} in tests/builders.py"
        rows[f"{model._meta.app_label}_{model._meta.model_name}"] = makers[model]()
    for pattern in addresses():
        prefix = next((prefix for prefix in sorted(rows, key=len, reverse=True) if pattern.name.startswith(f"{prefix}_")), None)
        if prefix is None:
            continue
        row = rows[prefix]
        page = pattern.name.removeprefix(f"{prefix}_")
        of_people = page.startswith("export_") and prefix in WITH_PEOPLE
        verb = (
            "export people"
            if of_people
            else {"add": "add", "template": "add", "delete": "delete", "password_change": "change"}.get(page, "view")
        )
        arguments: list[Any] = [row.pk] * len(pattern.pattern.converters) or [row.pk] * pattern.pattern.regex.groups
        if page == "simple_history":
            arguments[1] = row.history.first().pk
        yield row._meta.app_label, verb, pattern.name, reverse(f"admin:{pattern.name}", args=arguments)


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(account(*([] if who == NOBODY else [who]), username=f"account-{who}"))
    return client


@pytest.fixture
def made_office() -> None:
    office()


@pytest.mark.once
@pytest.mark.usefixtures("made_office")
def test_every_page_of_every_model_for_every_role() -> None:
    clients = {who: signed_in(who) for who in WHO}
    without_staff = Client()
    without_staff.force_login(account(username="outsider", is_staff=False))
    pages, wrong = list(model_pages()), []
    assert len({app for app, *_rest in pages}) == len(CONTENT) + 3
    for app, verb, name, path in pages:
        for outsider in (Client(), without_staff):
            answer = outsider.get(path)
            if (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) != (302, "/admin/login/"):
                wrong.append(f"{path}: {answer.status_code} for somebody who is not staff")
        for who, client in clients.items():
            may = allowed(who, app, "change" if name in PARTS else verb)
            right = 200 if name not in NEVER and may else 403
            status = client.get(path).status_code
            if status != right:
                wrong.append(f"{path}: {status} for {who}, not {right}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("made_office")
def test_addresses_that_belong_to_no_model() -> None:
    models = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    names = {pattern.name for pattern in addresses() if not any(pattern.name.startswith(f"{model}_") for model in models)}
    assert names >= FOR_ALL_STAFF | {"login", "logout", "autocomplete", "view_on_site", "app_list"}
    nobody, viewer = signed_in(NOBODY), signed_in(VIEWER)
    for name in FOR_ALL_STAFF:
        assert (nobody.get(reverse(f"admin:{name}")).status_code) == 200, name
    for path in (
        "/admin/second-factor/",
        *(reverse(f"admin:{name}") for name in FOR_ALL_STAFF - {"jsi18n"}),
        "/admin/partners/",
        "/admin/nothing/",
    ):
        assert Client().get(path).headers["Location"].startswith("/admin/login/?next="), path
    assert [client.get("/admin/partners/").status_code for client in (nobody, viewer)] == [404, 200]
    assert [client.get("/admin/proposals/").status_code for client in (nobody, viewer)] == [404, 404]
    assert viewer.get("/admin/auth/").status_code == 404
    assert viewer.get("/admin/auth/group/").status_code == viewer.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert viewer.get("/admin/password_reset/").status_code == 404


@pytest.mark.usefixtures("made_office")
def test_autocomplete_asks_for_the_right_to_see() -> None:
    path = "/admin/autocomplete/?app_label=partners&model_name=agreementparty&field_name=institution"
    institution("University of Graz")
    assert Client().get(path).status_code == 302
    assert signed_in(NOBODY).get(path).status_code == 403
    assert "Graz" in signed_in(VIEWER).get(path).content.decode()


@pytest.mark.usefixtures("made_office")
@pytest.mark.parametrize("who", [VIEWER, EDITOR, PUBLISHER])
def test_proposals_are_invisible_to_others(who: str) -> None:
    """In the index, the search of the portal, autocomplete, the history and the log of the admin."""
    sent = proposal("Secret Institute", internal_note="quiet")
    client = signed_in(who)
    for path in ("/admin/", "/search/?q=Secret", "/admin/auth/"):
        text = client.get(path).content.decode()
        assert "roposals/proposal" not in text
        assert "Secret Institute" not in text
    pages = ["change", "history", "delete", "reply", "accept", "erase", "data"]
    hidden = ["", "?q=Secret", *(f"{sent.pk}/{page}/" for page in pages)]
    assert {client.get(f"/admin/proposals/proposal/{path}").status_code for path in hidden} == {403}
    for page in ("reply", "accept", "erase"):
        assert client.post(f"/admin/proposals/proposal/{sent.pk}/{page}/", {"text": "x"}).status_code == 403
    for model in ("outgoingmail", "replytemplate"):
        assert client.get(f"/admin/proposals/{model}/").status_code == 403
    answer = client.get("/admin/autocomplete/?app_label=proposals&model_name=proposal&field_name=country")
    assert answer.status_code == 403
    assert "Secret Institute" in shown(signed_in(INBOX_OFFICER), "/admin/proposals/proposal/")


def test_an_editor_enters_records_and_their_rows_but_does_not_publish() -> None:
    office()
    kept = agreement(institution("University of Graz"), institution("University of Pécs"), is_published=False)
    client = signed_in(EDITOR)
    path = f"/admin/partners/agreement/{kept.pk}/change/"
    html = shown(client, path)
    prefix = re.findall(r'name="(\w+)-TOTAL_FORMS"', html)[0]
    assert client.post(path, filled(html, is_published="on", **{f"{prefix}-1-DELETE": "on"})).status_code == 302
    kept.refresh_from_db()
    assert not kept.is_published
    assert [party.institution.name.pick()[0] for party in kept.parties.all()] == ["University of Graz"]
    assert client.post(f"/admin/partners/agreement/{kept.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("who", "shows"), [(VIEWER, False), (EDITOR, False), (PUBLISHER, True), (ADMINISTRATOR, True)])
def test_who_publishes(who: str, shows: bool) -> None:
    office()
    draft = event(is_published=False)
    client = signed_in(who)
    client.post("/admin/news/event/", {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.is_published is shows


@pytest.mark.parametrize(("who", "status"), [(VIEWER, 403), (EDITOR, 403), (INBOX_OFFICER, 403), (PUBLISHER, 302), (ADMINISTRATOR, 302)])
def test_who_changes_the_profile(who: str, status: int) -> None:
    made = office()
    superuser = Client()
    superuser.force_login(account(username="root", is_superuser=True))
    form = filled(shown(superuser, "/admin/profile/profile/1/change/"), phone="+387 51 000 000")
    assert signed_in(who).post("/admin/profile/profile/1/change/", form).status_code == status
    made.refresh_from_db()
    assert (made.phone == "+387 51 000 000") is (status == 302)


def test_a_right_that_is_withdrawn_is_gone_at_the_next_request() -> None:
    office()
    client = signed_in(PUBLISHER)
    shown(client, "/admin/news/event/")
    User.objects.get(username="account-Publisher").groups.clear()
    assert client.get("/admin/news/event/").status_code == 403
    User.objects.get(username="account-Publisher").groups.set(Group.objects.filter(name=VIEWER))
    shown(client, "/admin/news/event/")
    assert client.get("/admin/news/event/add/").status_code == 403
