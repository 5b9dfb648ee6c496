"""Collecting from real git repositories made on the spot: a clone of one commit, a mirror, a moved file."""

import hashlib
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import collect  # noqa: E402

IDENTITY = {**os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.invalid", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b.invalid", "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *command], env=IDENTITY, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Collecting(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.origin = self.folder / "host" / "someone" / "gallery"
        self.origin.mkdir(parents=True)
        git(self.origin, "init", "--quiet")
        git(self.origin, "config", "uploadpack.allowFilter", "true")
        git(self.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
        self.first = b"first photo"
        self.second = b"second photo, longer"
        (self.origin / "a.jpg").write_bytes(self.first)
        (self.origin / "unwanted.bin").write_bytes(b"x" * 4096)
        git(self.origin, "add", ".")
        git(self.origin, "commit", "--quiet", "-m", "one")
        self.old_commit = git(self.origin, "rev-parse", "HEAD")
        git(self.origin, "mv", "a.jpg", "moved.jpg")
        (self.origin / "b ü.png").write_bytes(self.second)
        git(self.origin, "add", ".")
        git(self.origin, "commit", "--quiet", "-m", "two")
        self.commit = git(self.origin, "rev-parse", "HEAD")

    def wanted(self, data: bytes, path: str, commit: str) -> collect.Wanted:
        return collect.Wanted(hashlib.sha256(data).hexdigest(), "camera", "gallery", "someone/gallery", commit, path,
                              len(data))

    def arguments(self, *more: str):
        return collect.parser().parse_args(["list.csv", "--photos", str(self.folder / "photos"), "--host",
                                            (self.folder / "host").as_uri(), *more])

    def test_a_clone_brings_the_photos_and_nothing_else(self) -> None:
        photos = [self.wanted(self.first, "a.jpg", self.old_commit), self.wanted(self.second, "b ü.png", self.commit)]
        arguments = self.arguments()
        account = collect.collect("someone/gallery", photos, arguments)
        self.assertEqual((account.written, account.missing), (2, []))
        self.assertEqual(photos[0].file_in(arguments.photos).read_bytes(), self.first)
        self.assertEqual(photos[1].file_in(arguments.photos).read_bytes(), self.second)
        clone = arguments.photos / ".clones" / "someone+gallery.git"
        blob = git(self.origin, "rev-parse", f"{self.commit}:unwanted.bin")
        self.assertEqual(list(collect.contents(clone, [blob])), [None])
        again = collect.collect("someone/gallery", photos, arguments)
        self.assertEqual((again.kept, again.written), (2, 0))

    def mirrors(self) -> Path:
        mirrors = self.folder / "mirrors"
        subprocess.run(["git", "clone", "--quiet", "--bare", str(self.origin),
                        str(mirrors / "someone+gallery" / "repo")], check=True, env=IDENTITY)
        return mirrors

    def test_a_moved_file_is_found_by_its_digest_in_a_mirror(self) -> None:
        mirrors = self.mirrors()
        photo = self.wanted(self.first, "elsewhere.jpg", "0" * 40)
        account = collect.collect("someone/gallery", [photo], self.arguments("--mirrors", str(mirrors)))
        self.assertEqual((account.written, account.by_digest, account.missing), (1, 1, []))

    def test_other_bytes_at_the_path_are_never_taken(self) -> None:
        mirrors = self.mirrors()
        photo = self.wanted(b"what the list saw", "b ü.png", self.commit)
        arguments = self.arguments("--mirrors", str(mirrors))
        account = collect.collect("someone/gallery", [photo], arguments)
        self.assertEqual((account.written, account.missing), (0, [photo]))
        self.assertFalse(photo.file_in(arguments.photos).exists())

    def test_a_broken_file_is_written_anew(self) -> None:
        arguments = self.arguments("--mirrors", str(self.mirrors()))
        photo = self.wanted(self.second, "b ü.png", self.commit)
        collect.write(photo.file_in(arguments.photos), b"half of")
        account = collect.collect("someone/gallery", [photo], arguments)
        self.assertEqual((account.kept, account.written), (0, 1))
        self.assertEqual(photo.file_in(arguments.photos).read_bytes(), self.second)

    def test_a_folder_inside_the_project_is_refused(self) -> None:
        with self.assertRaises(SystemExit):
            collect.outside_the_project(Path(collect.__file__).parent / "photos")


if __name__ == "__main__":
    unittest.main()
