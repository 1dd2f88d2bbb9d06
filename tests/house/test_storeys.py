"""The tower of README.md: imports go downward, never up, never in a circle."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.apps import apps

from tests.house import PACKAGES, ROOT, STOREYS, WIRING, sources

FILES = {".gitignore", "Containerfile", "LICENSE", "Makefile", "README.md", "manage.py", "pyproject.toml"}
FOLDERS = {".ci", ".deploy", ".git", "requirements", "static", "templates", "tests", *PACKAGES}
VAGUE = {"common", "helper", "helpers", "lib", "misc", "util", "utils"}


def storey(module: str) -> int:
    """How high a module stands: 0 is the floor, above all stands the wiring."""
    if module in WIRING or module == "intlcoop":
        return len(STOREYS)
    return next((height for height, package in enumerate(STOREYS) if f"{module}.".startswith(f"{package}.")), -1)


def names(module: str, path: Path, node: ast.AST) -> Iterator[str]:
    """The full names that an import statement asks for; `from a import b` asks for a.b."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
        home = package[: len(package) - node.level + 1] if node.level else []
        yield from (".".join([*home, *([node.module] if node.module else []), alias.name]) for alias in node.names)


def imports(modules: dict[str, Path]) -> dict[str, set[str]]:
    """Module → the modules of ours that it imports (a name inside a module counts as the module)."""
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for module, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text())):
            for name in names(module, path, node):
                target = name if name in modules else name.rpartition(".")[0]
                if target in modules and target != module:
                    graph[module].add(target)
    return graph


def test_every_module_stands_on_a_storey() -> None:
    assert not [module for module in sources() if storey(module) < 0]


def test_imports_go_downward() -> None:
    upward = {
        f"{module} imports {target}"
        for module, targets in imports(sources()).items()
        for target in targets
        if target != "intlcoop" and storey(target) > storey(module)
    }
    assert not upward


def test_nobody_imports_the_wiring() -> None:
    assert not {f"{module} imports {target}" for module, targets in imports(sources()).items() for target in targets & WIRING}


def test_no_circles() -> None:
    try:
        TopologicalSorter(imports(sources())).prepare()
    except CycleError as error:
        raise AssertionError("a circle: " + " → ".join(error.args[1][::-1])) from None


def test_no_imports_inside_functions() -> None:
    hidden = {
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in sources().values()
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert not hidden


def test_no_room_for_leftovers() -> None:
    assert not [module for module in sources() if VAGUE & set(module.split("."))]


def test_the_top_level_is_fixed() -> None:
    ignored = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    assert {path.name for path in ROOT.iterdir()} - ignored <= FILES | FOLDERS


def test_the_root_package_is_empty() -> None:
    assert (ROOT / "intlcoop" / "__init__.py").read_text() == ""


def test_labels_are_table_names_and_stay() -> None:
    labels = {config.name: config.label for config in apps.get_app_configs() if config.name in STOREYS}
    assert labels == {package: package.rpartition(".")[2] for package in STOREYS}
