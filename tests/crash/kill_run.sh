#!/usr/bin/env bash
# kill_run.sh [KILLS]: `run` is killed with SIGKILL at KILLS (100) random instants,
# then let finish; the store must then be what an undisturbed run makes, and
# verify must find nothing wrong. After ten kills, or once a run got through, the
# workspace is checked so and the next one starts anew. Uses the release build and
# the whole newsroom; $MEDIA (toto,chuo,minato …) keeps a run shorter, $SEED
# repeats the instants.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${KIRINUKI_RELEASE_BUILD:-$here/../../build/release}
kirinuki=$build/kirinuki server=$build/tests/support/newsroom-server
newsroom=$here/../newsroom
kills=${1:-100} per_round=10
seed=${SEED:-$((EPOCHSECONDS % 32768))}
RANDOM=$seed
echo "# SEED=$seed"
unset KIRINUKI_HOME
work=$(mktemp -d)
export TMPDIR=$work
coproc SERVER { exec "$server"; }
server_pid=$!
trap 'kill "$server_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
IFS= read -r port <&"${SERVER[0]}"

k() { "$kirinuki" -C "$1" --now 2026-04-14T18:30:00+09:00 -q "${@:2}"; }

prepare()
{
    local ws=$1 release
    k "$ws" init --bare --organisation 暮らし安全省 --contact koho@mlsa.example
    k "$ws" config set crawl.gap_ms 0
    k "$ws" config set crawl.allow_private yes
    "$server" --port "$port" --print-media-csv >"$work/media.csv"
    "$server" --port "$port" --print-rates-csv >"$work/rates.csv"
    "$server" --port "$port" ${MEDIA:+--only "$MEDIA"} --print-opml >"$work/sources.opml"
    k "$ws" medium import "$work/media.csv"
    k "$ws" rate import "$work/rates.csv"
    k "$ws" source import "$work/sources.opml"
    for release in "$newsroom"/releases/*.md; do
        k "$ws" release add "$release" >/dev/null
    done
    k "$ws" topic add 点検商法 点検商法 >/dev/null
}

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

prepare "$work/fresh"
cp -r "$work/fresh" "$work/undisturbed"
started=$(now_ms)
k "$work/undisturbed" run
spent_ms=$(($(now_ms) - started))
k "$work/undisturbed" export --canonical >"$work/wanted"
echo "# an undisturbed run: $spent_ms ms, $(grep -c '"type":"article"' "$work/wanted") articles"

# kill_once: starts `run` and kills it at an instant of its usual time; fails when
# it was through before.
kill_once()
{
    local wait_ms=$((RANDOM % (spent_ms + 20))) status=0
    "$kirinuki" -C "$work/ws" --now 2026-04-14T18:30:00+09:00 -q run 2>>"$work/log" &
    local victim=$!
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || status=$?
    [ "$status" -eq 137 ]
}

done_kills=0 rounds=0
while [ "$done_kills" -lt "$kills" ]; do
    rm -rf "$work/ws"
    cp -r "$work/fresh" "$work/ws"
    rounds=$((rounds + 1))
    for ((i = 0; i < per_round && done_kills < kills; i++)); do
        kill_once || break
        done_kills=$((done_kills + 1))
    done
    if ! k "$work/ws" run; then
        echo "the run after $done_kills kills fails"
        exit 1
    fi
    if ! k "$work/ws" verify >"$work/problems" 2>&1; then
        echo "verify fails after $done_kills kills"
        head -n 6 "$work/problems"
        exit 1
    fi
    k "$work/ws" export --canonical >"$work/got"
    if ! diff "$work/wanted" "$work/got" >"$work/diff"; then
        echo "after $done_kills kills the store differs"
        cut -c 1-400 "$work/diff" | head -n 6
        exit 1
    fi
done
echo "# $done_kills kills of a running run in $rounds workspaces; the stores are equal"
