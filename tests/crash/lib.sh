# shellcheck shell=bash
# What the crash tests share: a small world behind a server on the loopback, the steps that
# an office does with it, and what must hold of a workspace whatever happened to it.
#
#   $KIRINUKI_RELEASE_BUILD  the build that is tested (no sanitizers)
#   $MEDIA                   which media of the newsroom are polled (keizai)
#   $SEED                    repeats the instants of a run
#   $CRASH_DIR               where the workspaces lie: /dev/shm where there is one
# shellcheck disable=SC2034 # for who reads this in
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${KIRINUKI_RELEASE_BUILD:-$here/../../build/release}" && pwd)
kirinuki=$build/kirinuki server=$build/tests/support/newsroom-server
disk=$build/tests/crash/crash-disk shim=$build/tests/crash/crash_shim.so
newsroom=$here/../newsroom
now=2026-04-14T18:30:00+09:00
steps=(crawl index link score morning digest review)
unset KIRINUKI_HOME
SEED=${SEED:-$((EPOCHSECONDS % 32768))}
RANDOM=$SEED

fail()
{
    echo "# SEED=$SEED: $*"
    [ -z "${KEEP:-}" ] || cp -r "$work" "$KEEP"
    exit 1
}

k() { "$kirinuki" -C "$1" --now "$now" -q "${@:2}"; }

now_ms() { now_is=$((${EPOCHREALTIME/[.,]/} / 1000)); }

# nap MS: without a process of its own
nap() { IFS= read -rt "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))" <&"$never" || true; }

begin_world()
{
    local place=${CRASH_DIR:-/dev/shm}
    [ -d "$place" ] && [ -w "$place" ] || place=${TMPDIR:-/tmp}
    work=$(mktemp -d "$place/kirinuki-crash.XXXXXX")
    export TMPDIR=$work
    trap end_world EXIT
    mkfifo "$work/never"
    exec {never}<>"$work/never"
    coproc SERVER { exec "$server"; }
    server_pid=$!
    IFS= read -r port <&"${SERVER[0]}"
    make_fresh "$work/fresh"
    run_undisturbed
}

end_world()
{
    [ -z "${server_pid:-}" ] || kill "$server_pid" 2>/dev/null || true
    rm -rf "$work"
}

