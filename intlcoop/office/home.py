"""What the home page counts: each figure is computed, and links to the list of exactly the rows that it counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from django.utils import formats
from django.utils.translation import npgettext

from intlcoop.base import academic_year
from intlcoop.base.facets import how_many
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import Item, section_url
from intlcoop.profile.views import section_item
from news.models import Article, Event
from partners.atlas.drawing import Country, Drawing
from partners.by_country import countries_of, drawing
from partners.models import Agreement, Figure, Institution, Membership
from projects.models import Call, Project
from projects.models.deadline import State as CallState
from projects.models.project import State
from visitors import mobility
from visitors.models import Appointment, Placement

MOST_FIGURES = 6
SHOWN_CALLS = 4
MOST_CALLS = 12  # looked at: where none is open, one that closed lately may say when the next is expected


@dataclass(frozen=True)
class HomeFigure:
    """`number` is a text: "38", or "230+" where groups too small to be shown belong to it."""

    number: str
    words: str
    url: str


def countries_of_partners() -> list[Country]:
    return countries_of(Institution.objects.published().partners())


def figures(office: Profile, countries: list[Country]) -> list[HomeFigure]:
    """One query for nearly all; a figure of nought is not shown, nor one of a section not in use, nor more than there is room for."""
    projects = Project.objects.published()
    numbers = how_many(
        agreements=Agreement.objects.published().not_over(),
        projects=projects,
        running=projects.in_state(State.RUNNING),
        guests=(Appointment.objects.published().current(), "person"),
        memberships=Membership.objects.published().joined(),
    )
    makers: list[tuple[Section, Callable[[], HomeFigure | None]]] = [
        (Section.PARTNERS, lambda: _partners(countries)),
        (Section.PARTNERS, lambda: _countries(countries)),
        (Section.AGREEMENTS, lambda: _agreements(numbers["agreements"])),
        (Section.PROJECTS, lambda: _projects(numbers["projects"], numbers["running"])),
        (Section.VISITING_PROFESSORS, lambda: _guests(numbers["guests"])),
        (Section.MOBILITY, lambda: _stays(office.smallest_cell)),
        (Section.MEMBERSHIPS, lambda: _memberships(numbers["memberships"])),
    ]
    made = (make() for section, make in makers if office.uses(section))
    return list(islice(filter(None, made), MOST_FIGURES))


def _figure(number: int, words: str, section: Section, query: str = "") -> HomeFigure | None:
    """The link carries the filter that leaves exactly the rows counted."""
    return HomeFigure(formats.number_format(number, force_grouping=True), words, section_url(section) + query) if number else None


def _partners(countries: list[Country]) -> HomeFigure | None:
    number = sum(country.partners for country in countries)
    return _figure(number, npgettext("under a number", "partner", "partners", number), Section.PARTNERS)


def _countries(countries: list[Country]) -> HomeFigure | None:
    number = len(countries)
    return _figure(number, npgettext("under a number", "country of partners", "countries of partners", number), Section.PARTNERS)


def _agreements(number: int) -> HomeFigure | None:
    """Those that are not over, as the list shows them: of many papers nobody knows the dates."""
    return _figure(number, npgettext("under a number", "agreement", "agreements", number), Section.AGREEMENTS)


def _projects(number: int, running: int) -> HomeFigure | None:
    """Those that run; where none does, all."""
    if running:
        words = npgettext("under a number", "running project", "running projects", running)
        return _figure(running, words, Section.PROJECTS, "?state=running")
    return _figure(number, npgettext("under a number", "project", "projects", number), Section.PROJECTS)


def _guests(number: int) -> HomeFigure | None:
    words = npgettext("under a number", "visiting professor", "visiting professors", number)
    return _figure(number, words, Section.VISITING_PROFESSORS, "?term=current")


def _stays(smallest: int) -> HomeFigure | None:
    """Of the last academic year that is over, both ways, as the table shows them."""
    placements = Placement.objects.published()
    newest = placements.filter(is_preliminary=False).order_by("-academic_year").values("academic_year")[:1]
    cells = mobility.base_table(placements.filter(academic_year=newest).counted(), smallest)
    number = sum(cell.number for cell in cells)
    words = npgettext("under a number", "stay abroad or here in %(year)s", "stays abroad or here in %(year)s", number)
    figure = _figure(number, words % {"year": academic_year.short(cells[0].year)} if cells else "", Section.MOBILITY)
    is_more = any(cell.is_small for cell in cells)
    return replace(figure, number=f"{figure.number}+") if figure and is_more else figure


def _memberships(number: int) -> HomeFigure | None:
    return _figure(number, npgettext("under a number", "membership", "memberships", number), Section.MEMBERSHIPS, "?state=current")


def stated(office: Profile, room: int) -> list[Figure]:
    """The first figures that the office itself states, as far as there is room; each stands on the page of its section."""
    figures = Figure.objects.published().filter(centre=None, low__isnull=False)
    return [figure for figure in figures if office.uses(figure.page)][:room] if room > 0 else []


def partner_map(office: Profile, countries: list[Country]) -> Drawing | None:
    """The teaser of the map; none without partners."""
    return drawing(countries, is_teaser=True) if countries and office.uses(Section.PARTNERS) else None


def next_events(office: Profile) -> list[Event]:
    return list(Event.objects.published().upcoming()[:3]) if office.uses(Section.EVENTS) else []


def calls(office: Profile) -> tuple[list[Call], Call | None]:
    """The open ones, those whose deadline is next before those without one; where none is open, what opens or is expected next."""
    if not office.uses(Section.CALLS):
        return [], None
    rows = list(Call.objects.published().with_state().soonest_first().prefetch_related("hosts")[:MOST_CALLS])
    open_now = [call for call in rows if call.state.is_open][:SHOWN_CALLS]
    coming = (call for call in rows if call.state == CallState.UPCOMING or call.next_call)
    return open_now, None if open_now else next(coming, None)


def latest_news(office: Profile) -> list[Article]:
    return list(Article.objects.published().prefetch_related("pictures")[:3]) if office.uses(Section.NEWS) else []


def doors(office: Profile) -> list[Item]:
    """Every section in use, as the home page offers them; the form has a button of its own."""
    return [section_item(section) for section in Section if office.uses(section) and section != Section.PROPOSE]
