"""What every record promises: when it is public, who may publish it, and that no query about "now" is older than its request."""

import ast
import datetime
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intlcoop.base.models import RIGHTS, Record
from tests import builders
from tests.house import our_models, sources

RECORDS = [model for model in our_models() if issubclass(model, Record)]
HOUR = datetime.timedelta(hours=1)
CLOCKWORK = {
    "published", "named", "with_page", "public_now", "now", "today", "current", "former", "upcoming", "open_now", "with_state", "state_now",
}  # fmt: skip


def made(model: type[Record], **values: object) -> Record:
    row = builders.of(model)()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS)
def test_the_row_and_the_query_agree_on_what_is_public(model: type[Record]) -> None:
    moment = timezone.now()
    for values, expected, word in (
        ({}, True, "public"),
        ({"is_published": False}, False, "draft"),
        ({"is_archived": True}, False, "archived"),
        ({"publish_at": moment - HOUR}, True, "public"),
        ({"publish_at": moment + HOUR}, False, "public from"),
        ({"withdraw_at": moment + HOUR}, True, "public until"),
        ({"withdraw_at": moment - HOUR}, False, "withdrawn"),
        ({"is_published": False, "publish_at": moment - HOUR}, False, "draft"),
    ):
        row = made(model, **values) if model.objects.count() == 0 else model.objects.get()
        for name, value in ({"is_published": True, "is_archived": False, "publish_at": None, "withdraw_at": None} | values).items():
            setattr(row, name, value)
        row.save()
        assert (row.is_public, model.objects.published().exists()) == (expected, expected), (values, word)
        assert row.publication.startswith(word)


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS)
def test_the_database_refuses_a_record_that_is_withdrawn_before_it_is_published(model: type[Record]) -> None:
    moment = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        made(model, publish_at=moment, withdraw_at=moment)


@pytest.mark.parametrize("model", RECORDS)
def test_publishing_is_a_right_of_its_own(model: type[Record]) -> None:
    """Begin the model's Meta with `Record.Meta` or `SpannedRecord.Meta`."""
    assert model._meta.default_permissions == RIGHTS


def called_now(node: ast.AST) -> Iterator[ast.expr]:
    """What runs while the module is read: the body of a lambda does not."""
    if isinstance(node, ast.Call):
        yield node.func
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from called_now(child)


def test_no_module_asks_the_clock_when_it_is_imported() -> None:
    """A query made at import time would for ever know the moment at which the server was started."""
    found = []
    for name, file in sources().items():
        for statement in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
                words = {getattr(call, "attr", getattr(call, "id", "")) for call in called_now(statement)}
                found += [f"{name}:{statement.lineno}" for _word in words & CLOCKWORK]
    assert not found
