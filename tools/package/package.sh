#!/usr/bin/env bash
# Writes the installable packages of this machine's system into target/package: a .deb and a .tar.gz that runs where it is
# unpacked. Called by `./x package`, which has built the programs and fetched what they load.
#
# Everything lies in one folder, /usr/lib/catchlight, with links from the path: the programs find their models beside
# themselves and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
architecture=$(dpkg --print-architecture)
built=${CARGO_TARGET_DIR:-target}/release
out=target/package
name=catchlight_${version}_${architecture}
tree=$out/$name
# One moment for all files: the same sources give the same package.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}

rm -rf "$out"
mkdir -p "$tree"
put() { install -D -m "${3:-644}" "$1" "$tree/$2"; }
folder() { mkdir -p "$tree/$2"; cp -r "$1/." "$tree/$2"; }

lib=usr/lib/catchlight
put "$built/catchlight" $lib/catchlight 755
put "$built/catchlight-desktop" $lib/catchlight-desktop 755
folder models $lib/models
# What makes and fetches models is for developers.
rm -rf "$tree/$lib/models/training" "$tree/$lib/models/fetch.sh"
folder .setup/onnxruntime $lib/onnxruntime
folder .setup/models $lib/fetched-models
folder .setup/fonts $lib/fonts
mkdir -p "$tree/usr/bin"
ln -s ../lib/catchlight/catchlight "$tree/usr/bin/catchlight"
ln -s ../lib/catchlight/catchlight-desktop "$tree/usr/bin/catchlight-desktop"

put tools/package/app.catchlight.desktop.desktop usr/share/applications/app.catchlight.desktop.desktop
put tools/package/app.catchlight.desktop.metainfo.xml usr/share/metainfo/app.catchlight.desktop.metainfo.xml
for size in 32x32 128x128; do
  put src-tauri/icons/$size.png usr/share/icons/hicolor/$size/apps/app.catchlight.desktop.png
done
put src-tauri/icons/128x128@2x.png usr/share/icons/hicolor/256x256/apps/app.catchlight.desktop.png
put src-tauri/icons/icon.svg usr/share/icons/hicolor/scalable/apps/app.catchlight.desktop.svg

program=$built/catchlight
share=$tree/usr/share
mkdir -p "$share"/{man/man1,bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
"$program" completions bash >"$share/bash-completion/completions/catchlight"
"$program" completions zsh >"$share/zsh/vendor-completions/_catchlight"
"$program" completions fish >"$share/fish/vendor_completions.d/catchlight.fish"
"$program" manual | gzip -9n >"$share/man/man1/catchlight.1.gz"
# The commands that the help lists, and no hidden ones.
for command in $("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | grep -v '^help$'); do
  "$program" manual "$command" | gzip -9n >"$share/man/man1/catchlight-$command.1.gz"
done

documents=$share/doc/catchlight
mkdir -p "$documents"
cp LICENSE-MIT LICENSE-APACHE README.md "$documents"
gzip -9nc CHANGELOG.md >"$documents/changelog.gz"
python3 tools/package/licences.py | gzip -9n >"$documents/third-party-licences.txt.gz"
sed "s/@YEAR@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y)/" tools/package/copyright >"$documents/copyright"

find "$tree" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +

# Unpacked anywhere: programs with what they load, and the documents.
portable=catchlight-$version-linux-$(uname -m)
cp -r "$tree/$lib" "$out/$portable"
cp -r "$documents" "$out/$portable/doc"
find "$out/$portable" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$out" -c "$portable" | gzip -9n >"$out/$portable.tar.gz"
rm -rf "${out:?}/$portable"

mkdir "$tree/DEBIAN"
size=$(du -k --apparent-size -s "$tree/usr" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" tools/package/control >"$tree/DEBIAN/control"
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/$name.deb" >/dev/null
rm -rf "$tree"
ls -l "$out"
