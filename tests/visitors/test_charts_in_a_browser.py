"""Pages with charts in a real browser: what axe says, and that nothing is wider than a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from partners.models import FigureCountry
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_axe_has_no_complaint_and_small_phones_show_all(page: Page, faults: list[str]) -> None:
    builders.office(languages=["en", "sr"])
    graz = builders.institution()
    for year, number in (("2022/2023", 12), ("2024/2025", 30), ("2025/2026", 3)):
        builders.placement(number, academic_year=year)
    for year in ("2012", "2020", "2026"):
        builders.agreement(graz, signed_on=year, title=year)
        builders.appointment(builders.person(f"Ana {year}"), starts_on=year, ends_on=year, home_institution=graz)
    figure = builders.figure(subject="foreign_students", starts_on="2025-10")
    for country, number in (("RS", 52), ("BA", 7)):
        FigureCountry(figure=figure, country=country, number=number).save()
    for path in ("/mobility/", "/agreements/", "/visiting-professors/", "/sr/mobility/"):
        page.goto(path)
        assert not faults
        assert page.locator("svg.chart-drawing").count() == (2 if "mobility" in path else 1), path
        found = Axe().run(page)
        faults.clear()  # axe adds a style, which the policy stops
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found.response["violations"]] == [], path
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (path, width)
            inside = "texts => texts.every(text => { const box = text.getBBox(); return box.x >= -1 && box.x + box.width <= 401 })"
            assert page.locator("svg.chart-drawing text").evaluate_all(inside), (path, width)
