"""Brings the photos of a list into a folder outside the project, each proved by its SHA-256.

    python collect.py LIST.csv --photos FOLDER [--mirrors FOLDER] [--clones FOLDER]

LIST.csv has a row for each photo with at least the columns sha256, label (`ai` or `camera`), source,
repo (`owner/name`), commit, path and bytes. A photo becomes FOLDER/<label>/<source>_<12 digits of its
SHA-256>.<extension>; one that is there already is kept if its digest is right.

A repository is read from the mirrors (FOLDER/<owner>+<name>/repo, a git directory or a checkout) when it
is there; otherwise the one commit is cloned from --host, without its other files. A file that is not at
its path in the commit is looked for by size and digest among all objects of the repository.
"""

from __future__ import annotations

import argparse
import collections
import csv
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Iterator

OBJECTS_A_FETCH = 500


@dataclass(frozen=True)
class Wanted:
    """One row of the list."""

    sha256: str
    label: str
    source: str
    repo: str
    commit: str
    path: str
    bytes: int

    def file_in(self, photos: Path) -> Path:
        extension = self.path.rsplit(".", 1)[-1].lower()
        return photos / self.label / f"{self.source}_{self.sha256[:12]}.{extension}"


@dataclass
class Account:
    """What became of the photos of one repository."""

    kept: int = 0
    written: int = 0
    by_digest: int = 0
    missing: list[Wanted] = field(default_factory=list)


def main() -> int:
    arguments = parser().parse_args()
    wanted = read_list(arguments.list)
    outside_the_project(arguments.photos)
    totals = collections.Counter()
    missing: list[Wanted] = []
    for repo, photos in by_repository(wanted).items():
        try:
            account = collect(repo, photos, arguments)
        except (subprocess.CalledProcessError, OSError) as problem:
            print(f"{repo}: could not be read: {problem}", file=sys.stderr)
            account = Account(missing=photos)
        totals.update(kept=account.kept, written=account.written, by_digest=account.by_digest)
        missing += account.missing
        print(f"{repo}: {account.kept} kept, {account.written} written "
              f"({account.by_digest} found by digest), {len(account.missing)} missing")
    print(f"{len(wanted)} photos: {totals['kept'] + totals['written']} there, {len(missing)} missing")
    for photo in missing:
        print(f"missing: {photo.source} {photo.repo} {photo.path}", file=sys.stderr)
    return 0 if not missing or arguments.partial else 1


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("list", type=Path)
    made.add_argument("--photos", type=Path, required=True, help="where photos go; not inside the project")
    made.add_argument("--mirrors", type=Path, help="git directories that are already on this machine")
    made.add_argument("--clones", type=Path, help="where clones are kept (default: PHOTOS/.clones)")
    made.add_argument("--host", default="https://github.com", help="where owner/name is cloned from")
    made.add_argument("--partial", action="store_true", help="succeed even when photos are missing")
    return made


def read_list(path: Path) -> list[Wanted]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [
            Wanted(row["sha256"], row["label"], row["source"], row["repo"], row["commit"], row["path"],
                   int(row["bytes"]))
            for row in csv.DictReader(file)
        ]
    for row in rows:
        if row.label not in ("ai", "camera"):
            raise SystemExit(f"{path}: label {row.label!r} is neither ai nor camera")
    return rows


def outside_the_project(photos: Path) -> None:
    """Photos of others must never be committed: a folder inside a checkout is refused."""
    project = Path(__file__).resolve().parents[2]
    if photos.resolve().is_relative_to(project):
        raise SystemExit(f"{photos} lies inside the project; photos are kept outside it")


