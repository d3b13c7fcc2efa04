#!/usr/bin/env bash
# kill_care.sh [KILLS]: backup, restore and forget are killed with SIGKILL at KILLS (8) random
# instants each, and done again. A backup that was cut short has no name; a workspace that was
# being restored is not there or whole; what was forgotten is there whole or gone for good,
# and the next 'forget' completes it. Backup and forget beside a running watch, too. Uses the
# release build; $SEED repeats the instants.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${KIRINUKI_RELEASE_BUILD:-$here/../../build/release}
kirinuki=$build/kirinuki
kills=${1:-8} rows=${ROWS:-400}
seed=${SEED:-$((EPOCHSECONDS % 32768))}
RANDOM=$seed
echo "# SEED=$seed"
unset KIRINUKI_HOME
work=$(mktemp -d)
export TMPDIR=$work
trap 'rm -rf "$work"' EXIT
cd "$work"
now=2026-04-20T09:00:00+09:00
k() { "$kirinuki" -C "$1" --now "$now" -q "${@:2}"; }
now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
fail() { echo "$*"; exit 1; }

k fresh init --bare
k fresh medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1
for ((i = 0; i < rows; i++)); do
    printf '{"url":"https://asa.example/%d","title":"見出し%d","text":"第%d回の訪問について、市は%d日に発表した。鷲尾%dさんが語った。","published":"2026-04-14T07:00:00+09:00"}\n' $i $i $i $i $i
done >in.ndjson
k fresh import in.ndjson
k fresh index
k fresh link
k fresh export --canonical >wanted

# usual COMMAND…: how long it takes, in ms, left in $spent_ms.
usual()
{
    local from
    from=$(now_ms)
    "$@" >/dev/null 2>&1
    spent_ms=$(($(now_ms) - from + 20))
}

# kill_once COMMAND…: starts it and kills it at an instant of its usual time.
kill_once()
{
    local wait_ms=$((RANDOM % spent_ms)) victim
    "$@" >/dev/null 2>&1 &
    victim=$!
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
}

backup() { exec "$kirinuki" -C fresh -q backup "$@"; }
usual k fresh backup usual
for ((i = 0; i < kills; i++)); do
    kill_once backup copies
    kill_once backup one.tar.zst
    for copy in copies/kirinuki-* one.tar.zst; do
        [ -e "$copy" ] || continue
        rm -rf back
        k back restore "$copy" || fail "the backup '$copy' has a name and is not whole"
        k back export --canonical | cmp -s - wanted || fail "the backup '$copy' says something else"
    done
    rm -rf one.tar.zst copies/kirinuki-*
done
k fresh backup last
k fresh backup last.tar.zst
k fresh backup copies
k fresh backup end.tar.zst
[ -z "$(find copies fresh . -maxdepth 1 '(' -name '.kirinuki-*' -o -name '.backup-*' ')')" ] ||
    fail "a backup that was cut short is never cleared away"
k fresh verify || fail "backups have harmed the workspace"

restore() { exec "$kirinuki" -C back -q restore "$1"; }
rm -rf back
usual k back restore last.tar.zst
for ((i = 0; i < kills; i++)); do
    for from in last/kirinuki-* last.tar.zst; do
        rm -rf back
        kill_once restore "$from"
        if [ -e back/settings.ini ]; then
            k back export --canonical | cmp -s - wanted || fail "a restore that was killed left a piece"
            k back index || fail "a restore that was killed cannot be completed"
            k back verify || fail "a restore that was completed is not whole"
        else
            k back restore "$from" || fail "a restore cannot be done again"
            k back verify || fail "a workspace that was restored is not whole"
        fi
    done
done

id=$("$kirinuki" -C fresh --json search 鷲尾7さん | grep -o '"[0-9a-f]\{16\}"' | head -n 1 | tr -d '"')
forget() { exec "$kirinuki" -C ws -q forget "$@"; }
cp -r fresh ws
usual k ws forget "$id" --yes --reason x --by y
for ((i = 0; i < kills; i++)); do
    rm -rf ws
    cp -r fresh ws
    kill_once forget "$id" --yes --reason x --by y
    if k ws show "$id" >/dev/null 2>&1; then
        k ws verify || fail "a forgetting that was killed at its beginning has harmed the workspace"
    else
        k ws forget || fail "a forgetting cannot be completed"
        k ws verify || fail "a forgetting that was completed left something"
        k ws import in.ndjson
        k ws index
        [ "$("$kirinuki" -C ws search 鷲尾7さん 2>/dev/null | wc -l)" -eq 0 ] || fail "it came back"
    fi
done
# watch_begin FOLDER, watch_end: a running watch on it.
watch_begin()
{
    "$kirinuki" -C "$1" -q watch &
    watch=$!
    for ((n = 0; n < 300; n++)); do
        [ ! -S "$1/control.sock" ] || return 0
        sleep 0.1
    done
    fail "the watch does not begin"
}
watch_end()
{
    kill "$watch"
    wait "$watch" || fail "the watch does not end well"
}
rm -rf ws back
cp -r fresh ws
watch_begin ws
k ws backup live.tar.zst || fail "no backup beside a watch"
k ws forget "$id" --yes --reason x --by y || fail "no forgetting in a watch"
k ws verify || fail "a watch in which something was forgotten is not whole"
watch_end
[ "$("$kirinuki" -C ws search 鷲尾7さん 2>/dev/null | wc -l)" -eq 0 ] || fail "a watch forgot nothing"
k ws verify || fail "a watch left something that was to be forgotten"
k back restore live.tar.zst
k back export --canonical | cmp -s - wanted || fail "a backup beside a watch says something else"
echo "# $kills kills each in backup (folder and archive), restore (both) and forget"
