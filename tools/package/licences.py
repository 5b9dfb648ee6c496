"""Prints the licences of every library that the programs contain: crates as locked, and packages of the page.

Each text is printed once, with the libraries that are under it. A library that brings no text is named with its
licence's name. Reads `cargo metadata` and ui/package-lock.json; needs nothing but Python and cargo.
"""

import collections
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT")
PROGRAMS = ("catchlight-cli", "catchlight-desktop")


def texts(folder):
    """The licence texts in a folder, as they stand there."""
    files = sorted(path for path in folder.glob("*") if path.is_file() and path.name.upper().startswith(NAMES))
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in files]


def crates():
    """Name, licence and folder of each crate that is linked into a program on this system."""
    host = next(
        line.split()[1] for line in subprocess.check_output(["rustc", "-vV"], text=True).splitlines() if line.startswith("host:")
    )
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host]
    metadata = json.loads(subprocess.check_output(command, cwd=ROOT))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    waiting = [package["id"] for package in packages.values() if package["name"] in PROGRAMS]
    seen = set()
    while waiting:
        package = waiting.pop()
        if package in seen:
            continue
        seen.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    for package in sorted(seen):
        package = packages[package]
        if package["source"] is not None:
            folder = pathlib.Path(package["manifest_path"]).parent
            yield f"{package['name']} {package['version']}", package["license"] or "see its text", folder


def page():
    """The same of the packages that the built page contains."""
    lock = json.loads((ROOT / "ui/package-lock.json").read_text())
    shipped = lock["packages"][""].get("dependencies", {})
    # The compiler leaves its runtime in the page.
    for name in sorted({*shipped, "svelte"}):
        entry = lock["packages"].get(f"node_modules/{name}")
        if entry:
            yield f"{name} {entry['version']}", entry.get("license", "see its text"), ROOT / "ui/node_modules" / name


def main():
    under = collections.defaultdict(list)
    silent = []
    for name, licence, folder in [*crates(), *page()]:
        found = texts(folder)
        for text in found:
            under[text].append(f"{name} ({licence})")
        if not found:
            silent.append(f"{name} ({licence})")
    for text, libraries in sorted(under.items(), key=lambda item: (-len(item[1]), item[1])):
        print("=" * 80, *libraries, "-" * 80, text, "", sep="\n")
    print("=" * 80, "Libraries that bring no text of their own:", *silent, sep="\n")


if __name__ == "__main__":
    main()
