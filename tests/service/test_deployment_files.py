"""The files for putting the portal into service say what the portal really has."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as portal

from tests.house import ROOT, sources

DEPLOY = ROOT / ".deploy"
UNITS = [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]
# Words in capitals with a value: of the shell, of Python, of systemd.
NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
# Set by the portal itself or by Django's tools, and told nowhere.
ENV_FUNCTIONS = {"text", "flag", "number", "words", "choice", "networks"}


def read_by_settings() -> set[str]:
    """Every variable that settings.py asks the environment for."""
    tree = ast.parse((ROOT / "intlcoop" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    ours = [
        call for call in calls if isinstance(call.func.value, ast.Name) and call.func.value.id == "env" and call.func.attr in ENV_FUNCTIONS
    ]
    return {call.args[0].value for call in ours}


def told_by_readme() -> set[str]:
    table = (ROOT / "README.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    return {name for line in table.splitlines() if line.startswith("| `") for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])}


def named_by(path: Path) -> set[str]:
    text = path.read_text()
    assigned = re.findall(r"(?<![\w$])([A-Z][A-Z_]{2,})=", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    return set(assigned) - NOT_OURS


def test_readme_tells_every_variable_and_no_other() -> None:
    assert told_by_readme() == read_by_settings()


def test_the_environment_is_read_by_the_settings_only() -> None:
    elsewhere = {module for module, path in sources().items() if re.search(r"os\.environ|getenv", path.read_text())}
    assert elsewhere <= {"intlcoop.base.env", "intlcoop.base.state", "intlcoop.office.backup", "intlcoop.wsgi", "intlcoop.asgi"}


@pytest.mark.parametrize("path", [DEPLOY / "intlcoop.env", ROOT / "Containerfile"], ids=lambda path: path.name)
def test_the_files_name_variables_that_exist(path: Path) -> None:
    assert named_by(path)
    assert named_by(path) <= read_by_settings()


def test_the_example_environment_has_what_a_portal_in_service_needs() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "HTTPS", "BEHIND_PROXY", "BACKUP_DIR"} <= named_by(
        DEPLOY / "intlcoop.env"
    )


def test_nginx_lets_in_what_the_portal_wants_to_answer_itself() -> None:
    limits = [int(number) << 20 for number in re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())]
    assert limits[0] >= portal.MAX_BODY_BYTES
    assert max(limits) >= getattr(portal, "MAX_UPLOAD_BYTES", portal.MAX_BODY_BYTES)


def test_nginx_sets_what_the_portal_trusts_and_keeps_no_page() -> None:
    headers = (DEPLOY / "nginx-proxy.conf").read_text()
    for header in ("X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr", "Host $host"):
        assert f"proxy_set_header {header};" in headers
    assert "proxy_cache" not in headers + (DEPLOY / "nginx.conf").read_text()


def test_every_file_of_the_image_exists() -> None:
    lines = (ROOT / "Containerfile").read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert {"intlcoop", "partners", "projects", "visitors", "news", "templates", "static", "manage.py"} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists(), name
    assert lines.index("USER intlcoop") < next(number for number, line in enumerate(lines) if line.startswith("CMD "))


def test_image_and_unit_start_the_same_server() -> None:
    unit = (DEPLOY / "intlcoop.service").read_text()
    command = re.search(r"ExecStart=\S+ (.*)", unit)
    image = re.search(r"^CMD (\[.*\])", (ROOT / "Containerfile").read_text().replace("\\\n", ""), re.MULTILINE)
    assert command
    assert image
    words = ast.literal_eval(image[1])[1:]
    assert [word.replace("0.0.0.0", "127.0.0.1") for word in words] == command[1].split()  # noqa: S104 - compared only


def test_readme_names_every_file_for_service() -> None:
    readme = (ROOT / "README.md").read_text()
    for path in [*DEPLOY.iterdir(), ROOT / "Containerfile"]:
        assert path.name in readme, path.name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in UNITS:  # the program is not installed here
        (tmp_path / path.name).write_text(path.read_text().replace("/srv/intlcoop/.venv/bin/python", "/usr/bin/env"))
    units = [str(tmp_path / path.name) for path in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "intlcoop" in line]
    assert not ours
