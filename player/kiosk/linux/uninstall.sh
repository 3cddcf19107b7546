#!/usr/bin/env bash
# Takes the player off this machine. May be run again.
#   sudo ./uninstall.sh [--purge] [--root FOLDER]
# Settings, films and unsent plays stay, unless --purge says otherwise: plays that were not sent are lost with them.
set -euo pipefail

root='' purge=''
while (($#)); do
  case $1 in
    --purge) purge=yes && shift ;;
    --root) root=${2:?--root needs a value} && shift 2 ;;
    *) sed -n '2,4s/^# *//p' "$0" >&2 && exit 2 ;;
  esac
done
if [[ -z $root ]]; then
  [[ $EUID == 0 ]] || { echo "run it as root: sudo $0" >&2; exit 1; }
  systemctl disable --now yilu-player.service yilu-player-reload.timer 2>/dev/null || true
fi
rm -rf "$root/usr/local/lib/yilu-player"
rm -f "$root"/etc/systemd/system/yilu-player{.service,-reload.service,-reload.timer} "$root/etc/systemd/journald@yilu-player.conf"
[[ -z $purge ]] || rm -rf "$root/etc/yilu/player.conf" "$root/var/lib/yilu-player"
[[ -n $root ]] || systemctl daemon-reload
