"""Settings come from the environment; a word that makes no sense stops the start with a sentence that names the variable."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from intlcoop.base import env
from tests.house import ROOT

NONSENSE = {
    "DEBUG": "maybe",
    "TIME_ZONE": "Europe/Sarajewo",
    "SITE_URL": "international.example.edu",
    "OFFICE": "../etc",
    "DATABASE_URL": "mysql://localhost/x",
    "MAX_BODY_BYTES": "2 MB",
    "SECRET_KEY": "",
}


def start(state: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start Django in a process of its own, with nothing of ours in its environment but these variables."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    given = {"DJANGO_SETTINGS_MODULE": "intlcoop.settings", "STATE_DIR": str(state), "SECRET_KEY": "x"} | variables
    command = [sys.executable, "-c", "import django; django.setup()"]
    return subprocess.run(command, cwd=ROOT, env=kept | given, capture_output=True, text=True, check=False)


def test_nonsense_stops_the_start_and_is_named(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        ends = dict(zip(NONSENSE, pool.map(lambda pair: start(tmp_path, **dict([pair])), NONSENSE.items()), strict=True))
    for name, end in ends.items():
        last = end.stderr.strip().splitlines()[-1]
        assert end.returncode != 0, name
        assert "ImproperlyConfigured" in last, last
        assert name in last


def test_without_any_variable_but_the_key_it_starts(tmp_path: Path) -> None:
    end = start(tmp_path)
    assert (end.returncode, end.stderr) == (0, "")


@pytest.mark.parametrize(("word", "meant"), [("yes", True), (" ON ", True), ("1", True), ("no", False), ("False", False), ("0", False)])
def test_yes_and_no_in_the_usual_words(monkeypatch: pytest.MonkeyPatch, word: str, meant: bool) -> None:
    monkeypatch.setenv("X", word)
    assert env.flag("X", default=not meant) is meant


@pytest.mark.parametrize("word", ["ja", "2", "yes please", "tru"])
def test_any_other_word_for_yes_is_refused(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("X", word)
    with pytest.raises(ImproperlyConfigured, match="X must be yes or no"):
        env.flag("X")


@pytest.mark.parametrize("word", ["-1", "1.5", "ten", "٣", "²", "11", "9" * 30])
def test_a_number_out_of_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("X", word)
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number from 0 to 10"):
        env.number("X", 5, 0, 10)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "  ")
    assert env.text("X", "a") == "a"
    assert env.number("X", 5) == 5
    assert env.flag("X", default=True) is True
    assert env.words("X", "a, ,b,") == ["a", "b"]
    assert env.choice("X", {"a", "b"}, "b") == "b"


def test_only_a_word_of_the_set_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "c")
    with pytest.raises(ImproperlyConfigured, match="X must be one of a, b"):
        env.choice("X", {"a", "b"}, "b")
