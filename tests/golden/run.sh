#!/usr/bin/env bash
# Golden cases of the command line. NAME.cmd is a shell script that runs in an
# empty folder with `kirinuki` on its path and $FIXTURES set; what it prints on
# stdout, stderr and as "exit N" must equal NAME.out. scripts/update_golden.sh
# writes the .out files anew: review them as a diff.
build=$(realpath "${KIRINUKI_BUILD:-$(dirname "$0")/../../build/dev}")
cd "$(dirname "$0")" || exit 1
here=$PWD
export FIXTURES=$here/../fixtures PATH=$build:$PATH LC_ALL=C LANGUAGE=
unset KIRINUKI_HOME KIRINUKI_DATA
n=0
for cmd in *.cmd; do
    n=$((n + 1))
    name=${cmd%.cmd}
    work=$(mktemp -d)
    got=$(cd "$work" && TMPDIR=$work bash -u "$here/$cmd" 2>&1 </dev/null
        echo "exit $?")
    got=${got//$work/WORK}
    rm -rf "$work"
    if [ "${1:-}" = --update ]; then
        printf '%s\n' "$got" >"$name.out"
        echo "ok $n - $name # written"
    elif [ "$got" = "$(cat "$name.out")" ]; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        diff <(cat "$name.out") <(printf '%s\n' "$got") | sed 's/^/# /'
    fi
done
echo "1..$n"
