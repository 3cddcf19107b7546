# shellcheck shell=bash
# Asking the page, over the DevTools pipe of the browser: JSON messages, a zero byte after each.
# Wants ANSWER_WITHIN and RUN of settings.sh.

# A frame was composed just now, and what the player says of itself. One line: what it does, and a mark that moves with it.
# shellcheck disable=SC2034
SIGNS_OF_LIFE="(async () => {
  if (!document.hidden) await new Promise((done) => requestAnimationFrame(done));
  const it = window.__yilu;
  if (!it || !location.pathname.startsWith('/player/')) return 'elsewhere';
  if (it.playing) return 'playing ' + it.ledgerHead + '.' + Math.round(it.playing.positionMs);
  return it.revision ? 'waiting' : 'unpaired';
})()"

# The tier of what is on the screen, from the manifest that the player keeps.
# shellcheck disable=SC2034
WHICH_TIER="(async () => {
  const on = window.__yilu && window.__yilu.playing;
  if (!on) return 'none';
  const done = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = no; });
  const db = await done(indexedDB.open('yilu-player'));
  const manifest = await done(db.transaction('state').objectStore('state').get('manifest'));
  db.close();
  const entry = manifest && manifest.entries.find((one) => one.id === on.entryId);
  return entry ? entry.tier : 'none';
})()"

message_id=0

# New ones for each browser: nothing of the last one is in them. Sets pipes, to, from.
open_pipes() {
  pipes=$(mktemp -d "$RUN/pipes.XXXXXX")
  mkfifo -m 600 "$pipes/to" "$pipes/from"
  exec {to}<>"$pipes/to" {from}<>"$pipes/from"
}

close_pipes() {
  exec {to}>&- {from}>&-
  rm -rf "$pipes"
}

# call METHOD PARAMS [SESSION]: sets answer; fails when none comes in time.
call() {
  local ends=$((SECONDS + ANSWER_WITHIN)) id=$((++message_id))
  printf '{"id":%d,"method":"%s","params":%s%s}\0' "$id" "$1" "$2" "${3:+,\"sessionId\":\"$3\"}" >&"$to"
  while ((SECONDS <= ends)); do
    IFS= read -r -d '' -t "$ANSWER_WITHIN" -u "$from" answer || return 1
    [[ $answer =~ ^\{\"id\":${id}[,}] ]] && return
  done
  return 1
}

# with_page METHOD PARAMS: a call to the page itself; sets answer.
with_page() {
  local session targets='"targetId":"([0-9A-F]+)","type":"page"'
  call Target.getTargets '{}' || return 1
  [[ $answer =~ $targets ]] || return 1
  call Target.attachToTarget "{\"targetId\":\"${BASH_REMATCH[1]}\",\"flatten\":true}" || return 1
  [[ $answer =~ \"sessionId\":\"([0-9A-F]+)\" ]] || return 1
  session=${BASH_REMATCH[1]}
  call "$1" "$2" "$session" || return 1
  printf '{"id":0,"method":"Target.detachFromTarget","params":{"sessionId":"%s"}}\0' "$session" >&"$to"
}

# ask EXPRESSION: sets told to the string it comes to; fails when the page does not say.
ask() {
  told=
  with_page Runtime.evaluate "{\"expression\":\"${1//$'\n'/ }\",\"awaitPromise\":true,\"returnByValue\":true}" || return 1
  [[ $answer =~ \"type\":\"string\",\"value\":\"([^\"]*)\" ]] || return 1
  told=${BASH_REMATCH[1]}
}

go_to() {
  with_page Page.navigate "{\"url\":\"$1\"}" || true
}
