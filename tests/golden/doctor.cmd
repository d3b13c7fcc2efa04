# doctor: what a machine and a workspace lack, and how to mend it. Lines that depend on
# the machine are only asked for.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
found() { k "$@" --json doctor | sed -nE 's/.*"name":"(workspace|access|store|index|backup|settings|contact|user words|clock|network|mail|alert)","state":"([a-z]+)","finding":"(.*)","mend":(.*)\}$/\2 \1: \3\n    \4/p' | sed 's/layout [0-9]*/layout …/'; }
k --json doctor 2>/dev/null | head -1; echo "exit ${PIPESTATUS[0]}"
k -q init --bare
found
k --json doctor 2>/dev/null | grep -oE '"name":"(dictionary|fonts|certificates|clock|open files|memory|sandbox|disk)"' | sort -u
k doctor 2>/dev/null | sed -n '1p;/^warning *contact/,/→/p'; echo "exit ${PIPESTATUS[0]}"
echo "-- others can write"
chmod 770 ws
k status; echo "exit $?"
found 2>/dev/null | head -2
chmod 750 ws
k -q status >/dev/null; echo "exit $?"
found 2>/dev/null | head -2
chmod 700 ws
chmod 666 ws/settings.ini
k -q status; echo "exit $?"
chmod 600 ws/settings.ini
echo "-- settings: all that is wrong, not the first alone"
cp ws/settings.ini kept.ini
printf '[crawl]\ncontact=koho@example.jp\nfoo=1\nmax_pages=many\n' >ws/settings.ini
found 2>/dev/null | grep -A1 -E '(settings|contact):'
cp kept.ini ws/settings.ini
echo "-- user words"
k -q dict add word キリヌキスト キリヌキスト >/dev/null
found 2>/dev/null | grep -A1 'user words'
printf 'ホウドウスト\tホウドウスト\n' >>ws/dictionaries/words.tsv
touch -d 2030-01-01 ws/dictionaries/words.tsv
found 2>/dev/null | grep -A1 'user words'
echo broken >ws/dictionaries/words.dic
found 2>/dev/null | grep -A1 'user words'
rm -r ws/dictionaries
echo "-- secrets and addresses are read, not sent"
printf 'Canary4711\n' >secret
chmod 644 secret
found -c crawl.proxy=http://127.0.0.1:1 -c crawl.proxy_password_file="$PWD/secret" -c mail.server=127.0.0.1 -c mail.user=koho -c mail.password_file="$PWD/secret" 2>&1 | grep -A1 -E '(network|mail):'
chmod 600 secret
found -c crawl.proxy=http://127.0.0.1:1 -c crawl.proxy_password_file="$PWD/secret" -c mail.server=127.0.0.1 -c mail.from=koho@example.jp -c mail.to='a@example.jp;nobody' 2>&1 | grep -A1 -E '(network|mail):'
printf 'https://hooks.example.jp/Canary4711\n' >hook
chmod 600 hook
k -q alert add 速報 --kind slack --url-file hook
found 2>/dev/null | grep -A1 'alert:'
chmod 644 hook
found 2>/dev/null | grep -A1 'alert:'
echo "-- the clock, by the answers of sites"
answer() { # URL TIME DATE
    local body="<!DOCTYPE html><title>灯台の点灯式</title><article><h1>灯台の点灯式</h1><p>港の入り口に新しい灯台が完成し、12日に点灯式が開かれた。光は18キロ先まで届くという。</p><p>旧灯台は1931年に建てられた。老朽化が進み、建て替えが計画されていた。</p></article>"
    local http
    http=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: %s\r\n\r\n%s.' "$3" "$body")
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n%s\r\n\r\n' \
        "$(printf '%s' "$1" | md5sum | cut -c1-8)-0000-4000-8000-000000000000" "$1" "$2" "$(printf '%s' "$http" | LC_ALL=C wc -c)" "$http"
}
for n in 1 2 3; do answer https://minato$n.example/a 2026-04-19T12:0$n:00Z "Sun, 19 Apr 2026 12:0$n:02 GMT"; done >good.warc
k -q import good.warc
found 2>/dev/null | grep -A1 'clock:'
for n in 1 2 3 4 5 6 7; do answer https://yama$n.example/b 2026-04-19T12:0$n:00Z "Sun, 19 Apr 2026 11:3$n:00 GMT"; done >bad.warc
k -q import bad.warc
found 2>/dev/null | grep -A1 'clock:'
kirinuki -C ws --now 2026-04-19T09:00:00+09:00 --json doctor 2>/dev/null | grep -o '"name":"clock".*'
k -q config get crawl.contact
grep -rc Canary4711 ws | grep -v ':0$'
echo "no canary in the workspace: $?"
