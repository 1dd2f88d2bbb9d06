"""Exchange places: what a condition says, its directions and totals, on the pages and in the filters."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from intlcoop.profile.models import Profile
from partners.models import Agreement, Department, ExchangeCondition, Institution
from tests.builders import agreement, condition, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db
YEARS = {"first_academic_year": "2025/2026", "last_academic_year": "2990/2991"}


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr", "sr-latn"])


@pytest.fixture
def ours() -> Institution:
    return home()


@pytest.fixture
def graz() -> Institution:
    return institution("Graz")


@pytest.fixture
def made(ours: Institution, graz: Institution) -> Agreement:
    return agreement(ours, graz, title="Exchange")


def unsaved(made: Agreement, sending: Institution, receiving: Institution, **values: Any) -> ExchangeCondition:
    return ExchangeCondition(agreement=made, sending=sending, receiving=receiving, **values)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_words_of_ewp() -> None:
    types = ["student-studies", "student-traineeship", "staff-teacher", "staff-training"]
    assert [ExchangeCondition(kind=kind).ewp_type for kind in ExchangeCondition.Kind] == types
    assert [kind.is_for_students for kind in ExchangeCondition.Kind] == [True, True, False, False]


def test_levels_are_numbers_of_the_european_framework() -> None:
    every = ExchangeCondition(is_short_cycle=True, is_bachelor=True, is_master=True, is_doctoral=True)
    assert [level.eqf for level in every.levels] == [5, 6, 7, 8]
    assert ExchangeCondition(is_master=True).level_words == "master (incl. integrated medicine)"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("", "", ""),
        ("2025/2026", "", "from 2025/26"),
        ("", "2025/2026", "until 2025/26"),
        ("2025/2026", "2025/2026", "2025/26"),
        ("2025/2026", "2027/2028", "2025/26–2027/28"),
    ],
)
def test_years_in_words(first: str, last: str, text: str) -> None:
    assert ExchangeCondition(first_academic_year=first, last_academic_year=last).years == text


@pytest.mark.parametrize(
    ("months", "text", "serbian"),
    [("1", "1 month", "1"), ("10.00", "10 months", "10"), ("4.50", "4.5 months", "4,5"), ("100", "100 months", "100")],
)
def test_months_without_noughts(months: str, text: str, serbian: str) -> None:
    row = ExchangeCondition(months_per_year=Decimal(months))
    assert row.duration == text
    with translation.override("sr"):
        assert row.duration.split()[0] == serbian


def test_languages_with_their_levels() -> None:
    row = ExchangeCondition(language="en", language_level="B2", language_field="0912", second_language="de", second_language_level="NS")
    assert row.language_words == "English B2 for Medicine (0912), German"
    with translation.override("sr"):
        assert "енглески" in row.language_words


def test_fields_and_years_are_tidied(made: Agreement, ours: Institution, graz: Institution) -> None:
    row = condition(made, ours, graz, field_of_study="912 ", first_academic_year="2025/26")
    assert (row.field_of_study, row.first_academic_year) == ("0912", "2025/2026")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"field_of_study": "medicine"}, "four digits of an ISCED-F field"),
        ({"language": "xx"}, "not a valid choice"),
        ({"language_level": "B2"}, "Choose the language"),
        ({"kind": "staff_training", "months_per_year": 5}, "Months are for students"),
        ({"first_academic_year": "2026/2027", "last_academic_year": "2025/2026"}, "before the first"),
        ({"mobilities_per_year": 0}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said(made: Agreement, ours: Institution, graz: Institution, values: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        unsaved(made, ours, graz, **values).full_clean()


@pytest.mark.parametrize("side", ["sending", "receiving"])
def test_a_department_belongs_to_the_institution_of_its_side(made: Agreement, ours: Institution, graz: Institution, side: str) -> None:
    clinic = Department.objects.create(institution=institution("Oslo"), name="Clinic")
    with pytest.raises(ValidationError, match="belongs to another institution") as said:
        unsaved(made, ours, graz, **{f"{side}_department": clinic}).full_clean()
    assert list(said.value.message_dict) == [f"{side}_department"]


def test_its_name_makes_no_query(made: Agreement, ours: Institution, graz: Institution, django_assert_num_queries: Any) -> None:
    condition(made, ours, graz, first_academic_year="2025/2026")
    row, party = ExchangeCondition.objects.get(), made.parties.select_related(None).first()
    with django_assert_num_queries(0):
        assert str(row) == "student studies from 2025/26"
        assert str(party) == "party 1"
    assert row.described == "student studies, Faculty of Medicine → Graz (Exchange)"
    assert party.described == "Faculty of Medicine (Exchange)"


def test_the_page_says_each_direction_with_totals_that_say_what_they_sum(
    client: Client, made: Agreement, ours: Institution, graz: Institution
) -> None:
    oslo = institution("Oslo", country="NO")
    made.parties.create(institution=oslo)
    condition(made, graz, ours, kind="staff_teacher", days_per_year=14, order=0)
    clinic = Department.objects.create(institution=graz, name="Clinic of Surgery")
    condition(
        made, ours, graz, mobilities_per_year=2, months_per_year=10, field_of_study="0912", clarification="cardiology", is_master=True,
        is_blended=True, language="en", language_level="B2", receiving_department=clinic, other_terms="No <fee>.", **YEARS,
    )  # fmt: skip
    condition(made, ours, graz, kind="student_traineeship", mobilities_per_year=3, **YEARS)
    condition(made, ours, graz, mobilities_per_year=7)
    condition(made, ours, graz, kind="staff_training", mobilities_per_year=50, **YEARS)
    condition(made, oslo, graz)
    html = content(shown(client, made.get_absolute_url()))
    assert re.findall(r"<h3>(.*?)</h3>", html) == ["From us to Graz", "From Graz to us", "From Oslo to Graz"]
    text = words(html)
    row = "Student studies, also blended to Clinic of Surgery No &lt;fee&gt;. 2 10 months Medicine (0912) cardiology master"
    assert row in text
    assert "English B2 2025/26–2990/91" in text
    assert "Staff teaching – 14 days – – – –" in text
    assert "Students a year, 2025/26–2990/91: sum of the 2 rows that state a number 5" in text
    assert html.count("sum of the") == 1  # one row alone, or rows of other years, are not summed


def test_an_agreement_without_conditions_says_nothing_of_them(client: Client, made: Agreement) -> None:
    assert "Exchange places" not in shown(client, made.get_absolute_url())


def test_the_page_of_the_institution_shows_what_is_on_offer(client: Client, made: Agreement, ours: Institution, graz: Institution) -> None:
    condition(made, ours, graz, mobilities_per_year=2, field_of_study="0912", **YEARS)
    condition(made, graz, ours, mobilities_per_year=1, field_of_study="0911", last_academic_year="2003/2004")
    over, draft = agreement(graz, ours, ends_on="2010"), agreement(graz, ours, is_published=False)
    condition(over, ours, graz, field_of_study="0913")
    condition(draft, ours, graz, field_of_study="0916")
    elsewhere = agreement(institution("Oslo"), ours)
    condition(elsewhere, ours, institution("Bergen"), field_of_study="0917")
    html = content(shown(client, "/partners/graz/"))
    assert in_order(html, "<h2>Exchange places</h2>", "From us to Graz", "2 places a year", "Medicine (0912)", made.get_absolute_url())
    assert not [code for code in ("0911", "0913", "0916", "0917") if code in html]
    Profile.objects.update(sections=["partners"])
    assert "Exchange places" not in shown(client, "/partners/graz/")


def test_places_of_this_year_are_on_offer_until_the_year_is_over(
    made: Agreement, ours: Institution, graz: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = condition(made, ours, graz, last_academic_year="2025/2026")
    for year, is_offered in ((2025, True), (2026, True), (2027, False)):
        monkeypatch.setattr("partners.models.exchange_condition.today", lambda year=year: made.created_at.date().replace(year=year, day=1))
        assert (row in ExchangeCondition.objects.on_offer([made])) is is_offered


def test_agreements_are_found_by_their_exchange(client: Client, made: Agreement, ours: Institution, graz: Institution) -> None:
    condition(made, ours, graz, is_doctoral=True)
    condition(made, ours, graz, kind="student_traineeship", is_master=True)
    condition(made, graz, ours, kind="staff_teacher")
    other = agreement(ours, institution("Oslo"), title="Other")
    condition(other, ours, institution("Bergen"), is_master=True)

    def titles(query: str) -> list[str]:
        return re.findall(r'class="row-title"><a [^>]+>(.*?)</a>', shown(client, f"/agreements/?{query}"))

    assert titles("exchange=student_studies") == ["Other", "Exchange"]
    assert titles("exchange=staff_teacher") == ["Exchange"]
    assert titles("level=master") == ["Other", "Exchange"]
    assert titles("level=doctoral&exchange=student_studies") == ["Exchange"]
    assert titles("level=doctoral&exchange=student_traineeship") == []
    assert "Unknown value for" in shown(client, "/agreements/?exchange=no_such_kind")
    for nowhere in ("exchange=staff_training", "level=bachelor"):  # could be, and is nowhere
        html = shown(client, f"/agreements/?{nowhere}")
        assert "Nothing matches these filters." in html
    form = html.partition('<form class="filters"')[2].partition("</form>")[0]
    assert "staff training" not in form
    assert 'value="short_cycle"' not in form
    form = shown(client, "/agreements/?exchange=student_studies").partition('<form class="filters"')[2].partition("</form>")[0]
    assert ">doctoral (1)<" in form  # of the same places: not the master's traineeship of the other agreement
    assert ">master (incl. integrated medicine) (1)<" in form


def test_an_office_without_exchange_is_not_asked_about_it(client: Client, made: Agreement) -> None:
    html = shown(client, "/agreements/")
    assert 'name="exchange"' not in html
    assert 'name="level"' not in html
    assert made.get_absolute_url() in links(html)
    html = shown(client, "/agreements/?exchange=student_studies")  # an old link
    assert "Nothing matches these filters." in html


def test_more_rows_cost_no_more_queries(client: Client, ours: Institution) -> None:
    def pages_with(rows: int) -> list[int]:
        partner = institution(f"Partner {rows}")
        made = agreement(ours, partner)
        for number in range(rows):
            third = institution(f"Third {rows} {number}")
            made.parties.create(institution=third)
            clinic = Department.objects.create(institution=partner, name="Clinic")
            condition(made, third, partner, receiving_department=clinic, is_master=True)
            condition(agreement(partner, third), third, partner)
        return [cost(client, made.get_absolute_url()), cost(client, partner.get_absolute_url()), cost(client, "/agreements/?level=master")]

    assert pages_with(1) == pages_with(3)


@pytest.mark.parametrize("prefix", ["/sr", "/sr-latn"])
def test_in_serbian(client: Client, made: Agreement, ours: Institution, graz: Institution, prefix: str) -> None:
    condition(made, ours, graz, mobilities_per_year=5, months_per_year="2.5", is_master=True, field_of_study="0912", language="en", **YEARS)
    html = shown(client, f"{prefix}{made.get_absolute_url()}")
    assert ("енглески" if prefix == "/sr" else "engleski") in html
    shown(client, f"{prefix}/partners/graz/")
    assert f"{prefix}{made.get_absolute_url()}" in links(shown(client, f"{prefix}/agreements/?level=master"))


def test_a_text_that_lacks_the_readers_language_is_told_and_marked(client: Client, ours: Institution, graz: Institution) -> None:
    made = agreement(ours, graz, title={"en": "Exchange", "sr": "Размена"})
    row = condition(made, ours, graz, other_terms={"en": "Only in summer."})
    html = shown(client, f"/sr{made.get_absolute_url()}")
    assert '<span lang="en">Only in summer.</span>' in html
    assert 'class="remark"' in html
    row.other_terms = {"en": "Only in summer.", "sr": "Само љети."}
    row.save()
    assert 'class="remark"' not in shown(client, f"/sr{made.get_absolute_url()}")
