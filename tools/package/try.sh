#!/usr/bin/env bash
# Installs the .deb of target/package into a fresh Debian without anything else, starts both programs there, examines a
# photo, and takes the package away again. Needs root, debootstrap and a Debian mirror:
#   tools/package/try.sh ROOT PHOTO [MIRROR]
# ROOT is an empty or missing folder; it stays for looking at.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$1 photo=$2 mirror=${3:-}
package=$(ls target/package/*.deb)

[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase bookworm "$root" $mirror
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
mount --bind /proc "$root/proc"
trap 'umount "$root/proc"' EXIT
cp "$package" "$root/tmp/catchlight.deb"
cp "$photo" "$root/tmp/photo.jpg"

inside apt-get update -qq
# Xvfb and xdotool are for looking at the window, not for the program.
inside apt-get install -y -qq --no-install-recommends xvfb xdotool >/dev/null
inside sh -c 'dpkg -l | sort' >"$root/tmp/before"
inside apt-get install -y -qq --no-install-recommends /tmp/catchlight.deb >/dev/null
inside catchlight --version
inside catchlight selftest
inside catchlight examine --language en /tmp/photo.jpg | head -3
inside catchlight export /tmp/photo.jpg --to pdf --out /tmp/report.pdf
inside test -s /tmp/report.pdf
inside sh -c 'command -v catchlight-desktop && test -e /usr/share/applications/app.catchlight.desktop.desktop'
inside sh -c '
  export DISPLAY=:77 WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
  Xvfb :77 -screen 0 1400x900x24 -nolisten tcp >/dev/null 2>&1 & server=$!
  sleep 2
  catchlight-desktop /tmp/photo.jpg >/tmp/app.log 2>&1 & app=$!
  for _ in $(seq 60); do
    sleep 1
    title=$(xdotool search --onlyvisible --name Catchlight getwindowname 2>/dev/null | head -1)
    [ -n "$title" ] && break
  done
  echo "window: ${title:-none}"
  sleep 15
  kill -0 $app && echo "still running after 15 s"
  kill $app; kill $server
  [ -n "$title" ]'
inside apt-get purge -y -qq catchlight >/dev/null
echo "left of it in the system:"
find "$root" -xdev \( -path "$root/tmp" -o -path "$root/proc" -o -path "$root/root" \) -prune -o -iname '*catchlight*' -print
