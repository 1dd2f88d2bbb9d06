"""A visitor who opens the form, fills it in and sends it, at a pace that the test decides."""

import html
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from intlcoop.proposals import spam
from tests.pages import content

ANSWERS: dict[str, Any] = {
    "name": "Inês de Sá",
    "position": "Vice-dean",
    "email": "ines@example.pt",
    "phone": "+351 239 000 000",
    "reply_language": "en",
    "institution": "University of Coimbra",
    "institution_kind": "university",
    "country": "PT",
    "city": "Coimbra",
    "website": "www.example.pt",
    "erasmus_code": "P COIMBRA01",
    "topics": ["student_exchange", "research"],
    "fields_of_medicine": "Paediatrics",
    "programme": "Erasmus+",
    "text": "We would like to exchange two students of medicine each spring,\nand to write a project together.",
    "proposed_start": "spring 2027",
    "contact_here": "Prof. Anić",
}
LEAST = {
    name: ANSWERS[name] for name in ("name", "email", "reply_language", "institution", "institution_kind", "country", "topics", "text")
}


class Visitor:
    """`wait` moves the clock that the form's stamp is read by."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.seconds = client, 1_800_000_000
        monkeypatch.setattr(spam, "now", lambda: self.seconds)

    def wait(self, *, seconds: int = 0, hours: int = 0) -> "Visitor":
        self.seconds += seconds + 3600 * hours
        return self

    def open(self, path: str = "/propose/") -> dict[str, str]:
        """The hidden fields of a fresh form."""
        return self.hidden(self.client.get(path))

    def hidden(self, page: Any) -> dict[str, str]:
        """Key and stamp, from the form or from the page for checking, which holds the answers too."""
        found = re.findall(r'<input type="hidden" name="(key|stamp)" value="([^"]*)" autocomplete="off">', page.content.decode())
        assert [name for name, _value in found] == ["key", "stamp"]
        return {name: html.unescape(value) for name, value in found}

    def check(self, hidden: dict[str, str], answers: dict[str, Any] | None = None, path: str = "/propose/", **changed: Any) -> HttpResponse:
        """The first button: what follows is the page for checking, or the form with what is to be mended."""
        return self.client.post(path, (ANSWERS if answers is None else answers) | hidden | changed)  # type: ignore[return-value]

    def send(self, hidden: dict[str, str], answers: dict[str, Any] | None = None, path: str = "/propose/", **changed: Any) -> HttpResponse:
        """The button of the page for checking."""
        return self.check(hidden, answers, path, send="yes", **changed)

    def propose(self, answers: dict[str, Any] | None = None, /, **changed: Any) -> HttpResponse:
        """Open the form, take a minute, send it: all answers or those given, with some changed."""
        hidden = self.open()
        self.wait(seconds=60)
        return self.send(hidden, answers, **changed)


def main(page: Any) -> str:
    return html.unescape(content(page.content.decode()))


def summary(page: Any) -> list[tuple[str, str]]:
    """Where each line of the error summary leads, and what it says."""
    box = re.search(r'<div class="error-summary".*?</div>', page.content.decode(), re.DOTALL)
    return [(anchor, html.unescape(words)) for anchor, words in re.findall(r'<li><a href="#([^"]*)">(.*?)</a></li>', box[0])] if box else []


def kept(page: Any) -> dict[str, Any]:
    """What the visible fields of the form hold."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields}


def status(proposal: Any) -> str:
    """The address of its own page."""
    return f"/propose/status/{proposal.token}/"
