"""Loads an office's content from TOML files: through full_clean(), again and again, without undoing what staff have done.

The files stand in samples/<office>/; the format is described in samples/README.md. A row that staff have changed or
deleted since it was loaded stays as they left it.
"""

import hashlib
import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction

from intlcoop.base.clock import today
from intlcoop.base.models import Record
from intlcoop.base.uploads import StoredFileField
from intlcoop.office.models import OfficeTask, Page, Policy, PolicyEvidence, Ranking, SampleLoad, SampleRow, StaffMember
from intlcoop.office.sample_dates import resolved
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Proposal, ReplyTemplate
from news.models import Article, Document, Event
from partners.models import Agreement, ExchangeCondition, Figure, Institution, JointCentre, Membership, Person, Scope
from projects.models import Call, Programme, Project
from visitors.models import Appointment, Delegation, Honour, Placement, Visit

SAMPLES = Path(__file__).parent / "samples"
# What names others comes first.
ORDER: tuple[type[models.Model], ...] = (
    Profile, Scope, Institution, Person, Agreement, JointCentre, Membership, Figure, Programme, Project, Call,
    Appointment, Visit, Delegation, Honour, Placement, Event, Article, Document, Page, Policy, PolicyEvidence, Ranking,
    StaffMember, OfficeTask, User, ReplyTemplate, Proposal,
)  # fmt: skip
Row = dict[str, Any]


class LoadError(Exception):
    """Something in the files or in the database forbids loading. The message names the file's row; nothing was changed."""


