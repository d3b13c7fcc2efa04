#!/usr/bin/env bash
# scripts/soak.sh [BUILD [MINUTES [HOSTS [SOURCES]]]]: `kirinuki watch` for half an hour
# against a made-up web of 2,000 hosts on this machine (bench/soak_server.c), while things
# go wrong: one host in twenty is in trouble at any time; a parse worker is killed every
# minute; the watch itself is killed once, early on, and started again.
#
# Every ten seconds memory (PSS), descriptors and threads of all its processes and the
# size of the workspace are written down. Once the first third is over nothing may grow
# by more than 5 %: the middle third's median against the last third's; of the disk, the
# bytes per stored article. The server's log must show no broken manners, the watch must
# end well when asked to, and the workspace must verify. One line of JSON; exit 1 where
# something of this does not hold. LOG=FILE keeps the samples.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
minutes=${2:-30}
hosts=${3:-2000}
sources=${4:-3000}
gap_ms=2000
every_s=10
kirinuki=$(realpath "$build/kirinuki")
tmp=$(mktemp -d)
ws=$tmp/ws
watch='' server=''
unset KIRINUKI_HOME
finish()
{
    [ -z "$watch" ] || kill "$watch" 2>/dev/null || true
    exec 8>&- || true
    wait
    rm -rf "$tmp"
}
trap finish EXIT

mkfifo "$tmp/in"
"$build"/bench/soak_server "$hosts" "$sources" "$minutes" "$gap_ms" <"$tmp/in" >"$tmp/server" 2>"$tmp/breaches" &
server=$!
exec 8>"$tmp/in"
until grep -qs '^$' "$tmp/server"; do
    kill -0 "$server"
    sleep 0.2
done
port=$(head -n 1 "$tmp/server")
{
    echo '<opml version="2.0"><body>'
    sed -n '2,/^$/p' "$tmp/server" | grep . | sed 's|.*|<outline text="&" type="rss" xmlUrl="&"/>|'
    echo '</body></opml>'
} >"$tmp/sources.opml"
k() { "$kirinuki" -q -C "$ws" "$@"; }
k init --bare --contact soak@example.jp
k config set crawl.proxy "http://127.0.0.1:$port"
k config set crawl.gap_ms "$gap_ms"
k config set metrics.file "$tmp/metrics"
k topic add 図書館 図書館 --id toshokan >/dev/null
k topic add 商店街 '商店街 OR 病院' --id machi >/dev/null
k source import "$tmp/sources.opml" >/dev/null

start_watch()
{
    "$kirinuki" -q -C "$ws" --log-file "$tmp/log" watch 2>>"$tmp/errors" &
    watch=$!
}
# The watch, its nursery, and the nursery's workers.
family()
{
    local nursery
    nursery=$(pgrep -P "$watch" || true)
    echo "$watch" $nursery
    for p in $nursery; do pgrep -P "$p" || true; done
}
workers() { for p in $(pgrep -P "$watch" || true); do pgrep -P "$p" || true; done; }
figure() { sed -n "s/^$1 //p" "$tmp/metrics" 2>/dev/null | head -n 1; }
# seconds, KiB of memory, descriptors, threads, KiB of disk, articles
sample()
{
    local pids
    pids=$(family)
    # shellcheck disable=SC2086
    printf '%d %d %d %d %d %s\n' "$SECONDS" \
        "$(for p in $pids; do cat "/proc/$p/smaps_rollup" 2>/dev/null || true; done | awk '/^Pss:/ { s += $2 } END { print s + 0 }')" \
        "$(for p in $pids; do ls "/proc/$p/fd" 2>/dev/null || true; done | wc -l)" \
        "$(for p in $pids; do ls "/proc/$p/task" 2>/dev/null || true; done | wc -l)" \
        "$(du -sk "$ws" 2>/dev/null | cut -f 1)" "$(figure kirinuki_stored_articles || true)"
}

start_watch
SECONDS=0
killed=0 restarts=0 minute=0
while [ "$SECONDS" -lt $((minutes * 60)) ]; do
    sleep "$every_s"
    if ! kill -0 "$watch" 2>/dev/null; then
        echo "the watch ended by itself" >&2
        tail -n 20 "$tmp/errors" >&2
        exit 1
    fi
    sample >>"$tmp/samples"
    if [ $((SECONDS / 60)) -gt "$minute" ]; then
        minute=$((SECONDS / 60))
        victim=$(workers | shuf -n 1)
        if [ -n "$victim" ] && kill -9 "$victim" 2>/dev/null; then killed=$((killed + 1)); fi
        if [ "$restarts" -eq 0 ] && [ "$minute" -ge $((minutes / 10 + 1)) ]; then
            kill -9 "$watch"
            { wait "$watch" || true; } 2>/dev/null
            restarts=1
            start_watch
        fi
    fi
done
kill -TERM "$watch"
ended=0
wait "$watch" || ended=$?
watch=''
# What the watch was busy with when it was asked to end.
k index || true
sound=0
k verify >"$tmp/verify" 2>&1 || sound=$?
[ "$sound" -eq 0 ] || tail -n 5 "$tmp/verify" >&2
exec 8>&-
manners=0
wait "$server" || manners=$?
[ "$manners" -eq 0 ] || cat "$tmp/breaches" >&2
[ -z "${LOG:-}" ] || cp "$tmp/samples" "$LOG"

status=0
awk -v total=$((minutes * 60)) -v ended="$ended" -v sound="$sound" -v manners="$manners" -v killed="$killed" \
    -v restarts="$restarts" -v hosts="$hosts" -v sources="$sources" -v server="$(tail -n 1 "$tmp/server")" '
    function median(a, n,    i, j, t) {
        for (i = 2; i <= n; i++)
            for (j = i; j > 1 && a[j - 1] > a[j]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
        return n ? a[int((n + 1) / 2)] : 0
    }
    NF == 6 && $6 > 0 {
        third = int($1 * 3 / total)
        if (third < 1) next
        if (third > 2) third = 2
        n[third]++
        value[third, 1, n[third]] = $2; value[third, 2, n[third]] = $3
        value[third, 3, n[third]] = $4; value[third, 4, n[third]] = $5 / $6
        articles = $6; disk = $5
    }
    END {
        bad = ended || sound || manners || !n[1] || !n[2]
        printf "{\"name\":\"soak\",\"minutes\":%d,\"hosts\":%d,\"sources\":%d,\"workers_killed\":%d,\"restarts\":%d", total / 60, hosts, sources, killed, restarts
        split("memory_kib descriptors threads disk_kib_per_article", names, " ")
        for (w = 1; w <= 4; w++) {
            for (t = 1; t <= 2; t++) {
                for (i = 1; i <= n[t]; i++) a[i] = value[t, w, i]
                m[t] = median(a, n[t])
            }
            grown = m[1] ? (m[2] / m[1] - 1) * 100 : 0
            printf ",\"%s\":[%.6g,%.6g],\"%s_grown_pct\":%.1f", names[w], m[1], m[2], names[w], grown
            if (grown > 5) bad = 1
        }
        printf ",\"articles\":%d,\"disk_kib\":%d,\"watch_exit\":%d,\"verify_exit\":%d,\"server\":%s}\n", articles, disk, ended, sound, server
        exit bad
    }' "$tmp/samples" || status=1
exit $status
