"""`make bench`: makes a small and a large office, serves both, and prints what was measured beside what was promised.

Rows are chosen by `--rows lists,search`; a further measurement is a function with @measurement in a file that is imported here.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote

import psycopg

from tests.bench import pages, server
from tests.bench.measured import MEASUREMENTS, Bench, Office, Result
from tests.places import served
from tests.run import cluster, postgresql

SMALL = {"institutions": 100, "agreements": 200, "projects": 50, "placements": 500, "people": 10, "articles": 10, "events": 5, "calls": 2}
MODULES = (pages, server)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default=",".join(MEASUREMENTS), help="some of %(default)s")
    parser.add_argument("--engines", default="sqlite,postgresql", help="default: %(default)s, the second where it is installed")
    parser.add_argument("--rounds", type=int, default=12, help="how often each page is asked for (default: %(default)s)")
    parser.add_argument("--share", type=float, default=1.0, help="of the large office's rows, for a quick look: 0.1")
    found = parser.parse_args()
    if unknown := set(found.rows.split(",")) - MEASUREMENTS.keys():
        parser.error(f"unknown rows: {', '.join(sorted(unknown))}")
    return found


def make(office: Office, *options: str) -> Office:
    office.folder.mkdir()
    print(f"  making the {office.name} office …", flush=True)
    office.manage("migrate", "--verbosity", "0")
    office.manage("make_sample_data", *options)
    if not (office.folder.parent / "static").exists():
        office.manage("collectstatic", "--no-input", "--verbosity", "0")
    return office


@contextmanager
def databases(engine: str) -> Iterator[dict[str, str]]:
    """Two addresses, of files that Django makes by itself or of databases in a throw-away PostgreSQL."""
    if engine == "sqlite":
        yield {"small": "", "large": ""}
        return
    programs = postgresql()
    assert programs
    with cluster(programs) as address:
        host = unquote(address.partition("@")[2].rpartition("/")[0])
        with psycopg.connect(host=host, user="intlcoop", dbname="postgres", autocommit=True) as connection:
            for name in ("small", "large"):
                connection.execute(f"CREATE DATABASE {name}")
        yield {name: f"{address.rpartition('/')[0]}/{name}" for name in ("small", "large")}


def measure(engine: str, options: argparse.Namespace) -> Iterator[Result]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="intlcoop-bench-")))
        urls = stack.enter_context(databases(engine))
        small = make(Office(folder / "small", urls["small"], "small"), *(f"--{name}={number}" for name, number in SMALL.items()))
        sizes = {"institutions": 10_000, "agreements": 20_000, "projects": 5_000, "placements": 50_000}
        large = make(Office(folder / "large", urls["large"], "large"), *(f"--{name}={int(n * options.share)}" for name, n in sizes.items()))
        bench = Bench(engine, stack.enter_context(served(small)), stack.enter_context(served(large)), options.rounds)
        for name in options.rows.split(","):
            yield from MEASUREMENTS[name](bench)


def main() -> int:
    options, failed = asked(), 0
    for engine in options.engines.split(","):
        if engine == "postgresql" and not postgresql():
            print("PostgreSQL is not installed: left out.")
            continue
        print(f"\n{engine}", flush=True)
        for result in measure(engine, options):
            word = {True: "ok", False: "OVER", None: ""}[result.is_ok]
            failed += result.is_ok is False
            print(f"  {word:5} {result.what:58} {result.budget:46} {result.measured}", flush=True)
    print(f"\n{failed} over budget." if failed else "\nEverything within its budget.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
