"""Proposals of an older version keep what their senders have been told (migration 0003)."""

import datetime
import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from intlcoop.proposals.models import Proposal

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = [("proposals", "0002_outgoing_mail")], [("proposals", "0003_journey")]


def test_references_statuses_and_addresses_of_before_the_journey() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()  # of every app: others stand on it
    try:
        executor.migrate(OLD)
        old = executor.loader.project_state(OLD).apps.get_model("proposals", "Proposal")
        rows = {}
        for number, (year, status) in enumerate([(2025, "new"), (2025, "answered"), (2026, "closed"), (2026, "in_review")]):
            row = old.objects.create(
                name=f"Sender {number}", email="s@example.org", institution="X", country="PT", text="x", status=status, key=uuid.uuid4()
            )
            moment = datetime.datetime(year, 12, 31, 22, 59, tzinfo=datetime.UTC)  # one minute before the new year of the office
            old.objects.filter(pk=row.pk).update(created_at=moment, updated_at=moment)
            rows[row.pk] = (f"IC-{year}-{row.pk:04}", {"answered": "waiting"}.get(status, status), f"Sender {number}")
        executor = MigrationExecutor(connection)
        executor.migrate(NEW)
        apps = executor.loader.project_state(NEW).apps
        found = {row.pk: (row.reference, row.status, row.name) for row in apps.get_model("proposals", "Proposal").objects.all()}
        assert found == rows
        assert len(set(apps.get_model("proposals", "Proposal").objects.values_list("token", flat=True))) == 4
        counts = dict(apps.get_model("proposals", "ReferenceCount").objects.values_list("year", "last"))
        assert counts == {2025: sorted(rows)[1], 2026: sorted(rows)[3]}, "the next number comes behind the last one told"
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
        Proposal.objects.all().delete()
