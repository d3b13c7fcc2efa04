#!/usr/bin/env bash
# scripts/demo.sh BUILD: the main job from end to end on the made-up newsroom of
# tests/newsroom, served on this machine: no address outside it is asked. Makes
# demo/workspace and demo/reports anew each time.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
kirinuki=$build/kirinuki server=$build/tests/support/newsroom-server
workspace=demo/workspace reports=demo/reports newsroom=tests/newsroom
now=2026-04-14T18:30:00+09:00 # the newsroom's evening
featured=hinata
unset KIRINUKI_HOME

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
say() { printf '%s\n' "$*"; }
k() { "$kirinuki" -C "$workspace" --now "$now" "$@"; }

# The server ends when its standard input does, so it cannot outlive this script.
# The usual port keeps addresses, and so the report, the same from run to run.
start_server()
{
    coproc SERVER { exec "$server" --port "$1" 2>/dev/null; }
    server_pid=$!
    IFS= read -r port 2>/dev/null <&"${SERVER[0]-}"
}
start_server 18430 || start_server 0
trap 'kill "$server_pid" 2>/dev/null || true' EXIT

rm -rf "$workspace" "$reports"
mkdir -p "$reports"
k -q init --bare --organisation 暮らし安全省 --section 大臣官房広報室 --contact koho@mlsa.example
k -q config set organisation.aliases '暮安省;MLSA'
k -q config set crawl.gap_ms 0
k -q config set crawl.allow_private yes
for ledger in media-csv rates-csv opml; do
    "$server" --port "$port" "--print-$ledger" >"demo/newsroom-$ledger"
done
k -q medium import demo/newsroom-media-csv
k -q rate import demo/newsroom-rates-csv
mv demo/newsroom-opml demo/newsroom.opml
k -q source import demo/newsroom.opml
rm -f demo/newsroom-media-csv demo/newsroom-rates-csv demo/newsroom.opml
for release in "$newsroom"/releases/*.md; do
    k -q release add "$release" >/dev/null
done
k -q topic add 暮らし安全省 '暮らし安全省 OR 暮安省' >/dev/null
k -q topic add 点検商法 点検商法 >/dev/null

# 3: some pages could not be had. It is said, and it is no reason to stop.
k run || [ $? -eq 3 ]

for release in "$newsroom"/releases/*.md; do
    key=$(basename "$release" .md)
    k -q report --release "$key" --format html --output "$reports/$key.html" --sample
done
k -q report --release "$featured" --format csv --output "$reports/$featured.csv"
figures=$(k report --release "$featured" --format jsonl)
status=$(k --json status) || [ $? -eq 1 ] # 1: something needs attention

# field NAME LINES: the value of the first member NAME.
field() { sed -nE "s/.*\"$1\":(\"([^\"]*)\"|([-0-9]+)).*/\2\3/p" <<<"$2" | head -n 1; }
summary=$(grep '"type":"summary"' <<<"$figures" | tail -n 1)
first=$(field first "$summary")
first_line=$(grep '"type":"clip"' <<<"$figures" | grep -F "\"article\":\"$first\"" | head -n 1)
counts=$(grep '"type":"status"' <<<"$status")
covering=$(k --json clips | grep -o '"article":"[^"]*"' | sort -u | wc -l)
when=$(field published "$first_line")
when=${when:0:16}

say
say "${bold}記事 $(field articles "$counts")件を収集し、対象（報道発表・組織・テーマに関する記事）は ${covering}件です${plain}"
say "　報道発表「$(sed -n 's/^title: //p' "$newsroom/releases/$featured.md")」の掲載状況"
say "　　総件数／実件数　　$(field total "$summary")件／$(field unique "$summary")件（$(field media "$summary")媒体）"
say "　　初報　　　　　　　$(field medium_name "$first_line")（${when/T/ }、発表の$(field first_minutes_after "$summary")分後）"
say "　　要確認　　　　　　$(field needs_review "$summary")件"
say "　　発表との相違　　　$(field contradictions "$summary")件"
grep '"type":"gap"' <<<"$figures" | while IFS= read -r gap; do
    say "　　$(field problem "$gap")　$(field title "$gap")"
done
say
say "報告書　$reports/$featured.html（ほか $(($(find "$reports" -name '*.html' | wc -l) - 1))件）"
say "検索　　$kirinuki -C $workspace search 点検商法"
say "自社・自組織で始めるには"
say "　　　　$kirinuki -C ~/kirinuki init --organisation 組織名 --contact 連絡先メールアドレス"
say "　　　　$kirinuki -C ~/kirinuki run"
