#!/usr/bin/env bash
# The manual, the completions and the help say the same commands, words and options, and
# other programs can read them: as TAP. $KIRINUKI_BUILD: the build to ask.
cd "$(dirname "$0")/../.." || exit 1
build=${KIRINUKI_BUILD:-build/dev}
export LC_ALL=C LANGUAGE=
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
kirinuki() { "$build/kirinuki" "$@"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kirinuki manual kirinuki.1 | sed 's/\\-/-/g; s/\\f[BIR]//g' >"$work/manual"
for shell in bash zsh fish; do kirinuki completion $shell >"$work/$shell"; done
commands=$(kirinuki --help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')
missing=
for command in $commands; do
    grep -qx ".SS \"$command\"" "$work/manual" || missing+=" manual:$command"
    for option in $(kirinuki "$command" --help | sed '/^Global/,$d' | grep -oE '^ +(-., )? *--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
        awk -v c=".SS \"$command\"" '$0 == c { in_it = 1; next } /^\.S[SH]/ { in_it = 0 } in_it' "$work/manual" |
            grep -qE -- "^(-., )?$option([=[]|$)" || missing+=" manual:$command$option"
        grep -E "^    $command\)" "$work/bash" | grep -q -- "$option " || missing+=" bash:$command$option"
        grep -E "^        $command\)" "$work/zsh" | grep -qE -- "${option}[=[]" || missing+=" zsh:$command$option"
        grep -F "__fish_seen_subcommand_from $command'" "$work/fish" | grep -qE -- "-l ${option#--}( |$)" ||
            missing+=" fish:$command$option"
    done
done
[ -z "$missing" ] || echo "# missing:$missing" >&2
[ -z "$missing" ] && [ "$(wc -w <<<"$commands")" -gt 30 ]
tell $? "every command and option of the help is in the manual and the completions"

bash -n "$work/bash"
tell $? "bash reads its completions"
# What a person would get: words of a command, options that begin so.
got=$(bash -c 'complete() { :; }; . "$1"; COMP_WORDS=(kirinuki -C ws medium ""); COMP_CWORD=4; _kirinuki
    printf "%s " "${COMPREPLY[@]}"; COMP_WORDS=(kirinuki report --rel); COMP_CWORD=2; _kirinuki
    printf "%s" "${COMPREPLY[*]}"' - "$work/bash")
[[ $got == *"figure "* && $got == *"check "* && $got == *"--release" ]]
tell $? "bash completes words and options"

for page in kirinuki.1 kirinuki-settings.5 kirinuki-workspace.7; do
    if command -v groff >/dev/null; then
        complaints=$(kirinuki manual $page | groff -man -Tutf8 -K utf8 -ww 2>&1 >/dev/null)
        [ -z "$complaints" ]
        tell $? "groff reads $page without a complaint"
    else
        n=$((n + 1))
        echo "ok $n - $page # SKIP groff is not installed"
    fi
done
missing=
for key in $(kirinuki manual kirinuki-settings.5 | sed -n 's/^\\fB\([a-z_.]*\)\\fR=.*/\1/p'); do
    grep -q "\"$key\"" cli/settings.c || missing+=" $key"
done
[ -z "$missing" ] && [ "$(kirinuki manual kirinuki-settings.5 | grep -c '^\\fB[a-z_.]*\\fR=')" = "$(grep -cE '^    \{"[a-z_.]+",' cli/settings.c)" ]
tell $? "every setting is in the manual"
echo "1..$n"
