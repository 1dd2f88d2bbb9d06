"""A large office for measuring: thousands of invented rows, the same ones each time.

Rows go in by bulk_create, which asks each field's pre_save as save() does, so search texts and sort keys are filled; what
save() itself would add (the address, the kind of a number, the end of a call) is added here. No history is written.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from random import Random
from typing import Any

from django.db import models, transaction

from intlcoop.base.translated import Translated
from intlcoop.office import large_office_names as names
from intlcoop.office.loader import ORDER
from intlcoop.profile.models import Addressed, Profile
from news.models import Article, Event
from partners.models import Agreement, AgreementParty, ExchangeCondition, Institution, InstitutionName, Person, Scope
from projects.models import Call, Participation, Project, ProjectNumber
from projects.numbers import recognise
from visitors.models import Appointment, Placement

BATCH = 1000
SEED = 2026
NOTE = "Everything here is invented, to measure the portal with many records."
Tell = Callable[[str], None]


class FilledOfficeError(Exception):
    """The database holds somebody's content."""


@dataclass(frozen=True)
class Size:
    """How many rows of what. Everything else follows: names, parties, exchange places, numbers, consortia."""

    institutions: int = 10_000
    agreements: int = 20_000
    projects: int = 5_000
    placements: int = 50_000
    people: int = 1_000
    articles: int = 1_000
    events: int = 500
    calls: int = 200


def make(size: Size, *, tell: Tell, into_a_filled_office: bool = False) -> None:
    """All of it or nothing. Raises FilledOfficeError where people may have worked already, unless that is wanted."""
    with transaction.atomic():
        if not into_a_filled_office and (found := next((model for model in ORDER if model._default_manager.exists()), None)):
            raise FilledOfficeError(f"This database holds content ({found._meta.verbose_name_plural}). Sample data goes into an empty one.")
        _Maker(size, tell).make()


