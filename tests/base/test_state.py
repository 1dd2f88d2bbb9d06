"""What `make demo` prepares before the settings can be read."""

import os
from pathlib import Path

import pytest

from intlcoop.base import state


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "STATE_DIR", "SITE_URL", "OFFICE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    state.prepare(["--office", "minsk", "--port", "8123"], tmp_path)
    key = tmp_path / "var" / "minsk" / "secret_key"
    first = key.read_text()
    assert len(first) >= 50
    assert key.stat().st_mode & 0o077 == 0
    assert (os.environ["OFFICE"], os.environ["SITE_URL"]) == ("minsk", "http://127.0.0.1:8123")
    state.prepare(["--office=minsk"], tmp_path)
    assert key.read_text() == first


def test_a_key_of_the_environment_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    state.prepare([], tmp_path)
    assert not (tmp_path / "var" / state.DEFAULT_OFFICE / "secret_key").exists()


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", "", "Minsk", "a" * 41])
def test_a_name_that_is_no_folder_name_makes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(SystemExit, match="--office must be"):
        state.prepare(["--office", name], tmp_path)
    assert not list(tmp_path.iterdir())
