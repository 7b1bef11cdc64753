#!/bin/sh
# Swift for the platform-free part on a Debian machine whose release has no Swift: Debian's own package from its next release, in a
# folder of its own (about 3 GB), entered with chroot. Needs root. `swift-linux.sh FOLDER install`, then
# `swift-linux.sh FOLDER run TARGET swift test ...` in the package, where TARGET holds `debug` and `contract`. It must not touch the system's own packages.
set -eu
root=$1
task=$2
here=$(cd "$(dirname "$0")/.." && pwd)

install() {
  [ -x "$root/usr/bin/swiftc" ] && return 0
  command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
  # The same archive that this machine uses.
  archive=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -n 1)
  [ -n "$archive" ] || { echo "this machine names no Debian archive" >&2; exit 1; }
  mkdir -p "$root"
  debootstrap --variant=minbase --include=swiftlang,g++ trixie "$root" "$archive" >"$root.log" 2>&1 || {
    echo "Swift could not be installed: see $root.log" >&2
    exit 1
  }
  rm -rf "$root"/var/cache/apt/archives/*.deb
}

# Mounts are this command's own and end with it.
run() {
  library=$1
  shift
  repository=$(cd "$here/.." && pwd)
  mkdir -p "$root/repository" "$root/library"
  unshare --mount sh -euc '
    root=$1; repository=$2; library=$3; shift 3
    mount --make-rprivate /
    mount -t proc proc "$root/proc" 2>/dev/null || true
    mount --bind /dev "$root/dev"
    mount --bind "$repository" "$root/repository"
    mount --bind "$library" "$root/library"
    exec chroot "$root" /usr/bin/env HOME=/root LD_LIBRARY_PATH=/library/debug BANCHAN_TEST=/library sh -c "cd /repository/ios && exec \"\$@\"" sh "$@"
  ' sh "$root" "$repository" "$library" "$@"
}

shift 2
case "$task" in
  install) install ;;
  run) run "$@" ;;
  *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac
