"""`manage.py check_data` names what the database cannot refuse."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from intlcoop.office import loader
from partners.models import Agreement, AgreementParty
from tests import builders
from tests.uploads import drawn, picture
from visitors.models import Visit

pytestmark = pytest.mark.django_db


def test_a_sample_office_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    loader.load("chernivtsi")
    call_command("check_data")
    assert capsys.readouterr().out == "Nothing found.\n"


def test_an_agreement_without_a_party_and_a_visit_of_nobody_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    builders.home()
    made = builders.agreement(title="Lonely")
    AgreementParty.objects.all().delete()
    Visit().save()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_data")
    assert stopped.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"Lonely ({made.pk}): an agreement without a party", f"other purpose ({Visit.objects.get().pk}): a visit of nobody"]
    assert Agreement.objects.count() == 1


def test_a_condition_of_no_party_and_circles_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    graz, ours = builders.institution("Graz"), builders.home()
    fine, wrong = builders.agreement(graz, ours, title="Fine"), builders.agreement(graz, title="Wrong")
    for made in (fine, wrong):
        builders.condition(made, ours, graz)
    first, second = builders.agreement(graz, title="First"), builders.agreement(graz, title="Second")
    third = builders.agreement(graz, title="Third", umbrella=second, predecessor=second)
    builders.agreement(graz, title="Under all", umbrella=third)
    Agreement.objects.filter(pk=first.pk).update(umbrella=second)
    Agreement.objects.filter(pk=second.pk).update(umbrella=first, predecessor=third)
    with pytest.raises(SystemExit):
        call_command("check_data")
    assert capsys.readouterr().out.splitlines() == [
        f"Wrong ({wrong.pk}): exchange conditions with an institution that is no party",
        f"First ({first.pk}): an agreement that is an annex to its own annex",
        f"Second ({second.pk}): an agreement that is an annex to its own annex",
        f"Second ({second.pk}): an agreement that replaces its own successor",
        f"Third ({third.pk}): an agreement that replaces its own successor",
    ]


def test_a_portal_without_its_own_institution_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    builders.institution()
    with pytest.raises(SystemExit):
        call_command("check_data")
    assert "our own institution is missing" in capsys.readouterr().out


def test_an_old_address_of_what_is_gone_is_named_whatever_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    event = builders.event("Days of Cardiology")
    event.slug = "cardiology-days"
    event.save()
    call_command("check_data")
    event.delete()
    with pytest.raises(SystemExit):
        call_command("check_data")
    assert "news.event: days-of-cardiology" in capsys.readouterr().out


def test_a_file_that_no_record_names_is_named_unless_a_form_may_still_be_open(capsys: pytest.CaptureFixture[str], media: Path) -> None:
    builders.home(logo=picture(content=drawn(1000, 500)))
    (media / "documents").mkdir()
    for name in ("lost.pdf", "young.pdf"):
        (media / "documents" / name).write_bytes(b"%PDF-")
    for path in media.rglob("*"):
        if path.name != "young.pdf":
            os.utime(path, (0, 0))
    with pytest.raises(SystemExit):
        call_command("check_data")
    assert capsys.readouterr().out == "documents/lost.pdf (): a stored file that no record names\n"
