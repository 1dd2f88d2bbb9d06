"""Countries by part of the world, as people look for partners."""

from collections import Counter
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    EUROPE = "europe", _("Europe")
    ASIA = "asia", _("Asia")
    AFRICA = "africa", _("Africa")
    NORTH_AMERICA = "north_america", _("North and Central America")
    SOUTH_AMERICA = "south_america", _("South America")
    OCEANIA = "oceania", _("Australia and Oceania")

    @property
    def countries(self) -> list[str]:
        """ISO codes."""
        return COUNTRIES[self.value].split()


# Turkey, Cyprus and the Caucasus stand where the European Higher Education Area and its programmes have them: in Europe.
COUNTRIES = {
    "europe": (
        "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL "
        "NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK"
    ),
    "asia": (
        "AE AF BD BH BN BT CC CN CX HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH "
        "TJ TL TM TW UZ VN YE"
    ),
    "africa": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD "
        "SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
    ),
    "north_america": (
        "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI"
    ),
    "south_america": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "oceania": "AS AU CK FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}

REGION_OF = {country: region for region in Region for country in region.countries}


def per_region(numbers: Mapping[str, int]) -> dict[str, int]:
    """Region → number, from the numbers of the countries. Antarctica has no region."""
    regions: Counter[str] = Counter()
    for country, number in numbers.items():
        if country in REGION_OF:
            regions[REGION_OF[country].value] += number
    return dict(regions)
