"""Rows for tests: each builder makes a published, believable row from as little as the test cares about."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from intlcoop.office import roles
from intlcoop.office.models import ImportBatch, OfficeTask, Page, Policy, PolicyEvidence, PolicyObjective, Ranking, Reminder, StaffMember
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import OutgoingMail, Proposal, ReplyTemplate
from news.models import Article, ArticlePicture, Document, Event
from partners.models import Agreement, AgreementParty, ExchangeCondition, FactSheet, Figure, Institution, JointCentre, Membership, Person
from projects.models import Call, Participation, Programme, Project, ProjectNumber
from tests import uploads
from tests.uploads import pdf
from visitors.models import Appointment, Delegation, Honour, Placement, Visit


def office(**values: Any) -> Profile:
    """The office's own row, with every section in use."""
    return _saved(Profile(**{"name": "Faculty of Medicine", "university": "University of Zelengora", "country": "BA"} | values))


def institution(name: Any = "University of Graz", **values: Any) -> Institution:
    return _saved(Institution(**{"name": name, "country": "AT", "kind": "university", "is_published": True} | values))


def home(**values: Any) -> Institution:
    return institution(**{"name": "Faculty of Medicine", "country": "BA", "relation": "home"} | values)


def person(name: Any = "Ana Anić", **values: Any) -> Person:
    """Somebody who agreed to be named."""
    return _saved(Person(**{"name": name, "has_consent": True, "consent_note": "e-mail of 3 May 2026", "is_published": True} | values))


def agreement(*parties: Institution, **values: Any) -> Agreement:
    """With these parties, or with one that is made for it."""
    made = _saved(Agreement(**{"kind": "cooperation", "signed_on": "2020", "is_published": True} | values))
    for order, party in enumerate(parties or [institution()]):
        _saved(AgreementParty(agreement=made, institution=party, order=order))
    return made


def condition(agreement: Agreement, sending: Institution, receiving: Institution, **values: Any) -> ExchangeCondition:
    """Student studies, unless said otherwise."""
    return _saved(ExchangeCondition(**{"agreement": agreement, "sending": sending, "receiving": receiving} | values))


def fact_sheet(institution: Institution, **values: Any) -> FactSheet:
    return _saved(FactSheet(**{"institution": institution, "autumn_nomination": "05-15"} | values))


def centre(**values: Any) -> JointCentre:
    return _saved(JointCentre(**{"name": "Euroregional Centre", "is_published": True} | values))


def membership(**values: Any) -> Membership:
    return _saved(Membership(**{"body": "Magna Charta Universitatum", "is_published": True} | values))


def figure(**values: Any) -> Figure:
    """Over 800 trips of our staff."""
    return _saved(Figure(**{"subject": "staff_trips", "low": 800, "qualifier": "over", "is_published": True} | values))


def project(title: Any = "Education in Medical Physics", **values: Any) -> Project:
    return _saved(Project(**{"title": title, "is_published": True} | values))


def programme(name: Any = "Erasmus+", **values: Any) -> Programme:
    return _saved(Programme(**{"name": name, "is_published": True} | values))


def call(title: Any = "Summer practice in Graz", *hosts: Institution, **values: Any) -> Call:
    """For students, without a deadline unless one is given."""
    audience = {} if any(name.startswith("is_for_") for name in values) else {"is_for_students": True}
    made = _saved(Call(**{"title": title, "is_published": True} | audience | values))
    made.hosts.set(hosts)
    return made


def number(project: Project, as_printed: str, **values: Any) -> ProjectNumber:
    return _saved(ProjectNumber(**{"project": project, "as_printed": as_printed} | values))


def participation(project: Project, institution: Institution, **values: Any) -> Participation:
    return _saved(Participation(**{"project": project, "institution": institution, "role": "partner"} | values))


def appointment(who: Person | None = None, **values: Any) -> Appointment:
    """A term of this visiting professor, or of one who is made for it."""
    return _saved(Appointment(**{"person": who or person(), "is_published": True} | values))


def visit(**values: Any) -> Visit:
    return _saved(Visit(**{"visitor": "A group of lecturers", "is_published": True} | values))


def delegation(**values: Any) -> Delegation:
    """From an embassy, unless an institution is given."""
    given = {"is_published": True} | ({} if "institution" in values else {"organisation": "Embassy of Japan", "country": "JP"})
    return _saved(Delegation(**given | values))


def honour(**values: Any) -> Honour:
    given = {"kind": "honorary_doctor", "awarded_on": "2020", "is_published": True} | values
    return _saved(Honour(**given if "institution" in given or "person" in given else given | {"person": person()}))


def placement(number: int = 12, **values: Any) -> Placement:
    """Of our students who studied in Austria."""
    given = {"academic_year": "2024/2025", "direction": "outgoing", "kind": "study", "country": "AT", "is_published": True}
    return _saved(Placement(**given | {"number": number} | values))


def event(title: Any = "Days of Cardiology", **values: Any) -> Event:
    return _saved(Event(**{"title": title, "is_published": True} | values))


def document(title: Any = "Studying medicine in English", **values: Any) -> Document:
    """A paper of two pages."""
    return _saved(Document(**{"title": title, "file": pdf(), "is_published": True} | values))


def article(title: Any = "Guests from Graz", **values: Any) -> Article:
    """Related records are given as lists: institutions=[…]."""
    related = {name: values.pop(name) for name in ("institutions", "projects", "events") if name in values}
    made = _saved(Article(**{"title": title, "is_published": True} | values))
    for name, rows in related.items():
        getattr(made, name).set(rows)
    return made


def article_picture(article: Article, *, size: tuple[int, int] = (600, 400), **values: Any) -> ArticlePicture:
    given = {"article": article, "alt": "Four guests in the hall", "picture": uploads.picture(content=uploads.drawn(*size))}
    return _saved(ArticlePicture(**given | values))


def import_batch(**values: Any) -> ImportBatch:
    """Looked at by an administrator, and not confirmed."""
    by = {} if "made_by" in values else {"made_by": User.objects.first() or account(roles.ADMINISTRATOR, username="importer")}
    return ImportBatch.objects.create(**{"noun": "institution", "file_name": "partners.csv"} | by | values)


def proposal(institution: str = "University of Coimbra", **values: Any) -> Proposal:
    """What somebody wrote at /propose/."""
    given = {"key": uuid.uuid4(), "name": "Inês Sá", "email": "ines@example.pt", "country": "PT", "text": "We propose an exchange. " * 4}
    return _saved(Proposal(**given | {"institution": institution, "topics": ["student_exchange"]} | values))


def outgoing_mail(**values: Any) -> OutgoingMail:
    """To a visitor, and not sent yet."""
    given = {"to": "ines@example.pt", "subject": "Your proposal", "text": "We have received it.", "purpose": "confirmation"}
    return _saved(OutgoingMail(**given | values))


def reminder(**values: Any) -> Reminder:
    """That an agreement ended on the last day of March."""
    given = {
        "model": "partners.agreement",
        "target": 1,
        "name": "end",
        "due_on": "2027-03-31",
        "threshold": "0d",
        "remind_on": "2027-03-31",
    }
    return _saved(Reminder(**given | values))


def reply_template(**values: Any) -> ReplyTemplate:
    given = {"name": "A question", "language": "en", "text": "Dear {name}, we have a question about {reference}."}
    return _saved(ReplyTemplate(**given | values))


def page(title: Any = "Studying here", **values: Any) -> Page:
    return _saved(Page(**{"title": title, "body": "<p>Words.</p>", "is_published": True} | values))


def policy(*objectives: tuple[str, str], **values: Any) -> Policy:
    """With objectives given as (level, text)."""
    made = _saved(Policy(**{"title": "Internationalisation policy", "is_published": True} | values))
    for order, (level, text) in enumerate(objectives):
        _saved(PolicyObjective(policy=made, level=level, text=text, order=order))
    return made


def evidence(objective: PolicyObjective, text: Any = "24 students spent a term abroad.", **values: Any) -> PolicyEvidence:
    return _saved(PolicyEvidence(**{"objective": objective, "text": text} | values))


def ranking(**values: Any) -> Ranking:
    return _saved(Ranking(**{"system": "World Ranking", "year": 2025, "position": "601–800", "is_published": True} | values))


def staff_member(who: Person | None = None, **values: Any) -> StaffMember:
    return _saved(StaffMember(**{"person": who or person(), "role": "Erasmus+ coordinator", "is_published": True} | values))


def task(text: Any = "Prepares agreements.", **values: Any) -> OfficeTask:
    return _saved(OfficeTask(**{"text": text, "is_published": True} | values))


def of(model: type[Any]) -> Callable[..., Any]:
    """The builder of a model, for tests about all of them."""
    return globals()[
        {"JointCentre": "centre", "OfficeTask": "task", "StaffMember": "staff_member"}.get(model.__name__, model.__name__.lower())
    ]


PASSWORD = "a long walk by the river"


def account(*names: str, username: str = "colleague", **values: Any) -> User:
    """Somebody of the office with these roles, who signs in with PASSWORD."""
    if names and not Group.objects.exists():  # a test with a live server has emptied all tables
        roles.set_up()
    made = User.objects.create_user(username, password=PASSWORD, **{"is_staff": True} | values)
    made.groups.set(Group.objects.filter(name__in=names))
    assert made.groups.count() == len(names)
    return made


def _saved(row: Any) -> Any:
    """Checked as a form checks it. The database checks the constraints by itself; Django's questions about each cost more than the rest."""
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.validate_constraints()  # in the constraint's own words
        raise
    return row
