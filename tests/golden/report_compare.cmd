# Releases and periods beside each other; the yearly book; what a medium and a journalist wrote.
k() { kirinuki -C ws --now 2026-11-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set report.handling '' 2>/dev/null
k -q config set organisation.name 暮らし安全省 2>/dev/null
release() { # ID DATE TITLE TEXT
    printf -- '---\nid: %s\ntitle: %s\ndate: %s\norganisation: 暮らし安全省\n---\n%s\n' "$1" "$3" "$2" "$4" >"$1.md"
    k -q release add "$1.md"
}
release R-1 2025-10-14T10:00:00+09:00 見守り訪問事業「ひなた」を始めます 暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を12月1日に11道県の24市町村で始めます。訪問員約1,800人が約42,000世帯を訪ねます。
release R-2 2026-10-13T10:00:00+09:00 見守りアプリ「となりベル」を配信します 暮らし安全省は、離れて暮らす家族の異変を知らせる見守りアプリ「となりベル」を10月27日に配信します。利用は無料で、初年度は30万人の利用を見込みます。
cat >m.csv <<'M'
id,name,kind,domains,tier
asa,あさ新報,national_paper,asa.example,1
yu,ゆうがた,web,yu.example,2
M
k -q medium import m.csv
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」12月開始","text":"暮らし安全省は14日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を12月1日に24市町村で始めると発表した。訪問員約1,800人が約42,000世帯を訪ねる。","authors":["山田太郎"],"published":"2025-10-14T11:35:00+09:00"}
{"id":"2","url":"https://asa.example/2","title":"見守りアプリ「となりベル」27日配信","text":"暮らし安全省は13日、離れて暮らす家族の異変を知らせる見守りアプリ「となりベル」を10月27日に配信すると発表した。利用は無料で、30万人の利用を見込む。","authors":["山田太郎"],"published":"2026-10-13T10:20:00+09:00"}
{"id":"3","url":"https://yu.example/3","title":"異変知らせる「となりベル」","text":"離れて暮らす家族の異変を知らせる見守りアプリ「となりベル」を暮らし安全省が10月27日に配信する。利用は無料。","published":"2026-10-14T07:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link
for a in $(k --json clips --all | sed -n 's/.*"id":"\([0-9a-f]*\.R-[12]\)".*/\1/p' | sort -u); do k -q clip class "$a" --class publicity --by 佐藤 >/dev/null; done
echo "== releases"
k report --compare R-1,R-2 -f text
echo "== periods, and the same period a year before"
k report --compare 2025-10..2025-12,2026-10..2026-12 --json | grep -o '"measure":"\(total\|unique\|media\)"[^]]*'
k report --previous-year --from 2026-10 --to 2026-12 --json | grep -o '"measure":"\(total\|unique\|media\)"[^]]*'
echo "== a year"
k report --fiscal-year 令和8年度 -f text | sed -n '/概要$/,/報道発表別/p' | tail -n +3 | head -24
k report --fiscal-year 2025 --json | grep -o '"releases_announced":[0-9]*,"releases_without":[0-9]*'
echo "== a medium, a journalist"
k report --medium asa --lang en -f text | sed -n '/Overview/,/Prominence/p'
k report --journalist 山田太郎 -f text | sed -n '/概要/,/個人情報/p'
k --json report --journalist 山田太郎 | cut -c1-60
echo "== what cannot be"
k report --compare R-1; echo "exit $?"
k report --compare R-1,R-9; echo "exit $?"
k report --compare R-1,R-2 -f csv; echo "exit $?"
k report --compare 2025,2026 --release R-1; echo "exit $?"
k report --previous-year; echo "exit $?"
k report --fiscal-year 昔; echo "exit $?"
k report --fiscal-year 2026 --release R-1; echo "exit $?"
k report --medium nobody; echo "exit $?"
k report --journalist 誰か; echo "exit $?"
k report --medium asa --compare R-1,R-2; echo "exit $?"
