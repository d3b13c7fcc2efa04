#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# print_pages.sh PROGRAM FOLDER: the manual in English and Japanese and the completions,
# as the program prints them, laid out as below /usr/share.
set -eu
program=$1 share=$2
rm -rf "$share.new"
mkdir -p "$share.new"
for language in en ja; do
    man=$share.new/man
    [ $language = en ] || man=$man/$language
    for page in kirinuki.1 kirinuki-settings.5 kirinuki-workspace.7; do
        mkdir -p "$man/man${page##*.}"
        env -u LANGUAGE -u LC_MESSAGES LC_ALL=$language "$program" manual "$page" |
            gzip -9n >"$man/man${page##*.}/$page.gz"
    done
done
put_completion()
{
    mkdir -p "$share.new/${2%/*}"
    env -u LANGUAGE LC_ALL=C "$program" completion "$1" >"$share.new/$2"
}
put_completion bash bash-completion/completions/kirinuki
put_completion zsh zsh/vendor-completions/_kirinuki
put_completion fish fish/vendor_completions.d/kirinuki.fish
rm -rf "$share"
mv "$share.new" "$share"
