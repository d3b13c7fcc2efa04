#!/usr/bin/env bash
# What the compiler and linker of the release were asked to do for safety, read from the
# program itself: as TAP. $KIRINUKI_RELEASE_BUILD: the build to look at.
#
# The mark that lets a kernel switch on control-flow enforcement for the whole program
# (IBT, SHSTK) needs every object, and the C library's start files of Debian 12 lack it:
# what is ours to give is that each function is a lawful target.
cd "$(dirname "$0")/../.." || exit 1
build=${KIRINUKI_RELEASE_BUILD:-build/release}
program=$build/kirinuki
export LC_ALL=C
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
if [ ! -x "$program" ]; then
    echo "1..0 # SKIP there is no release build"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readelf -hlW "$program" >"$work/head"
readelf -dW "$program" >"$work/dynamic"
readelf --dyn-syms -W "$program" >"$work/symbols"
objdump -d --no-show-raw-insn "$program" >"$work/code"
has() { grep -qE -- "$2" "$work/$1"; }

has head 'Type:.*DYN' && has head 'INTERP'
tell $? "it can be loaded anywhere (PIE)"
has head GNU_RELRO && has dynamic 'BIND_NOW|FLAGS.*NOW'
tell $? "its tables of addresses are read-only once it runs (full RELRO)"
has head 'GNU_STACK.* RW  '
tell $? "its stack holds no code (NX)"
! has head 'LOAD.*RWE'
tell $? "nothing is both written and run"
has symbols __stack_chk_fail
tell $? "stack frames are guarded"
[ "$(grep -oE '__[a-z]+_chk' "$work/symbols" | sort -u | wc -l)" -ge 5 ]
tell $? "calls of the C library know the size of what they fill"
# Tests are left out: one stands in for functions of the C library itself.
grep '"command"' "$build/compile_commands.json" | grep -vE -- ' -o (tests|bench)/' >"$work/commands"
[ "$(wc -l <"$work/commands")" -gt 100 ] && ! grep -v -- '-D_FORTIFY_SOURCE=3' "$work/commands" >&2
tell $? "every source is compiled with FORTIFY_SOURCE=3"
! has dynamic 'RPATH|RUNPATH|TEXTREL'
tell $? "it looks for libraries where the system has them"
if [ "$(uname -m)" = x86_64 ]; then
    grep -A1 -E 'sub +.0x1000,%rsp' "$work/code" | grep -qE '(orq|movq) +.0x0,\(%rsp\)'
    tell $? "large frames touch each page as they grow (stack-clash protection)"
    # gcc leaves the mark out only where nobody can take a function's address.
    awk '/^[0-9a-f]+ <kiri_[a-z0-9_]+>:/ { n++; getline; if (/endbr64/) marked++ }
        END { exit !(n > 1000 && marked >= 0.9 * n) }' "$work/code"
    tell $? "functions say that they may be called (control-flow protection)"
else
    for what in stack-clash control-flow; do
        n=$((n + 1))
        echo "ok $n - $what protection # SKIP read from x86-64 code only"
    done
fi
! grep -aqF "$PWD" "$program"
tell $? "it does not know the folder it was built in"
echo "1..$n"
