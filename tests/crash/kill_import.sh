#!/usr/bin/env bash
# kill_import.sh [KILLS]: `clip import` of a long 掲載一覧 is killed with SIGKILL at KILLS
# (20) random instants; after each, verify must find nothing wrong and every piece that
# is there must have its clip, its verdict and its scan. Let finish, the store must be
# what one undisturbed import makes. $KIRINUKI_BUILD, $ROWS and $SEED as wanted.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${KIRINUKI_BUILD:-$here/../../build/release}
kirinuki=$(cd "$build" && pwd)/kirinuki
kills=${1:-20} rows=${ROWS:-2000}
seed=${SEED:-$((EPOCHSECONDS % 32768))}
RANDOM=$seed
echo "# SEED=$seed"
unset KIRINUKI_HOME
work=$(mktemp -d)
export TMPDIR=$work
trap 'rm -rf "$work"' EXIT
cd "$work"
k() { "$kirinuki" -C "$1" --now 2026-04-14T18:30:00+09:00 -q "${@:2}"; }

printf '%%PDF-1.4 scan\n' >scan.pdf
{
    echo 掲載日,媒体名,面,段,見出し,報道発表,備考,換算額,証拠
    for ((i = 0; i < rows; i++)); do
        echo "2025/4/$((i % 30 + 1)),asa,$((i % 40 + 1)),$((i % 5 + 1)),記事その$i,R-1,備考$i,$((i * 100)),$([ $((i % 10)) = 0 ] && echo scan.pdf)"
    done
} >list.csv
prepare()
{
    k "$1" init --bare
    printf 'id,name,kind\nasa,暁新聞,national_paper\n' >media.csv
    k "$1" medium import media.csv
    printf -- '---\nid: R-1\ntitle: 見守り\ndate: 2025-04-01\n---\n見守りを始めます。\n' >r1.md
    k "$1" release add r1.md >/dev/null
}
count() { k "$1" --json export --only "$2" | grep -c "\"type\":\"$2\"" || true; }

prepare whole
start=$(date +%s%N)
k whole clip import list.csv >/dev/null
took_ms=$((($(date +%s%N) - start) / 1000000))
echo "# $rows rows in $took_ms ms"
prepare killed
landed=0
for ((n = 0; n < kills; n++)); do
    "$kirinuki" -C killed --now 2026-04-14T18:30:00+09:00 -q clip import list.csv >/dev/null &
    pid=$!
    at=$((took_ms * (RANDOM % 100) / 100))
    sleep "$(printf '%d.%03d' $((at / 1000)) $((at % 1000)))"
    kill -KILL "$pid" 2>/dev/null && landed=$((landed + 1))
    wait "$pid" 2>/dev/null || true
    articles=$(count killed article) clips=$(count killed clip) verdicts=$(count killed verdict)
    echo "# kill at $at ms: $articles articles"
    [ "$articles" = "$clips" ] && [ "$articles" = "$verdicts" ] ||
        { echo "# $articles articles, $clips clips, $verdicts verdicts"; exit 1; }
    k killed verify >verify.out || ! grep -v 'no index' verify.out
    if [ "$articles" = "$rows" ]; then # it got through: begin anew
        rm -rf killed
        prepare killed
    fi
done
k killed clip import list.csv >/dev/null
k whole export --canonical >whole.jsonl
k killed export --canonical >killed.jsonl
cmp whole.jsonl killed.jsonl
echo "# $landed of $kills kills landed; the stores are the same"
