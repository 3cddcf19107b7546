#!/usr/bin/env bash
# Makes this machine a screen. May be run again: settings, films and unsent plays stay.
#   sudo ./install.sh --url https://yilu.county.lan/player/ [--spki BASE64] [--enrol LINK] [--ca ca.pem] [--root FOLDER]
# With --root it only puts the files below that folder, as for an image that is being built.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
url='' spki='' enrol='' ca='' root=''
while (($#)); do
  case $1 in
    --url | --spki | --enrol | --ca | --root) printf -v "${1#--}" %s "${2:?$1 needs a value}" && shift 2 ;;
    *) sed -n '2,4s/^# *//p' "$0" >&2 && exit 2 ;;
  esac
done

fail() {
  echo "$1" >&2
  exit 1
}
[[ -n $root || $EUID == 0 ]] || fail "run it as root: sudo $0"
conf=$root/etc/yilu/player.conf
[[ -n $url || -e $conf ]] || fail "--url is needed the first time"
[[ -z $url || $url =~ ^https?://[^/]+/player/$ ]] || fail "--url ends in /player/: https://yilu.county.lan/player/"
[[ -z $spki || $spki =~ ^[A-Za-z0-9+/]{43}=$ ]] || fail "--spki is a SHA-256 in base64: 44 characters"
[[ -z $enrol || $enrol =~ ^https?://[^/]+/player/\?enrol=[A-Za-z0-9_-]+$ ]] || fail "--enrol is a whole link: https://yilu.county.lan/player/?enrol=…"
[[ -z $ca || -r $ca ]] || fail "$ca cannot be read"

if [[ -z $root ]]; then
  missing=()
  command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null || missing+=(chromium)
  command -v xinit cage >/dev/null || missing+=(xinit xserver-xorg x11-xserver-utils matchbox-window-manager)
  [[ -z $ca ]] || command -v certutil >/dev/null || missing+=(libnss3-tools)
  ((${#missing[@]} == 0)) || fail "first: apt-get install ${missing[*]}"
  id yilu-player >/dev/null 2>&1 || useradd --system --home-dir /var/lib/yilu-player --shell /usr/sbin/nologin yilu-player
  for group in video audio render input; do getent group "$group" >/dev/null && usermod -aG "$group" yilu-player; done
fi

install -d "$root/usr/local/lib/yilu-player" "$root/etc/yilu" "$root/etc/systemd/system"
install -m 755 "$here/launch.sh" "$root/usr/local/lib/yilu-player/"
install -m 644 "$here/settings.sh" "$here/talk.sh" "$root/usr/local/lib/yilu-player/"
install -m 644 "$here"/yilu-player{.service,-reload.service,-reload.timer} "$root/etc/systemd/system/"
install -m 644 "$here/journald.conf" "$root/etc/systemd/journald@yilu-player.conf"
# The enrolment link is a key: for root and the player only.
[[ -e $conf ]] || install -m 640 "$here/player.conf" "$conf"
set_line() { [[ -z $2 ]] || sed -i "s|^$1=.*|$1=${2//&/\\&}|" "$conf"; }
set_line URL "$url"
set_line SPKI "$spki"
set_line ENROL "$enrol"

[[ -z $root ]] || exit 0
chown root:yilu-player "$conf"
install -d -m 700 -o yilu-player -g yilu-player /var/lib/yilu-player
if [[ -n $ca ]]; then
  # Chromium on Linux trusts the authorities in its user's own store.
  store=/var/lib/yilu-player/.pki/nssdb
  runuser -u yilu-player -- mkdir -p "$store"
  runuser -u yilu-player -- certutil -d "sql:$store" -N --empty-password 2>/dev/null || true
  runuser -u yilu-player -- certutil -d "sql:$store" -D -n yilu-ca 2>/dev/null || true
  runuser -u yilu-player -- certutil -d "sql:$store" -A -n yilu-ca -t C,, <"$ca"
fi
systemctl daemon-reload
systemctl enable yilu-player.service yilu-player-reload.timer
systemctl start yilu-player-reload.timer
systemctl restart yilu-player.service
echo "the player runs: systemctl status yilu-player, journalctl --namespace yilu-player -f"