class _Maker:
    """One run. The order of the steps is part of the seed: the same calls of chance give the same rows."""

    def __init__(self, size: Size, tell: Tell) -> None:
        self.size, self.tell, self.chance = size, tell, Random(SEED)  # noqa: S311 - no secrets, only variety

    def make(self) -> None:
        self.home = self._home()
        self.cities = names.cities(self.chance, max(self.size.institutions // 4, 1))
        self.institutions: list[Institution] = self._keep(Institution, (self._institution(n) for n in range(self.size.institutions)))
        self._keep(InstitutionName, self._other_names())
        self.people: list[Person] = self._keep(Person, (self._person() for _ in range(self.size.people)))
        self._keep(Appointment, (self._appointment(person) for person in self.people))
        agreements = self._keep(Agreement, (self._agreement(n) for n in range(self.size.agreements)))
        parties = self._keep(AgreementParty, self._parties(agreements))
        self._keep(ExchangeCondition, self._conditions(parties))
        self._keep(Agreement.scopes.through, self._scopes(agreements))
        projects = self._keep(Project, (self._project() for _ in range(self.size.projects)))
        self._keep(ProjectNumber, self._numbers(projects))
        self._keep(Participation, self._consortia(projects))
        self._keep(Call, (self._call() for _ in range(self.size.calls)))
        self._keep(Placement, self._placements())
        self._keep(Event, (self._event() for _ in range(self.size.events)))
        self._keep(Article, (self._article() for _ in range(self.size.articles)))

    def _keep(self, model: type[Any], rows: Iterable[Any]) -> list[Any]:
        """Store the rows in batches, with an address each where they have one, and say how far it is."""
        kept: list[Any] = []
        is_addressed = issubclass(model, Addressed)
        taken = set(model._default_manager.values_list("slug", flat=True)) if is_addressed else set()
        coming = iter(rows)
        while batch := list(islice(coming, BATCH)):
            if is_addressed:
                for row in batch:
                    row.slug = next(slug for slug in row.slugs(row.slug_stem()) if slug not in taken)
                    taken.add(row.slug)
            kept += model._default_manager.bulk_create(batch)
            self.tell(f"{model._meta.verbose_name_plural}: {len(kept)}")
        return kept

    def _home(self) -> Institution:
        if not Profile.objects.exists():
            Profile(name="Sample Faculty of Medicine", university="University of Uzorgrad", country="BA", notice=NOTE).save()
        home = Institution.objects.home()
        if home is None:
            home = Institution(name="Sample Faculty of Medicine", country="BA", relation=Institution.Relation.HOME, is_published=True)
            home.save()
        return home

    def _institution(self, number: int) -> Institution:
        chance = self.chance
        city = chance.choice(self.cities)
        kind, name = names.institution(chance, city)
        relation = chance.choices(["partner", "affiliation", "former", "prospect"], [85, 6, 5, 4])[0]
        return Institution(
            name=name, kind=kind, relation=relation, country=city.country, city=city.name, is_published=chance.random() < 0.97,
            acronym="".join(word[0] for word in name.split() if word[0].isupper()) if chance.random() < 0.3 else "",
            erasmus_code=f"{city.country:<3}SAMPLE{number % 1000:03}" if chance.random() < 0.5 else "",
            pic=f"{number:09}" if chance.random() < 0.6 else "", website=f"https://institution-{number}.example/",
            is_key=chance.random() < 0.02, partner_since=str(chance.randint(1995, 2025)) if chance.random() < 0.4 else "",
            description=f"<p>{name} and our faculty exchange students and teachers, most of all in {chance.choice(names.FIELDS)}. {NOTE}</p>",
        )  # fmt: skip

    def _other_names(self) -> Iterator[InstitutionName]:
        for institution in self.institutions:
            language, pattern = names.NATIVE.get(str(institution.country), ("", ""))
            city = str(institution.city)
            if pattern and self.chance.random() < 0.8:
                yield InstitutionName(institution=institution, kind="native", language=language, text=pattern.format(city))
            if self.chance.random() < 0.1:
                yield InstitutionName(
                    institution=institution, kind="former", text=f"People's College of {self.chance.choice(names.FIELDS)} {city}"
                )

    def _person(self) -> Person:
        institution = self.chance.choice(self.institutions) if self.institutions else None
        return Person(
            name=names.person(self.chance), title="Professor", field=self.chance.choice(names.FIELDS), institution=institution,
            has_consent=self.chance.random() < 0.8, consent_note="invented", is_published=True,
        )  # fmt: skip

    def _appointment(self, person: Person) -> Appointment:
        year = self.chance.randint(2010, 2026)
        return Appointment(person=person, starts_on=f"{year}-10", ends_on=f"{year + self.chance.randint(1, 3)}-09", is_published=True)

    def _agreement(self, number: int) -> Agreement:
        chance = self.chance
        year = chance.randint(2004, 2026)
        title = Translated(f"Exchange of students and teachers in {chance.choice(names.FIELDS)}" if chance.random() < 0.4 else "")
        return Agreement(
            kind=chance.choice(["cooperation", "memorandum", "inter_institutional", "letter_of_intent", "joint_programme"]), title=title,
            number=f"S-{number:05}/{year}", signed_on=chance.choice([f"{year}", f"{year}-{chance.randint(1, 12):02}", f"{year}-05-09"]),
            ends_on=f"{year + chance.randint(3, 30)}" if chance.random() < 0.6 else "", is_published=chance.random() < 0.97,
            description=f"<p>Students, teachers and results in {chance.choice(names.FIELDS)} go both ways. {NOTE}</p>",
        )  # fmt: skip

    def _parties(self, agreements: list[Agreement]) -> Iterator[AgreementParty]:
        for agreement in agreements:
            yield AgreementParty(agreement=agreement, institution=self.home)
            others = self.chance.sample(self.institutions, min(self.chance.choice([1, 1, 1, 1, 2]), len(self.institutions)))
            for order, other in enumerate(others, start=1):
                yield AgreementParty(agreement=agreement, institution=other, order=order)

    def _conditions(self, parties: list[AgreementParty]) -> Iterator[ExchangeCondition]:
        """Places at every fourth agreement, in both directions."""
        partners = [party for party in parties if party.order == 1]
        for party in partners[::4]:
            for sending, receiving in ((self.home, party.institution), (party.institution, self.home)):
                places = self.chance.randint(1, 6)
                yield ExchangeCondition(
                    agreement=party.agreement, sending=sending, receiving=receiving, mobilities_per_year=places, is_master=True
                )

    def _scopes(self, agreements: list[Agreement]) -> Iterator[models.Model]:
        scopes = list(Scope.objects.all())
        for agreement in agreements if scopes else []:
            yield Agreement.scopes.through(agreement=agreement, scope=self.chance.choice(scopes))

    def _project(self) -> Project:
        title, acronym = names.project(self.chance)
        year = self.chance.randint(2008, 2026)
        return Project(
            title=title, acronym=acronym, topics=self.chance.choice(names.FIELDS), starts_on=f"{year}-09",
            ends_on=f"{year + self.chance.randint(1, 4)}-08", kind=self.chance.choice(["network", "research", "mobility", "education"]),
            description=f"<p>{title}: new courses, shared results, better care. {NOTE}</p>", is_published=self.chance.random() < 0.97,
        )  # fmt: skip

    def _numbers(self, projects: list[Project]) -> Iterator[ProjectNumber]:
        """With the agency ZZ01, which does not exist."""
        for number, project in enumerate(projects):
            printed = f"{project.starts_on[:4]}-1-ZZ01-KA203-{number:06}"
            yield ProjectNumber(project=project, as_printed=printed, kind=recognise(printed))

    def _consortia(self, projects: list[Project]) -> Iterator[Participation]:
        for project in projects:
            yield Participation(project=project, institution=self.home, role="partner")
            for other in self.chance.sample(self.institutions, min(self.chance.randint(2, 5), len(self.institutions))):
                yield Participation(project=project, institution=other, role="partner")

    def _call(self) -> Call:
        city, year = self.chance.choice(self.cities), self.chance.randint(2024, 2028)
        deadline = datetime.date(year, self.chance.randint(1, 12), 15)
        call = Call(title=f"Summer practice in {city.name}", is_for_students=True, deadline_on=deadline, is_published=True)
        call.closes_at = call.closing_moment()
        return call

    def _placements(self) -> Iterator[Placement]:
        """Each year, direction, kind and institution once, as the database demands."""
        seen: set[tuple[int, str, str, int]] = set()
        kinds = [kind.value for kind in Placement.Kind]
        while len(seen) < self.size.placements and self.institutions:
            start = self.chance.randint(2008, 2025)
            place = self.chance.choice(self.institutions)
            key = (start, self.chance.choice(["outgoing", "incoming"]), self.chance.choice(kinds), place.pk)
            if key not in seen:
                seen.add(key)
                yield Placement(
                    academic_year=f"{start}/{start + 1}", direction=key[1], kind=key[2], institution=place, country=place.country,
                    number=self.chance.randint(1, 30), is_published=True,
                )  # fmt: skip

    def _event(self) -> Event:
        city, year = self.chance.choice(self.cities), self.chance.randint(2012, 2027)
        return Event(
            title=f"{year} days of {self.chance.choice(names.FIELDS)}", place=city.name, starts_on=f"{year}-05-12", is_published=True
        )

    def _article(self) -> Article:
        city, field = self.chance.choice(self.cities), self.chance.choice(names.FIELDS)
        body = f"<p>Guests from {city.name} visited our department of {field}, met students and spoke about exchange.</p>" * 6
        day = f"{self.chance.randint(2012, 2026)}-0{self.chance.randint(1, 9)}-15"
        return Article(title=f"Guests from {city.name}: {field}", teaser=NOTE, body=body, published_on=day, is_published=True)


def sizes() -> list[tuple[str, int]]:
    """What can be asked for, and how many there are if nobody asks."""
    return [(field.name, int(str(field.default))) for field in fields(Size)]
