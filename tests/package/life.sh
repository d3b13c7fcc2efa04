#!/bin/sh
# life.sh FOLDER: FOLDER/old.deb is installed and used, upgraded to FOLDER/new.deb,
# removed and purged, on a system that is thrown away afterwards. Says "ok - …" or
# "not ok - …" for each thing that a user relies on, and "done".
folder=$1
home=/var/lib/kirinuki
export DEBIAN_FRONTEND=noninteractive
cd /
tell()
{
    if [ "$1" -eq 0 ]; then echo "ok - $2"; else echo "not ok - $2"; fi
}
# Small images leave manuals and messages out unless told otherwise.
install() { dpkg --no-triggers --force-confold --path-include='/usr/share/*' -i "$1" >&2; }
as_user()
{
    setpriv --reuid=kirinuki --regid=kirinuki --clear-groups \
        env -u TMPDIR HOME=$home KIRINUKI_HOME=$home/ws "$@"
}
k() { as_user kirinuki "$@"; }
# What a search tells, and the canonical export: what an upgrade must not change.
found() { k --json -q search 朝市 | grep -c '"title":"漁港の朝市'; }
exported() { k export --format jsonl 2>/dev/null | grep -v '"type":"summary"' | sha256sum; }

# A system like one where kirinuki never was.
dpkg -P kirinuki >/dev/null 2>&1
userdel kirinuki 2>/dev/null
rm -rf $home

install "$folder/old.deb"
tell $? "it installs, with all that it depends on"
getent passwd kirinuki | grep -q ":$home:.*nologin"
tell $? "its user is there and nobody can log in as it"
[ "$(stat -c %U:%a $home)" = kirinuki:700 ]
tell $? "the folder of the workspace belongs to that user alone"
[ "$(kirinuki --version | cut -d ' ' -f 1)" = kirinuki ] &&
    LC_ALL=ja_JP.UTF-8 kirinuki --help | grep -q 情報源
tell $? "the program runs, and speaks Japanese"
zcat /usr/share/man/man1/kirinuki.1.gz | grep -q 'media monitoring' &&
    zcat /usr/share/man/ja/man1/kirinuki.1.gz | grep -q 情報源
tell $? "its manual is there in both languages"
bash -n /usr/share/bash-completion/completions/kirinuki &&
    [ -s /usr/share/zsh/vendor-completions/_kirinuki ] &&
    [ -s /usr/share/fish/vendor_completions.d/kirinuki.fish ]
tell $? "and completions for three shells"

cat >/tmp/articles.ndjson <<'END'
{"id":"a1","url":"https://asa.example/1","title":"漁港の朝市、毎週日曜に","text":"海辺町は10日、漁港の朝市を5月から毎週日曜日に開くと発表した。干物や海藻など32店が出店する。","published":"2026-04-13T08:00:00+09:00"}
END
cat >/tmp/later.ndjson <<'END'
{"id":"a2","url":"https://asa.example/2","title":"漁港の朝市に長い列","text":"海辺町の漁港の朝市に3日、長い列ができた。","published":"2026-05-03T11:00:00+09:00"}
END
k -q init --organisation 厚生労働省 --contact koho@example.jp &&
    k -q topic add 朝市 朝市 --id ichi >/dev/null && k -q import /tmp/articles.ndjson &&
    k -q index && k -q link && [ "$(found)" = 1 ]
tell $? "a workspace is made with the shipped sources, and a search finds what was imported"
before=$(exported)
echo 'LANG=ja_JP.UTF-8' >>/etc/default/kirinuki

install "$folder/new.deb"
tell $? "the next version installs over it"
grep -qx 'LANG=ja_JP.UTF-8' /etc/default/kirinuki
tell $? "what the administrator changed is as it was"
[ "$(found)" = 1 ] && [ "$(exported)" = "$before" ] && k -q verify >&2
tell $? "the workspace holds what it held, and is sound"
# As the units run it: no page of memory may be both written and run (MemoryDenyWriteExecute).
if command -v python3 >/dev/null; then
    k() { as_user python3 -c 'import ctypes, os, sys
PR_SET_MDWE = 65
ctypes.CDLL(None).prctl(PR_SET_MDWE, 1, 0, 0, 0)
os.execvp(sys.argv[1], sys.argv[1:])' kirinuki "$@"; }
fi
k -q import /tmp/later.ndjson && k -q index && k -q link && [ "$(found)" = 2 ] && k -q verify >&2
tell $? "and goes on, where memory may not be both written and run"
k -q report --topic ichi --from 2026-04 --to 2026-05 -o $home/sheet.pdf && head -c 4 $home/sheet.pdf | grep -q %PDF
tell $? "a report is made likewise"
k -q backup --keep=14 /var/backups/kirinuki && [ "$(find /var/backups/kirinuki -mindepth 1 -maxdepth 1 | wc -l)" = 1 ]
tell $? "a copy of the workspace is made where the unit makes it"
k status --deadman >&2
[ $? -le 1 ]
tell $? "what was not made can be asked for, as the hourly unit does"

if command -v systemd-analyze >/dev/null; then
    units=$(dpkg -L kirinuki | grep -E '/systemd/system/.*[a-z]\.(service|timer)$')
    # shellcheck disable=SC2086
    said=$(SYSTEMD_LOG_LEVEL=warning systemd-analyze verify $units 2>&1 | grep kirinuki)
    [ -z "$said" ] || echo "$said" >&2
    [ -n "$units" ] && [ -z "$said" ]
    tell $? "systemd has nothing to say of the units"
    worst=0
    for unit in $(echo "$units" | grep service); do
        systemd-analyze security --offline=yes --threshold=15 --no-pager "$unit" >/tmp/security 2>&1 ||
            { worst=1; cat /tmp/security; } >&2
        tail -n 1 /tmp/security >&2
    done
    [ -s /tmp/security ] && [ $worst -eq 0 ]
    tell $? "every service is exposed by at most 1.5 of 10, as systemd counts"
    systemd-analyze calendar --iterations=2 'Mon..Fri *-*-* 07:03,20:00 Asia/Tokyo' >&2 &&
        for timer in $(echo "$units" | grep timer); do
            sed -n 's/^OnCalendar=//p' "$timer"
        done | while IFS= read -r when; do
            systemd-analyze calendar "$when" >/dev/null || echo "$when"
        done | { ! grep .; } >&2
    tell $? "every timer names a time"
else
    echo "ok - units # SKIP systemd is not installed"
fi

dpkg --no-triggers -r kirinuki >&2 && [ ! -e /usr/bin/kirinuki ] && [ ! -e /usr/share/kirinuki ] &&
    [ -f /etc/default/kirinuki ] && [ -f $home/ws/settings.ini ]
tell $? "removed, the program is gone, settings and workspace are there"
said=$(dpkg --no-triggers -P kirinuki 2>&1)
echo "$said" >&2
[ ! -e /etc/default/kirinuki ] && [ ! -e /etc/logrotate.d/kirinuki ] && [ ! -e /var/log/kirinuki ] &&
    [ -f $home/ws/settings.ini ] && [ ! -e /var/lib/kirinuki-papers ] && echo "$said" | grep -q "'$home' holds data"
tell $? "purged, settings and logs are gone; the archive is kept, and said to be"
install "$folder/new.deb" && [ "$(found)" = 2 ]
tell $? "installed again, it finds the archive"
echo "done"
