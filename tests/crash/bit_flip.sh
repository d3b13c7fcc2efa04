#!/usr/bin/env bash
# bit_flip.sh [FLIPS]: one bit of one file of a workspace that was copied, or whose program
# was killed, turns over, FLIPS (60) times: every file comes in turn, whatever its size.
# What may come of it: the flip is refused (every command that meets it ends with an error
# that says so), found by verify, or repaired, or it does not matter: the same export and
# the same answers to searches. Never another export with exit 0, never a crash without
# a word.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
flips=${1:-60}
echo "# SEED=$SEED"
begin_world
words=(点検 見守り 値上げ 経済 の 会社)

# ask WS OUT: what the searches answer; fails where one is refused
ask()
{
    local word
    : >"$2"
    for word in "${words[@]}"; do
        try_one "$kirinuki" -C "$1" --now "$now" -q --json search "$word"
        [ "$went" -lt 2 ] || return 1
        cat "$work/out" >>"$2"
    done
}

# try_one COMMAND…: fails for an end without a word, or by a signal; `went` is its status
try_one()
{
    went=0
    { timeout -s ABRT 60 "$@" >"$work/out" 2>"$work/err" || went=$?; } 2>/dev/null
    [ "$went" -lt 124 ] || fail "$where: $2 $3 …: died: exit $went: $(head -n 2 "$work/err")"
    [ "$went" -lt 2 ] || [ -s "$work/err" ] || fail "$where: exit $went without a word"
}

# judge: what the flip came to, in `what`
judge()
{
    local ws=$work/ws
    try_one "$kirinuki" -C "$ws" --now "$now" -q verify
    if [ "$went" -ge 2 ]; then what=refused; elif [ "$went" = 1 ]; then what=found; else what=equal; fi
    try_one "$kirinuki" -C "$ws" --now "$now" -q export --canonical
    if [ "$went" != 0 ]; then
        [ "$what" != equal ] || fail "$where: verify finds nothing, export: $(cat "$work/err")"
        return 0
    fi
    cmp -s "$work/out" "$work/expected" || [ "$what" != equal ] ||
        fail "$where: verify finds nothing, and the export differs"
    [ "$what" = equal ] || return 0
    if ! ask "$ws" "$work/answers"; then
        what=refused
    elif ! cmp -s "$work/answers" "$work/expected-answers"; then
        fail "$where: verify finds nothing, and searches answer otherwise"
    fi
}

# damage WS: FLIPS / 2 flips, file after file
damage()
{
    local i files
    rm -rf "$work/ws"
    cp -r "$1" "$work/ws"
    k "$work/ws" export --canonical >"$work/expected"
    ask "$work/ws" "$work/expected-answers"
    mapfile -t files < <(cd "$1" && find . -type f -size +0c ! -name '*.sock' | sort)
    for ((i = 0; i < flips / 2; i++)); do
        rm -rf "$work/ws"
        cp -r "$1" "$work/ws"
        where=${files[i % ${#files[@]}]}
        where+=": $("$disk" flip "$work/ws/$where" $((RANDOM * 32768 + RANDOM)))"
        judge
        came[$what]=$((${came[$what]:-0} + 1))
    done
}
where='before a flip'
damage "$work/whole"
# With all in the store's log yet: killed at the end of the day.
rm -rf "$work/killed"
cp -r "$work/at-review" "$work/killed"
count_calls review
cp -r "$work/at-review" "$work/killed.ws"
faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/killed.ws KIRI_CRASH_IO=$((n_calls - 3)):kill"
{ (step "$work/killed.ws" review) >"$work/out" 2>&1 || true; } 2>/dev/null
faults=''
damage "$work/killed.ws"
echo "# flips:$(for what in "${!came[@]}"; do printf ' %d %s' "${came[$what]}" "$what"; done)"