@dataclass
class Summary:
    """What a load did, by kind of outcome; `kept` names the rows that staff have changed or deleted."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


def offices() -> list[str]:
    """The names of the sample offices."""
    return sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir() and any(folder.glob("*.toml")))


def load(office: str) -> Summary:
    """Load or refresh a sample office in one transaction. Raises LoadError."""
    if office not in offices():
        raise LoadError(f"There is no sample office {office!r}. Choose among: {', '.join(offices())}.")
    tables = _read(SAMPLES / office)
    with transaction.atomic():
        _refuse_other_content(office)
        SampleLoad.objects.update_or_create(pk=1, defaults={"office": office})
        loader = _Loader(SAMPLES / office)
        for model in ORDER:
            for row in _in_order(model, tables.pop(model._meta.label_lower, [])):
                loader.take(model, row)
        if tables:
            raise LoadError(f"Unknown tables: {', '.join(sorted(tables))}.")
    return loader.summary


def _read(folder: Path) -> dict[str, list[Row]]:
    """All files of the folder as one: model label → rows."""
    tables: dict[str, list[Row]] = {}
    for file in sorted(folder.glob("*.toml")):
        content = resolved(tomllib.loads(file.read_text(encoding="utf-8")), today())
        for app, models_of_app in content.items():
            for name, rows in models_of_app.items():
                listed = rows if isinstance(rows, list) else [{"key": name} | rows]
                tables.setdefault(f"{app}.{name}", []).extend(listed)
    return tables


def _key(row: Row) -> str:
    return str(row.get("key") or row.get("code") or "")


def _in_order(model: type[models.Model], rows: list[Row]) -> list[Row]:
    """Rows after those of their own kind that they name (an annex after its umbrella), wherever these stand in the files."""
    links = [column.name for column in model._meta.fields if isinstance(column, models.ForeignKey) and column.related_model is model]
    place = {_key(row): number for number, row in enumerate(rows)}
    named = {number: [place[row[link]] for link in links if row.get(link) in place] for number, row in enumerate(rows)}
    try:
        return [rows[number] for number in TopologicalSorter(named).static_order()]
    except CycleError as error:
        keys = ", ".join(dict.fromkeys(_key(rows[number]) for number in error.args[1]))
        raise LoadError(f"{model._meta.label_lower}: these rows name each other in a circle: {keys}.") from error


def _refuse_other_content(office: str) -> None:
    loaded = SampleLoad.objects.first()
    if loaded and loaded.office != office:
        raise LoadError(f"This database holds the office {loaded.office!r}. Load {office!r} into a database of its own.")
    if not loaded and (found := next((model for model in ORDER if model is not User and model._default_manager.exists()), None)):
        raise LoadError(f"This database holds content already ({found._meta.verbose_name_plural}). Samples go into an empty one.")


def _store(thing: models.Model) -> None:
    """Save. The database checks the constraints by itself; asking Django about each of them first takes longer than all the rest.

    Raises ValidationError with the constraint's own words.
    """
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:
        thing.validate_constraints()
        raise


class _Loader:
    """One run: remembers which key is which row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.summary = Summary()
        self.known = {(row.model, row.key): row for row in SampleRow.objects.all()}

    def take(self, model: type[models.Model], row: Row) -> None:
        """Create, refresh or keep the row."""
        key = _key(row)
        place = f"{model._meta.label_lower} {key}"
        if not key:
            raise LoadError(f"{model._meta.label_lower}: a row has no key.")
        digest = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
        sample = self.known.get((model._meta.label_lower, key))
        thing = model._default_manager.filter(pk=sample.target).first() if sample else model()
        if sample and (thing is None or getattr(thing, "updated_at", None) != sample.left_at):
            self.summary.counts["kept"] += 1
            self.summary.kept.append(place)
        elif sample and sample.digest == digest:
            self.summary.counts["unchanged"] += 1
        else:
            assert thing is not None  # noqa: S101 - told by the branch above
            self._save(thing, row, place)
            self._remember(model, key, thing, digest)
            self.summary.counts["updated" if sample else "created"] += 1

    def _remember(self, model: type[models.Model], key: str, thing: models.Model, digest: str) -> None:
        values = {"target": thing.pk, "digest": digest, "left_at": getattr(thing, "updated_at", None)}
        label = model._meta.label_lower
        self.known[label, key], _created = SampleRow.objects.update_or_create(model=label, key=key, defaults=values)

    def _save(self, thing: models.Model, row: Row, place: str) -> None:
        later: Row = {}
        if isinstance(thing, Record):
            row = {"is_published": True} | row
        for name, value in row.items():
            if name != "key" and not self._set(thing, name, value, place):
                later[name] = value
        try:
            thing.full_clean(validate_constraints=False)
            _store(thing)
        except ValidationError as error:
            raise LoadError(f"{place}: {error}") from error
        for name, value in later.items():
            self._set_later(thing, name, value, place)
        if isinstance(thing, Agreement) and not row.get("parties"):
            raise LoadError(f"{place}: an agreement needs at least one party.")
        if isinstance(thing, Agreement) and ExchangeCondition.objects.filter(agreement=thing).with_strangers().exists():
            raise LoadError(f"{place}: its exchange conditions name an institution that is no party.")

    def _set(self, thing: models.Model, name: str, value: Any, place: str) -> bool:
        """Set a column; False for what needs the saved row first (children, many-to-many)."""
        try:
            column = thing._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise LoadError(f"{place}: there is no field {name!r}.") from error
        if column.one_to_many or column.many_to_many or (column.one_to_one and column.auto_created):
            return False
        if isinstance(column, models.ForeignKey):
            setattr(thing, column.attname, self._target(column.related_model, value, place))
        elif isinstance(column, StoredFileField):
            setattr(thing, name, self._file(value, place))
        else:
            setattr(thing, name, Decimal(str(value)) if isinstance(value, float) else value)
        return True

    def _file(self, name: str, place: str) -> SimpleUploadedFile:
        """A file beside the TOML files; it is checked like an upload."""
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()) or not path.is_file():
            raise LoadError(f"{place}: there is no file {name!r} in the folder of the office.")
        return SimpleUploadedFile(path.name, path.read_bytes())

    def _target(self, model: Any, key: str, place: str) -> int:
        sample = self.known.get((model._meta.label_lower, key))
        if sample is None:
            raise LoadError(f"{place}: no {model._meta.label_lower} has the key {key!r}.")
        return sample.target

    def _set_later(self, thing: models.Model, name: str, value: Any, place: str) -> None:
        relation: Any = thing._meta.get_field(name)
        if relation.many_to_many:
            getattr(thing, name).set([self._target(relation.related_model, key, place) for key in value])
            return
        model, parent = relation.related_model, relation.field.name
        children = value if isinstance(value, list) else [value]
        if not all(isinstance(child, dict) for child in children):
            raise LoadError(f"{place}: {name!r} holds rows, not keys. Name this row in their {parent!r} instead.")
        keyed = [child["key"] for child in children if child.get("key")]
        mine = [row.target for (label, key), row in self.known.items() if label == model._meta.label_lower and key in keyed]
        model._default_manager.filter(**{parent: thing}).exclude(pk__in=mine).delete()
        has_order = any(column.name == "order" for column in model._meta.fields)
        for number, child in enumerate(children, start=1):
            sample = self.known.get((model._meta.label_lower, str(child.get("key"))))
            new = model._default_manager.get(pk=sample.target) if sample else model()
            setattr(new, parent, thing)
            self._save(new, ({"order": number} if has_order else {}) | child, f"{place}, {name} {number}")
            if child.get("key"):
                self._remember(model, child["key"], new, "")
