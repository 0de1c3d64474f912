"""Turn a lock in pylock format (standard input) into `{package: {file name: sha256}}` in JSON, without addresses."""

import json
import re
import sys
import tomllib
from pathlib import PurePosixPath
from typing import Any

# Source packages, and wheels for the platforms that the README names; the rest (musl, 32 bit, PyPy, …) is left out.
KEPT = re.compile(r"(\.tar\.gz|\.zip|-any\.whl|linux.*_(x86_64|aarch64)\.whl|-macosx\w+\.whl|-win_amd64\.whl)$")
LEFT_OUT = re.compile(r"-musllinux|-pp\d|-graalpy|-cp\d+t-|-cp(38|39|310)-cp")


def files(package: dict[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of each file of one locked package, by file name."""
    found = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    named = {PurePosixPath(file.get("name") or file["url"]).name: file["hashes"]["sha256"] for file in found}
    return {name: digest for name, digest in named.items() if KEPT.search(name) and not LEFT_OUT.search(name)}


def main() -> None:
    """Read, turn, write."""
    packages = tomllib.load(sys.stdin.buffer)["packages"]
    table = {f"{package['name']}=={package['version']}": files(package) for package in packages}
    json.dump(table, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