make_fresh()
{
    local ws=$1 release
    k "$ws" init --bare --organisation 暮らし安全省 --contact koho@mlsa.example
    # The last port is of nobody: what is sent stays in the outbox.
    printf '%s\n' 'crawl.gap_ms 0' 'crawl.allow_private yes' 'mail.server 127.0.0.1' \
        'mail.port 9' 'mail.tls none' 'mail.allow_plain yes' \
        'mail.from koho@mlsa.example' >"$work/settings"
    while read -r key value; do
        k "$ws" config set "$key" "$value"
    done <"$work/settings"
    "$server" --port "$port" --print-media-csv >"$work/media.csv"
    "$server" --port "$port" --print-rates-csv >"$work/rates.csv"
    "$server" --port "$port" --only "${MEDIA:-keizai}" --print-opml >"$work/sources.opml"
    k "$ws" medium import "$work/media.csv"
    k "$ws" rate import "$work/rates.csv"
    k "$ws" source import "$work/sources.opml"
    for release in "$newsroom"/releases/*.md; do
        k "$ws" release add "$release" >/dev/null
    done
    k "$ws" topic add 点検商法 点検商法 --id tenken >/dev/null
}

# step WS NAME: one thing that an office does. $log, where set, is told what was stored.
step()
{
    local globals=(-C "$1" -q)
    [ -n "${now_is_clock:-}" ] || globals+=(--now "$now")
    [ -z "${log:-}" ] || globals+=(--log-file "$log")
    case $2 in
    morning) set -- report --morning -o "$1.html" ;;
    digest) set -- --offline digest --from 2026-04-13 --to 2026-04-14 --to kacho@example.jp ;;
    review) set -- review import "$work/filled.csv" ;;
    export) set -- export --canonical ;;
    *) set -- "$2" ;;
    esac
    # shellcheck disable=SC2086 # several words each, or none
    exec ${guard:-} env ${faults:-} "$kirinuki" "${globals[@]}" "$@"
}

# What each step leaves when nothing disturbs it, and how long it takes.
declare -A usual_ms
run_undisturbed()
{
    local name began
    cp -r "$work/fresh" "$work/whole"
    cp -r "$work/fresh" "$work/at-crawl"
    for name in "${steps[@]}"; do
        if [ "$name" = review ]; then
            k "$work/whole" review export --all "$work/sheet.csv"
            # A person decides: every second row is taken.
            awk -F, -v OFS=, 'NR > 1 && NR % 2 { $2 = "○" } { print }' "$work/sheet.csv" \
                >"$work/filled.csv"
        fi
        rm -rf "$work/at-$name"
        cp -r "$work/whole" "$work/at-$name"
        now_ms
        began=$now_is
        (step "$work/whole" "$name") >"$work/out" || fail "undisturbed $name: exit $?"
        now_ms
        usual_ms[$name]=$((now_is - began))
        export_of "$work/whole" "$work/after-$name"
    done
    cp "$work/after-review" "$work/wanted"
    cp "$work/wanted" "$work/after-export"
    cp -r "$work/whole" "$work/at-export"
    for name in "${steps[@]}"; do
        comm -12 <(keys_of "$work/after-$name") <(keys_of "$work/wanted") >"$work/after-$name.keys"
    done
}

keys_of() { awk -v keys="$1" "$compare_keys" "$1" | sort; }

export_of() { k "$1" export --canonical >"$2" || fail "export of $1"; }

# What an export holds, and what must be in it; one process, as it runs after each kill.
# Files: TOLD (a log; may be missing), MUST (keys), EXPORT.
compare_keys='
function key(line) {
    if (!match(line, /"(id|url|name|origin|article|clip|date|key|number)":("[^"]*"|[0-9]+)/)) return line
    return substr(line, 1, index(line, ",") - 1) substr(line, RSTART, RLENGTH)
}
FILENAME == told && match($0, /"event":"article.new","subject":"[^"]*"/) {
    must["{\"type\":\"article\"\"id\":" substr($0, RSTART + 32, RLENGTH - 32)]
}
FILENAME == done { must[$0] }
FILENAME == export { k = key($0); if (k in seen) { print "doubled: " k; exit } seen[k] }
FILENAME == keys { print key($0) }
END { for (k in must) if (!(k in seen)) { print "lost: " k; exit } }'

# check WS [TOLD [STEP]]: what must hold of every workspace, whatever happened: verify finds
# nothing (but that there is no index yet), no record is there twice, every article that
# the log TOLD says was stored is there, and so is what the steps up to STEP had stored and
# no later one takes away. Leaves the export in $work/got.
check()
{
    local status=0 told=${2:-} found step_done=/dev/null
    k "$1" verify >"$work/problems" 2>&1 || status=$?
    if [ "$status" -gt 1 ] || grep -v 'no index' "$work/problems"; then
        fail "verify: exit $status: $(head -n 3 "$work/problems")"
    fi
    export_of "$1" "$work/got"
    [ -n "$told" ] && [ -e "$told" ] || told=/dev/null
    [ -z "${3:-}" ] || step_done=$work/after-$3.keys
    found=$(awk -v told="$told" -v "done=$step_done" -v export="$work/got" "$compare_keys" \
        "$told" "$step_done" "$work/got")
    [ -z "$found" ] || fail "$found"
}

# finish WS [STEP]: what comes after STEP (or all); then everything is as if nothing had
# happened.
finish()
{
    # Not 'run', which would also try to send the digest.
    local name rest=" ${steps[*]}" status
    rest=${rest#*" ${2:-}"}
    [ -n "${2:-}" ] || rest=${steps[*]}
    for name in $rest; do
        status=0
        (faults='' step "$1" "$name") >"$work/out" 2>&1 || status=$?
        [ "$status" = 0 ] || fail "$name afterwards: exit $status: $(head -n 2 "$work/out")"
    done
    check "$1"
    cmp -s "$work/wanted" "$work/got" || {
        diff "$work/wanted" "$work/got" | cut -c 1-300 | head -n 6
        fail "the store differs in the end"
    }
    [ "$(k "$1" digest --status | grep -c kacho@example.jp)" = 1 ] || fail "not one mail"
}

# ---- faults ----

# step_before STEP: in `before`; none before the first
step_before()
{
    local name
    before=''
    for name in "${steps[@]}"; do
        [ "$name" != "$1" ] || break
        before=$name
    done
}

# count_calls STEP: on the workspace, and allocations
count_calls()
{
    rm -rf "$work/ws" "$work/count"
    cp -r "$work/at-$1" "$work/ws"
    faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/ws KIRI_CRASH_COUNT=$work/count"
    (step "$work/ws" "$1") >"$work/out" 2>&1 || fail "counting $1: exit $?"
    faults=''
    read -r n_calls n_allocations < <(od -An -td8 -N16 "$work/count")
}

# outcome STATUS STEP FAULT: what came of it in `what`; fails where it may not
outcome()
{
    local is_done=no
    if [ "$1" = 0 ] && [ "$2" != export ]; then
        export_of "$work/ws" "$work/is"
        ! cmp -s "$work/is" "$work/after-$2" || is_done=yes
    elif [ "$1" = 0 ]; then
        ! cmp -s "$work/out" "$work/after-export" || is_done=yes
    fi
    case $1 in
    0 | 3)
        if [ "$is_done" = yes ]; then
            what=passed
        elif [[ $3 = *WHO=child ]]; then
            what=marked # a page that no worker could read; it is counted in the summary
        else
            [ "$1" = 3 ] && what=refused
        fi
        ;;
    137) [[ $3 = *:kill ]] && what=killed ;;
    2 | 4 | 75) [ -s "$work/err" ] && what=refused ;; # 75: a lock that cannot be had
    124) false ;;
    *) [ "$1" -ge 128 ] && what=died ;;
    esac
}

# faulted STEP FAULT: the step with what the shim shall do, and what must hold then. It may be
# done after all, end with an error that says so, or die; not hang, and not say that it is
# done when it is not. Then, with all in order again, the day ends as ever. Counts in `came`.
declare -A came
faulted()
{
    local status=0 previous what=
    step_before "$1"
    previous=$before
    rm -rf "$work/ws" "$work/log"
    cp -r "$work/at-$1" "$work/ws"
    faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/ws $2"
    { (guard='timeout -s ABRT 60' log=$work/log step "$work/ws" "$1") >"$work/out" \
        2>"$work/err" || status=$?; } 2>/dev/null
    faults=''
    outcome "$status" "$1" "$2" ||
        fail "$1, $2: exit $status: $(head -n 2 "$work/err")"
    [ "$what" = passed ] || [[ $2 != *:short* ]] ||
        fail "$1, $2: a short call is no error: exit $status: $(head -n 2 "$work/err")"
    came[$what]=$((${came[$what]:-0} + 1))
    [ "$what" != died ] || echo "# $1, $2: died: exit $status: $(tail -n 1 "$work/err")"
    [ "$what" != passed ] || previous=$1
    [ "$previous" != export ] || previous=$before
    check "$work/ws" "$work/log" "$previous"
    [ "$what" = passed ] || [ "$what" = marked ] || finish "$work/ws" "$previous"
}
