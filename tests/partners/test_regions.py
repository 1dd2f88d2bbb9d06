"""Every country stands in one part of the world."""

from django_countries import countries

from partners.regions import Region


def test_every_country_is_in_exactly_one_region_but_antarctica() -> None:
    found = [code for region in Region for code in region.countries]
    assert len(found) == len(set(found))
    assert {code for code, _name in countries} - set(found) == {"AQ"}
    assert set(found) <= {code for code, _name in countries}
