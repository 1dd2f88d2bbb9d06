"""Every test: on SQLite with headless Chromium, and beside it on PostgreSQL. `make test` calls this; arguments go on to pytest.

What the machine lacks is installed where that is allowed (root with apt-get). Elsewhere it is named and left out, except
with CI=true: there a suite that silently tested half would be a lie.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SQLITE, POSTGRESQL = "SQLite and Chromium", "PostgreSQL"
# What the shell of a developer may say about a real office must not reach the tests.
OURS_TO_SET = {
    "ALLOWED_HOSTS",
    "BACKUP_DIR",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "HTTPS",
    "OFFICE",
    "SECRET_KEY",
    "SITE_URL",
    "TIME_ZONE",
}


def postgresql() -> Path | None:
    """The newest installed server's folder of programs. Debian keeps them off the PATH."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()])
    if shutil.which("pg_config"):
        folder = Path(subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip())
        return folder if (folder / "initdb").is_file() else None
    return None


def missing() -> list[str]:
    """The Debian packages that a complete run would need."""
    found = {"chromium": shutil.which("chromium"), "postgresql": postgresql()}
    return [package for package, place in found.items() if not place]


def install(packages: list[str]) -> None:
    """Try to install, one by one, so that one package that cannot be had does not keep the other away."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {' and '.join(packages)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    for package in packages:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A throw-away PostgreSQL on a Unix socket, and its DATABASE_URL. It keeps no promise about disks, hence its speed."""
    # Not the machine's TMPDIR: the path of a socket must be short. The server refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="intlcoop-pg-", dir="/tmp"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner, owner)

    def run(program: str, *arguments: str, check: bool = True) -> None:
        command = [str(programs / program), *arguments]
        groups: list[str] | None = [] if owner else None
        with (folder / "output").open("a") as output:  # a pipe would be kept open by the server
            subprocess.run(command, cwd=folder, user=owner, group=owner, extra_groups=groups, stdout=output, stderr=output, check=check)

    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        run("initdb", "-D", data, "-U", "intlcoop", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgres://intlcoop@{quote(str(folder), safe='')}/postgres"
    except subprocess.CalledProcessError:
        for report in (folder / "output", folder / "log"):
            print(report.read_text() if report.exists() else "", file=sys.stderr)
        raise
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def run_tests(output: IO[str] | None, *arguments: str, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    """One pass of pytest in a clean environment with a state folder of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS_TO_SET} | variables
    with tempfile.TemporaryDirectory(prefix="intlcoop-tests-") as state:
        command = [sys.executable, "-m", "pytest", "-n", "2", *arguments, *sys.argv[1:]]
        process = subprocess.Popen(command, cwd=ROOT, env=environment | {"STATE_DIR": state}, stdout=output, stderr=output, text=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)  # pytest then stops what it has started
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()


def both(programs: Path) -> dict[str, int]:
    """Side by side, so that each fills the pauses of the other; what the second says is shown when the first has ended."""
    with cluster(programs) as address, tempfile.TemporaryFile("w+") as said:
        beside = run_tests(said, "-m", "not browser and not once", DATABASE_URL=address)
        with beside as second, run_tests(None) as first:
            codes = {SQLITE: first.wait(), POSTGRESQL: second.wait()}
        print(f"== {POSTGRESQL} ==", flush=True)
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout)
    return codes


def main() -> int:
    """The closing lines tell how each pass ended."""
    if missing():
        install(missing())
    if left_out := missing():
        print(f"Left out: the tests with {' and '.join(left_out)}. Install: sudo apt-get install {' '.join(left_out)}", flush=True)
        if os.environ.get("CI") == "true":
            return 1
    print(f"== {SQLITE} ==", flush=True)
    if programs := postgresql():
        codes = both(programs)
    else:
        with run_tests(None) as only:
            codes = {SQLITE: only.wait()}
    for title, code in codes.items():
        print(f"{title}: {'failed' if code else 'passed'}", flush=True)
    return max(codes.values())


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped
    sys.exit(main())