def by_repository(wanted: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    grouped: dict[str, list[Wanted]] = collections.defaultdict(list)
    for photo in wanted:
        grouped[photo.repo].append(photo)
    return dict(sorted(grouped.items()))


def collect(repo: str, photos: list[Wanted], arguments: argparse.Namespace) -> Account:
    account = Account()
    still = []
    for photo in photos:
        file = photo.file_in(arguments.photos)
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == photo.sha256:
            account.kept += 1
        else:
            still.append(photo)
    if not still:
        return account
    git = mirror(repo, arguments.mirrors)
    if git is None:
        git = clone(repo, still, arguments)
    unfound = take_by_path(git, still, arguments.photos, account)
    account.missing = take_by_digest(git, unfound, arguments.photos, account)
    return account


def mirror(repo: str, mirrors: Path | None) -> Path | None:
    if mirrors is None:
        return None
    for place in (repo.replace("/", "+") + "/repo", repo.replace("/", "+")):
        for git in (mirrors / place / ".git", mirrors / place):
            if (git / "HEAD").is_file() and (git / "objects").is_dir():
                return git
    return None


def clone(repo: str, photos: list[Wanted], arguments: argparse.Namespace) -> Path:
    """A bare repository with the trees of the commits and the blobs of the photos, and nothing else."""
    git = (arguments.clones or arguments.photos / ".clones") / (repo.replace("/", "+") + ".git")
    if not (git / "HEAD").is_file():
        subprocess.run(["git", "init", "--quiet", "--bare", str(git)], check=True)
        run(git, "remote", "add", "origin", f"{arguments.host}/{repo}")
        run(git, "config", "remote.origin.promisor", "true")
        run(git, "config", "remote.origin.partialclonefilter", "blob:none")
    for commit in sorted({photo.commit for photo in photos}):
        run(git, "fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "origin", commit)
        entries = tree(git, commit)
        blobs = sorted({entries[photo.path] for photo in photos if photo.path in entries})
        for start in range(0, len(blobs), OBJECTS_A_FETCH):
            batch = "\n".join(blobs[start:start + OBJECTS_A_FETCH]) + "\n"
            run(git, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin",
                "origin", given=batch)
    return git


def take_by_path(git: Path, photos: list[Wanted], folder: Path, account: Account) -> list[Wanted]:
    """Writes what lies at its path, at its commit or else at the newest one; returns the rest."""
    trees: dict[str, dict[str, str]] = {}
    places = []
    unfound = []
    for photo in photos:
        if photo.commit not in trees:
            trees[photo.commit] = tree(git, photo.commit) or tree(git, "HEAD")
        blob = trees[photo.commit].get(photo.path)
        (places.append((photo, blob)) if blob else unfound.append(photo))
    for (photo, _), data in zip(places, contents(git, [blob for _, blob in places])):
        if data is None or hashlib.sha256(data).hexdigest() != photo.sha256:
            unfound.append(photo)
            continue
        write(photo.file_in(folder), data)
        account.written += 1
    return unfound


def take_by_digest(git: Path, photos: list[Wanted], folder: Path, account: Account) -> list[Wanted]:
    """Writes what any object of the repository holds; returns the photos that none holds."""
    wanted = {photo.sha256: photo for photo in photos}
    if not wanted:
        return []
    sizes = {photo.bytes for photo in photos}
    listing = run(git, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype) %(objectsize)")
    objects = (line.split() for line in listing.splitlines())
    candidates = [row[0] for row in objects if len(row) == 3 and row[1] == "blob" and int(row[2]) in sizes]
    for data in contents(git, candidates):
        photo = wanted.pop(hashlib.sha256(data).hexdigest(), None) if data is not None else None
        if photo is not None:
            write(photo.file_in(folder), data)
            account.written += 1
            account.by_digest += 1
    return list(wanted.values())


def tree(git: Path, commit: str) -> dict[str, str]:
    """Path to blob; empty when the commit is not there."""
    listed = subprocess.run(["git", "--git-dir", str(git), "ls-tree", "-r", "-z", commit], capture_output=True,
                            env=without_lazy_fetch())
    if listed.returncode != 0:
        return {}
    entries = {}
    for entry in listed.stdout.decode("utf-8", "surrogateescape").split("\0"):
        if "\t" in entry:
            head, path = entry.split("\t", 1)
            _, kind, blob = head.split()
            if kind == "blob":
                entries[path] = blob
    return entries


def contents(git: Path, blobs: list[str]) -> Iterator[bytes | None]:
    """Bytes of each blob in order; None for one that is not there."""
    if not blobs:
        return
    reader = subprocess.Popen(["git", "--git-dir", str(git), "cat-file", "--batch"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, env=without_lazy_fetch())
    assert reader.stdin and reader.stdout
    try:
        for blob in blobs:
            reader.stdin.write(blob.encode() + b"\n")
            reader.stdin.flush()
            head = reader.stdout.readline().split()
            if len(head) < 3:
                yield None
                continue
            data = reader.stdout.read(int(head[2]))
            reader.stdout.read(1)
            yield data
    finally:
        reader.stdin.close()
        reader.stdout.close()
        reader.wait()


def run(git: Path, *command: str, given: str | None = None) -> str:
    done = subprocess.run(["git", "--git-dir", str(git), *command], input=given, capture_output=True, text=True,
                          check=True)
    return done.stdout


def without_lazy_fetch() -> dict[str, str]:
    """Absent objects are reported, not fetched one by one."""
    return {**os.environ, "GIT_NO_LAZY_FETCH": "1"}


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(file.suffix + ".part")
    part.write_bytes(data)
    part.replace(file)


if __name__ == "__main__":
    sys.exit(main())
