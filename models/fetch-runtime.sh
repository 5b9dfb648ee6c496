#!/usr/bin/env bash
# Puts the pinned ONNX Runtime library into .setup/onnxruntime/ of the project.
# Digests are written once, in manifest.toml beside this script. Downloads nothing when the right
# library is there. Needs bash, awk, sha256sum (or shasum) and python3 with pip.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:-"$here/../.setup/onnxruntime"}

fail() {
    echo "fetch-runtime: $*" >&2
    exit 1
}

digest() {
    if command -v sha256sum >/dev/null; then sha256sum "$1" | cut -d ' ' -f 1
    else shasum -a 256 "$1" | cut -d ' ' -f 1; fi
}

# value OS ARCH KEY: a value of the [[runtime.platforms]] table of this platform.
value() {
    awk -v os="\"$1\"" -v arch="\"$2\"" -v key="$3" '
        /^\[/ { inside = ($0 == "[[runtime.platforms]]"); delete seen }
        inside && $2 == "=" {
            seen[$1] = $3
            if (seen["os"] == os && seen["arch"] == arch && key in seen && !done) {
                gsub(/"/, "", seen[key]); print seen[key]; done = 1
            }
        }' "$here/manifest.toml"
}

case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=macos ;;
    *) fail "no ONNX Runtime is set up by this script on $(uname -s)" ;;
esac
case $(uname -m) in
    x86_64 | amd64) arch=x86_64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    *) arch=$(uname -m) ;;
esac

library=$(value "$os" "$arch" library)
library_sha256=$(value "$os" "$arch" library_sha256)
wheel_sha256=$(value "$os" "$arch" wheel_sha256)
wheel_platform=$(value "$os" "$arch" wheel_platform)
version=$(awk '$1 == "package_version" { gsub(/"/, "", $3); print $3; exit }' "$here/manifest.toml")
if [ -z "$library" ] || [ -z "$library_sha256" ] || [ -z "$wheel_sha256" ] || [ -z "$wheel_platform" ]; then
    fail "manifest.toml pins no ONNX Runtime for $os $arch"
fi

if [ -f "$target/$library" ] && [ "$(digest "$target/$library")" = "$library_sha256" ]; then
    exit 0
fi

command -v python3 >/dev/null || fail "python3 is missing (Debian and Ubuntu: apt-get install python3 python3-pip)"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing (Debian and Ubuntu: apt-get install python3-pip)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "fetch-runtime: getting ONNX Runtime $version for $os $arch"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --platform "$wheel_platform" --python-version 3.11 --implementation cp \
    --dest "$work" "onnxruntime==$version"
set -- "$work"/*.whl
[ "$(digest "$1")" = "$wheel_sha256" ] || fail "the downloaded $(basename "$1") is not the pinned one"

# The library may be distributed only with its licence and notices.
python3 - "$1" "$work" "$library" <<'PYTHON'
import sys, zipfile
wheel, folder, library = sys.argv[1:]
with zipfile.ZipFile(wheel) as package:
    for inside, name in [(f"onnxruntime/capi/{library}", library),
                         ("onnxruntime/LICENSE", "LICENSE"),
                         ("onnxruntime/ThirdPartyNotices.txt", "ThirdPartyNotices.txt")]:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(package.read(inside))
PYTHON
[ "$(digest "$work/$library")" = "$library_sha256" ] || fail "$library in the package is not the pinned one"
mkdir -p "$target"
cp "$work/LICENSE" "$work/ThirdPartyNotices.txt" "$target/"
# Last and in one step, so that an interrupted run leaves no half-written library under its name.
cp "$work/$library" "$target/$library.part"
mv "$target/$library.part" "$target/$library"
