"""A portal with a row of everything, and all its addresses."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import CharField, Model, TextField, UniqueConstraint
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from intlcoop.base import data
from intlcoop.base.files import HasFiles
from intlcoop.base.models import Record
from intlcoop.base.translated import TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.office import roles
from intlcoop.office.models import PageLink
from intlcoop.office.models.desk import Desk, fingerprint
from intlcoop.profile import data_links, stylesheet
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Proposal
from partners.models import Department, InstitutionName, Scope
from projects.models import ProjectLink, ProjectMember
from tests import builders, uploads
from tests.house import our_models

RECORDS = [model for model in our_models() if issubclass(model, Record)]
TEXTUAL = ("text/", "application/xml", "application/json", "application/geo+json", "application/atom+xml")
SITE = "https://example.org/"
CALENDAR = "a-secret-of-the-colleague-whose-calendar-it-is"


def furnished() -> list[Model]:
    """An office that uses every section, and a published row of each model, linked as an office would link them."""
    office = builders.office(languages=["en", "sr"], website=SITE, email="office@example.org", brand_colour="#224488")
    home = builders.home()
    graz = builders.institution("University of Graz", website=SITE, logo=uploads.picture())
    person = builders.person(website=SITE, institution=graz, photo=uploads.picture())
    agreement = builders.agreement(home, graz, document=uploads.pdf(), is_document_public=True)
    programme = builders.programme(website=SITE)
    project = builders.project(programme=programme)
    call = builders.call("Summer practice in Graz", graz, programme=programme, website=SITE)
    centre = builders.centre(agreement=agreement, website=SITE)
    appointment = builders.appointment(person, project=project)
    event = builders.event(starts_on="2026-05-04", organiser=graz, centre=centre, project=project, website=SITE)
    document = builders.document(institution=graz)
    article = builders.article(institutions=[graz], projects=[project], events=[event])
    policy = builders.policy(("objective", "More exchange."), version="1/2026", adopted_on="2020")
    page = builders.page()
    rows = [
        office, home, graz, person, agreement, programme, project, call, centre, appointment, event, document, article, policy, page,
        builders.page("About partners", section="partners"),
        builders.condition(agreement, home, graz), builders.fact_sheet(graz, housing_page=SITE),
        builders.membership(website=SITE), builders.figure(), builders.figure(subject="graduates"), builders.number(project, "2020-1-AT01"),
        builders.participation(project, graz), builders.visit(institution=graz), builders.delegation(institution=graz, head=person),
        builders.honour(person=person), builders.placement(), builders.article_picture(article), builders.proposal(website=SITE),
        builders.evidence(policy.objectives.get(), project=project), policy.objectives.get(), builders.ranking(website=SITE),
        builders.staff_member(person), builders.task(),
    ]  # fmt: skip
    colleague = builders.account(roles.VIEWER, username="colleague-with-a-calendar")
    parts = [
        Desk(user=colleague, feed_digest=fingerprint(CALENDAR)),
        Department(institution=graz, name="Department of Surgery"),
        InstitutionName(institution=graz, text="Karl-Franzens-Universität", kind="former"),
        PageLink(page=page, label="More", url=SITE),
        ProjectLink(project=project, label="Website", url=SITE),
        ProjectMember(project=project, person=person, role="Coordinator"),
    ]
    for part in parts:
        part.save()
    return [*rows, *parts, *Scope.objects.all()[:1]]


def public_patterns(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Full name and pattern of every address outside the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from public_patterns(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif not str(entry.pattern).startswith("admin/"):
            yield ":".join([*namespaces, str(entry.name)]), entry


def plain_addresses() -> list[str]:
    """Every public address without a parameter: home, lists, search, form, and what machines ask."""
    return sorted({reverse(name) for name, pattern in public_patterns() if not pattern.pattern.converters})


def data_addresses(*, but: tuple[str, ...] = ()) -> list[str]:
    """Every list in each of its formats, less these."""
    found = [(resource.name, extension) for resource in data.resources(Section.values) for extension in resource.extensions]
    return [reverse("office:export", args=[name, extension]) for name, extension in found if extension not in but]


def own_addresses(row: Any) -> list[str]:
    """The addresses that exist because of this row: its page and its files."""
    found = []
    if isinstance(row, Profile):
        found.append(stylesheet.address(row))
    if isinstance(row, Desk):
        found.append(reverse("staff_calendar", args=[CALENDAR]))
    if isinstance(row, Proposal):
        found += [reverse(f"proposals:{page}", args=[row.token]) for page in ("status", "withdraw")]
    if hasattr(row, "get_absolute_url") and (page := row.get_absolute_url()):
        found.append(page.partition("#")[0])
        if entry := data_links.entry_address(row):
            found.append(entry)
    if isinstance(row, HasFiles):
        for _field, file in row.files():
            found += [reverse("file", args=[row._meta.label_lower, row.pk, name.rpartition("/")[2]]) for name in file.names]
    return found


def all_addresses(rows: list[Model]) -> list[str]:
    """Every public address of a furnished portal. A kind of page of which there is no row is a fault of `furnished`."""
    paths = sorted({*plain_addresses(), *data_addresses(but=("csv", "xlsx")), *(path for row in rows for path in own_addresses(row))})
    met = {resolve(path).view_name for path in paths}
    missing = {name for name, _pattern in public_patterns()} - met
    assert not missing, f"make a row in tests/faults/portal.py for {missing}"
    return paths


def changelists() -> list[str]:
    """Every list of the admin."""
    return sorted(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry)


def change_page(row: Model) -> str:
    """The row's form in the admin; "" for parts that have none of their own."""
    if type(row) not in admin.site._registry:
        return ""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def text_fields(model: type[Model]) -> list[Any]:
    """Columns that take any words: no choices, no addresses, nothing unique, nothing that the portal computes."""
    unique = {name for rule in model._meta.constraints if isinstance(rule, UniqueConstraint) for name in rule.fields}
    return [
        field
        for field in model._meta.fields
        if field.editable
        and field.name not in unique
        and (isinstance(field, TranslatedField) or (type(field) in {CharField, TextField} and not field.choices))
    ]


def web_fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.fields if isinstance(field, WebAddressField)]


def ask(client: Client, path: str, **given: Any) -> Any:
    """The answer to a GET. A file is read to its end, which closes it."""
    answer: Any = client.get(path, **given)
    if answer.streaming:
        b"".join(answer)
    return answer


def is_text(answer: Any) -> bool:
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith(TEXTUAL)
