#!/usr/bin/env bash
# Shows the player on this machine's screen, and starts the browser again when it ends, hangs or crashes.
# Settings: player.conf beside the unit. Started by yilu-player.service; runs by hand just as well.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=settings.sh
. "$here/settings.sh"
# shellcheck source=talk.sh
. "$here/talk.sh"

say() { printf 'yilu-player: %s\n' "$*" >&2; }
tell_systemd() { [[ -z ${NOTIFY_SOCKET:-} ]] || systemd-notify "$@" || true; }
# Waits, and lets a signal in.
rest() {
  sleep "$1" &
  wait $!
}

# Takes a picture to be shown on: the display that is there, else one of its own.
take_display() {
  [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || return 0
  export YILU_OWN_DISPLAY=yes
  if [[ $DISPLAY_BY == wayland || ($DISPLAY_BY == auto && -z $(command -v xinit)) ]]; then
    exec cage -d -s -- "$here/launch.sh"
  fi
  exec xinit "$here/launch.sh" -- "${DISPLAY_NUMBER:-:0}" "vt${XDG_VTNR:-7}" -nolisten tcp -nocursor -s 0 -dpms
}

# Without a window manager nobody makes a kiosk window as large as the screen; where there is one, this one ends at once.
manage_windows() {
  [[ -n ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]] || return 0
  matchbox-window-manager -use_titlebar no -use_cursor no 2>/dev/null &
  manager=$!
}

find_browser() {
  local name
  for name in ${CHROMIUM:-chromium chromium-browser google-chrome-stable google-chrome}; do
    # A snap keeps its profile where it likes, and updates itself in the middle of the day.
    [[ $(readlink -f "$(command -v "$name")") == *snap* ]] && continue
    command -v "$name" && return
  done
  say "no Chromium: apt-get install chromium, or name it as CHROMIUM= in $CONF"
  return 1
}

# The address to open: an enrolment link until it has been used, then the player's own.
address() {
  if [[ -n $ENROL && $(cat "$DATA/enrolled" 2>/dev/null) != "$ENROL" ]]; then echo "$ENROL"; else echo "$URL"; fi
}

flags() {
  echo --kiosk --no-first-run --no-default-browser-check --noerrdialogs --disable-infobars
  echo --disable-session-crashed-bubble --hide-crash-restore-bubble --disable-features=Translate,InterestFeedV2
  echo --disable-pinch --overscroll-history-navigation=0 --deny-permission-prompts --disable-notifications
  echo --autoplay-policy=no-user-gesture-required --password-store=basic --lang=zh-CN
  # Never asleep behind something, never asked whether to wait for a page: the watchdog sees to that.
  echo --disable-background-timer-throttling --disable-renderer-backgrounding --disable-backgrounding-occluded-windows --disable-hang-monitor
  # Nothing of its own goes over a metered line or fills the card.
  echo --disable-background-networking --disable-component-update --disable-sync --disable-breakpad --disk-cache-size=33554432
  [[ -z $SPKI ]] || echo "--ignore-certificate-errors-spki-list=$SPKI"
  [[ -z ${WAYLAND_DISPLAY:-} ]] || echo --ozone-platform=wayland
  echo "$FLAGS"
}

start_browser() {
  local words
  # A power cut leaves the lock of a browser that is no more.
  rm -f "$DATA"/browser/Singleton*
  read -r -a words -d '' < <(flags; printf '\0')
  [[ -z ${DISPLAY:-} ]] || xset s off s noblank -dpms 2>/dev/null || true
  open_pipes
  # In a group of its own, so that nothing of it is left behind. Its DevTools speak over a pipe: no port is open to anybody.
  setsid "$browser" "${words[@]}" "--user-data-dir=$DATA/browser" --remote-debugging-pipe "$(address)" 3<"$pipes/to" 4>"$pipes/from" {to}>&- {from}>&- &
  group=$!
  started=$SECONDS
}

end_browser() {
  [[ -n ${group:-} ]] || return 0
  local left=15
  kill -TERM "$group" 2>/dev/null
  while ((left-- > 0)) && kill -0 "$group" 2>/dev/null; do rest 0.2; done
  kill -KILL -- "-$group" 2>/dev/null
  wait "$group" 2>/dev/null
  group=
  close_pipes
}

# Whether it is time for the nightly reload: asked for by the timer, at rest during an emergency, given up towards morning.
is_reload_due() {
  [[ -e $RUN/reload ]] || return 1
  if (($(date +%s) - $(stat -c %Y "$RUN/reload") > RELOAD_GIVEN_UP_AFTER)); then
    rm -f "$RUN/reload"
    return 1
  fi
  ask "$WHICH_TIER" && [[ $told == emergency ]] && return 1
  rm -f "$RUN/reload"
}

# Watches one life of the browser; returns when that has to end, and says why. Fails when it ended by itself.
watch_browser() {
  local word mark last='' moved=$SECONDS missed=0 away=$SECONDS is_answered=''
  while rest "$WATCH_EVERY"; do
    tell_systemd WATCHDOG=1
    kill -0 "$group" 2>/dev/null || { say "the browser has ended"; return 1; }
    if ! ask "$SIGNS_OF_LIFE"; then
      [[ -z $is_answered ]] && ((SECONDS - started < START_WITHIN)) && continue
      ((++missed < MISSES)) && continue
      say "the page gives no sign of life: starting the browser again"
      return 0
    fi
    [[ -n $is_answered ]] || say "the page answers"
    missed=0 is_answered=yes
    read -r word mark <<<"$told"
    [[ $word == elsewhere ]] || away=$SECONDS
    [[ $word == playing && $mark == "$last" ]] || moved=$SECONDS
    last=$mark
    if [[ -n $ENROL && $word == @(playing|waiting) ]]; then echo "$ENROL" >"$DATA/enrolled"; fi
    if ((SECONDS - moved > STILL_AFTER)); then
      say "the same picture for $STILL_AFTER s: starting the browser again"
      return 0
    fi
    if ((SECONDS - away > AWAY_AFTER)); then
      # An error page, as when the server has never been reached: no reason to start anew.
      away=$SECONDS
      go_to "$(address)"
    fi
    if is_reload_due; then
      say "nightly reload"
      return 0
    fi
  done
}

trap 'say "stopping"; end_browser; kill ${manager:-} 2>/dev/null; exit 0' TERM INT HUP
take_display
manage_windows
browser=$(find_browser) || exit 1
mkdir -p "$DATA/browser" "$RUN"
tell_systemd --ready
wait_s=1
while :; do
  start_browser
  # One that ends by itself at once again and again is left more and more time.
  if watch_browser || ((SECONDS - started > 20)); then wait_s=1; else wait_s=$((wait_s < 16 ? wait_s * 2 : 30)); fi
  end_browser
  # The display that was started for this has gone, and with it what there is to show on.
  [[ -z ${YILU_OWN_DISPLAY:-} ]] || kill -0 "$PPID" 2>/dev/null || exit 1
  ((wait_s == 1)) || rest "$wait_s"
done
