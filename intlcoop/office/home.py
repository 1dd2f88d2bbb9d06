"""What the home page counts: each figure is computed, and links to the list of exactly the rows that it counts."""

from dataclasses import dataclass

from django.utils.translation import npgettext

from intlcoop.base.facets import how_many
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import Item
from intlcoop.profile.views import section_item
from news.models import Article, Event
from partners.atlas.drawing import Country, Drawing
from partners.by_country import countries_of, drawing
from partners.models import Agreement, Figure, Institution, Membership
from projects.models import Call, Project
from visitors.models import Appointment

# Where the list shows more than the figure counts, the link carries the filter that makes them agree.
FILTERS = {Section.VISITING_PROFESSORS: "?term=current", Section.MEMBERSHIPS: "?state=current"}


@dataclass(frozen=True)
class HomeFigure:
    number: int
    words: str
    url: str


def countries_of_partners() -> list[Country]:
    return countries_of(Institution.objects.published().partners())


def figures(office: Profile, countries: list[Country]) -> list[HomeFigure]:
    """One query for all; a figure of nought is not shown, nor one of a section that the office does not use."""
    numbers = how_many(
        agreements=Agreement.objects.published().not_over(),
        projects=Project.objects.published(),
        people=(Appointment.objects.published().current(), "person"),
        memberships=Membership.objects.published().joined(),
    )
    counted = [
        (Section.PARTNERS, sum(country.partners for country in countries), lambda n: npgettext("under a number", "partner", "partners", n)),
        (Section.PARTNERS, len(countries),
         lambda n: npgettext("under a number", "country of partners", "countries of partners", n)),
        (Section.AGREEMENTS, numbers["agreements"], lambda n: npgettext("under a number", "agreement", "agreements", n)),
        (Section.PROJECTS, numbers["projects"], lambda n: npgettext("under a number", "project", "projects", n)),
        (Section.VISITING_PROFESSORS, numbers["people"],
         lambda n: npgettext("under a number", "visiting professor", "visiting professors", n)),
        (Section.MEMBERSHIPS, numbers["memberships"],
         lambda n: npgettext("under a number", "membership", "memberships", n)),
    ]  # fmt: skip
    return [
        HomeFigure(number, words(number), section_item(section).url + FILTERS.get(section, ""))
        for section, number, words in counted
        if number and office.uses(section)
    ]


def stated(office: Profile, room: int) -> list[Figure]:
    """The first figures that the office itself states, as far as there is room; each stands on the page of its section."""
    figures = Figure.objects.published().filter(centre=None, low__isnull=False)
    return [figure for figure in figures if office.uses(figure.page)][:room] if room > 0 else []


def partner_map(office: Profile, countries: list[Country]) -> Drawing | None:
    """The teaser of the map; none without partners."""
    return drawing(countries, is_teaser=True) if countries and office.uses(Section.PARTNERS) else None


def next_events(office: Profile) -> list[Event]:
    return list(Event.objects.published().upcoming()[:3]) if office.uses(Section.EVENTS) else []


def open_calls(office: Profile) -> list[Call]:
    """Those whose deadline is next; one without a deadline can wait."""
    calls = Call.objects.published().open_now().soonest_first().prefetch_related("hosts")
    return list(calls[:4]) if office.uses(Section.CALLS) else []


def latest_news(office: Profile) -> list[Article]:
    return list(Article.objects.published().prefetch_related("pictures")[:3]) if office.uses(Section.NEWS) else []


def doors(office: Profile) -> list[Item]:
    """Every section in use, as the home page offers them; the form has a button of its own."""
    return [section_item(section) for section in Section if office.uses(section) and section != Section.PROPOSE]
