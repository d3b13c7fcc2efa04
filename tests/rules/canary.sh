#!/usr/bin/env bash
# Secrets stay where they were put: the whole golden suite runs with passwords of the
# proxy and the mail server and with addresses of webhooks that no other text has, and
# afterwards nothing that was written has one of them: no output, no file of a workspace,
# no report, mail, export or log, no command line and no environment of what was started.
# As TAP; with words, those cases alone. $KIRINUKI_RELEASE_BUILD, else $KIRINUKI_BUILD: the build that is asked.
# shellcheck disable=SC2030,SC2031 # what a subshell exports is for it alone
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
build=$(realpath "${KIRINUKI_RELEASE_BUILD:-${KIRINUKI_BUILD:-build/dev}}")
canary=Kanariya8f3c71d2e9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/kept" "$work/seen"
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else
        echo "not ok $n - $2"
        printf '%s\n' "$wrong" | head -n 20 | sed "s/^/# /; s/$canary/(the secret)/g"
    fi
}

# Where the secrets lie: outside of all that is looked at afterwards.
secrets=$work/secrets
mkdir -m 700 "$secrets"
printf '%sProxy\n' "$canary" >"$secrets/proxy"
printf 'https://hooks.example.jp/%sHook\n' "$canary" >"$secrets/hook"
chmod 600 "$secrets"/*
# A keyring: beside the password it tells what it sees of who asks. By then the password
# of the proxy has been read already, where one is.
cat >"$secrets/keyring" <<END
#!/bin/sh
{ tr '\\0' ' ' </proc/\$PPID/cmdline; tr '\\0' '\\n' </proc/\$PPID/environ; tr '\\0' '\\n' </proc/self/environ; } >>"$work/seen/\$\$"
grep 'core file' /proc/\$PPID/limits >>"$work/seen/core"
echo ${canary}Mail
END
chmod 700 "$secrets/keyring"

# The program with these settings, whatever a case asks of it. Its answers also go to a log.
cat >"$work/bin/kirinuki" <<END
#!/bin/bash
exec "$build/kirinuki" "\$@" -c crawl.proxy_user=tanaka -c crawl.proxy_password_file=$secrets/proxy \
    -c mail.user=koho -c mail.password_command=$secrets/keyring -c log.level=debug --log-file=$work/seen/log
END
chmod 755 "$work/bin/kirinuki"

# What a case does by itself to settings of these names is its own affair: the canary is
# looked for in what came of all. A copy of each folder is kept before it goes.
run_case()
{
    local name=$1 folder=$work/kept/$1
    mkdir "$folder"
    (
        cd "$folder" || exit
        export FIXTURES=$root/tests/fixtures PATH=$work/bin:$build:$PATH LC_ALL=C LANGUAGE='' TMPDIR=$folder
        unset KIRINUKI_HOME KIRINUKI_DATA
        timeout 300 bash -u "$root/tests/golden/$name.cmd" >"$work/seen/$name.out" 2>&1 </dev/null
    )
}
export -f run_case
export root work build
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
    find tests/golden -name '*.cmd' -printf '%f\n' | sed 's/\.cmd$//' | sort
fi |
    xargs -P "$(nproc)" -I{} bash -c 'run_case {}'

# One more, in which every secret is used and every way out fails.
mkdir "$work/kept/all"
(
    cd "$work/kept/all" || exit
    export PATH=$work/bin:$PATH LC_ALL=C TMPDIR=$PWD
    k() { kirinuki -C ws --now 2026-04-15T12:00:00+09:00 "$@"; }
    k init --bare
    k config set crawl.contact koho@example.jp
    k config set crawl.proxy http://127.0.0.1:1
    k config set mail.server 127.0.0.1
    k config set mail.port 1
    k config set mail.tls none
    k config set mail.from koho@example.jp
    k config set deadman.mail toban@example.jp
    k config set deadman.alerts hook
    k config set metrics.file metrics.prom
    k source add https://news.example/rss.xml
    k topic add 朝市 朝市 --id ichi
    printf '%s\n' '{"id":"a1","url":"https://asa.example/1","title":"漁港の朝市","text":"朝市を毎週開く。","published":"2026-04-15T08:00:00+09:00"}' >a.ndjson
    k alert add hook --kind slack --url-file "$secrets/hook"
    k import a.ndjson
    k run -v
    k alert test hook
    k alert list
    k --json alert list
    k digest --topic ichi --to kacho@example.jp
    k digest --status
    k status --deadman
    k doctor
    k --json doctor
    k config list
    k --json status
    k export
    k backup copies
    k backup copy.tar.zst
    zstd -qd <copy.tar.zst >copy.tar
    k -c crawl.proxy=socks9://x crawl
    k -c mail.password_file="$secrets/proxy" digest --topic ichi --to kacho@example.jp --again
    chmod 644 "$secrets/proxy" "$secrets/hook"
    k crawl
    k alert test hook
    k status --deadman
    chmod 600 "$secrets"/*
    chmod 700 "$secrets/keyring"
) >"$work/seen/all.out" 2>&1 </dev/null

wrong=$(grep -rlaF "$canary" "$work/kept" | sed "s|$work/kept/||")
[ -z "$wrong" ]
tell $? "no file of a workspace, report, mail, export or copy holds a secret"
wrong=$(grep -rlaF "$canary" "$work/seen" | sed "s|$work/seen/||")
[ -z "$wrong" ]
tell $? "no output, log, command line or environment holds one"
wrong=$(wc -l <"$work/seen/core") 2>/dev/null
[ -s "$work/seen/core" ] && ! awk '$5 != 0' "$work/seen/core" | grep -q .
tell $? "who has read a secret writes no core file"
wrong="the keyring was asked $(find "$work/seen" -name '[0-9]*' | wc -l) times, the log has $(wc -l <"$work/seen/log") lines"
[ "$(find "$work/seen" -name '[0-9]*' | wc -l)" -ge 3 ] && [ "$(wc -l <"$work/seen/log")" -ge 40 ]
tell $? "the secrets were in use, and the log was kept"
# The test of the test: a word that the cases do say is found by the same search.
wrong='toban@example.jp was not found'
grep -rqaF 'toban@example.jp' "$work/kept" && grep -rqaF 'kacho@example.jp' "$work/seen"
tell $? "what is no secret is found there"
echo "1..$n"
