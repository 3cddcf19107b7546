# shellcheck shell=bash disable=SC2034
# What launch.sh goes by, and what player.conf may say otherwise. A line there is NAME=value, taken as it stands.

CONF=${YILU_PLAYER_CONF:-/etc/yilu/player.conf}

URL=                # https://yilu.county.lan/player/
SPKI=               # SHA-256 of the server's public key, base64
ENROL=              # https://yilu.county.lan/player/?enrol=…
DATA=/var/lib/yilu-player
RUN=${RUNTIME_DIRECTORY:-/run/yilu-player}
DISPLAY_BY=auto     # xinit, wayland (cage), or auto: xinit where it is installed
CHROMIUM=           # a path; else the first that is installed
FLAGS=              # more flags of Chromium

# Seconds.
WATCH_EVERY=5       # between two questions to the page
ANSWER_WITHIN=10    # an answer that takes longer is a miss
MISSES=2            # so many one after the other, and the browser is started again
START_WITHIN=45     # a slow box may take so long to answer for the first time
STILL_AFTER=60      # a play that does not move on for so long hangs; the player itself acts after 5
AWAY_AFTER=60       # an error page is left for the player so often
RELOAD_GIVEN_UP_AFTER=5400

if [[ -r $CONF ]]; then
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line =~ ^(URL|SPKI|ENROL|DATA|RUN|DISPLAY_BY|CHROMIUM|FLAGS|WATCH_EVERY|ANSWER_WITHIN|MISSES|START_WITHIN|STILL_AFTER|AWAY_AFTER)=(.*)$ ]] || continue
    printf -v "${BASH_REMATCH[1]}" %s "${BASH_REMATCH[2]%$'\r'}"
  done <"$CONF"
fi
if [[ -z $URL ]]; then
  echo "yilu-player: $CONF has no URL=" >&2
  exit 1
fi
