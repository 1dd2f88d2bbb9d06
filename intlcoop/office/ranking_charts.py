"""How places in a ranking moved, drawn from what the office entered; a place that is no number stands in the table only."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from intlcoop.base.chart import Band, Bands
from intlcoop.office.models import Ranking

MOST = 6  # charts; the table has all
YEARS_SHOWN = 15
PLACE = re.compile(r"[=#№]?\s*(\d{1,6})(?:\s*[-–—]\s*(\d{1,6})|\s*\+)?\.?", re.ASCII)


def band(ranking: Ranking) -> Band | None:
    """ "601–800", "37", "=37" and "1501+" are places; "top 5 %" is none."""
    match = PLACE.fullmatch(ranking.position.strip())
    if match is None:
        return None
    best = int(match[1])
    worst = int(match[2] or best)
    return Band(str(ranking.year), best, words=ranking.position, worst=worst) if 0 < best <= worst else None


def charts(rankings: Iterable[Ranking]) -> list[Bands]:
    """One for each ranking, and each subject of it, with places of two years or more; in the order of the rows."""
    places: dict[tuple[str, str], dict[int, Band]] = {}
    for ranking in rankings:
        if drawn := band(ranking):
            places.setdefault((ranking.system, str(ranking.subject)), {})[ranking.year] = drawn
    about = _("The higher, the better. A band of places is drawn from its best to its worst.")
    found = []
    for number, ((system, subject), by_year) in enumerate(places.items()):
        years = [year for year in sorted(by_year) if year > max(by_year) - YEARS_SHOWN]
        bars = [by_year[year] for year in years]
        found.append(Bands(f"ranking-{number}", ": ".join(filter(None, (system, subject))), _("Year"), _("Place"), bars, about))
    return [chart for chart in found if chart.is_worth_it][:MOST]
