# Feeds and calendars out, checked against their RFCs by checkers of their own, and read
# back by our own reader of feeds.
k() { kirinuki -C w --now 2026-04-20T09:00:00+09:00 "$@"; }
atom() { python3 "$FIXTURES/../support/check_atom.py"; }
ics() { python3 "$FIXTURES/../support/check_ics.py"; }
k -q init --bare; k -q config set organisation.name 暮らし安全省 2>/dev/null
k -q medium add asa name='朝の新聞 & 夕刊' kind=全国紙 domains=asa.example tier=1
cat >r1.md <<'R'
---
id: R-1
title: 見守り訪問事業「ひなた」; 7月1日に始めます, 24市町村で
date: 2026-04-13T10:00:00+09:00
embargo: 2026-04-13T14:00:00+09:00
organisation: 暮らし安全省
url: https://kurashi.example/press/1
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。
R
k -q release add r1.md
{
    echo '{"url":"https://asa.example/1?a=1&b=<2>","title":"「ひなた」7月開始 <b>]]> & \\ ; ,","text":"暮らし安全省は13日、見守り訪問事業「ひなた」を7月1日に始めると発表した。24市町村で高齢者を訪ねる。","published":"2026-04-14T08:00:00+09:00"}'
    for i in $(seq 2 24); do
        echo "{\"url\":\"https://asa.example/$i\",\"title\":\"見守り訪問事業「ひなた」の続報その$i\",\"text\":\"見守り訪問事業「ひなた」を暮らし安全省が7月1日に始める。その$i。\",\"published\":\"2026-04-15T08:00:00+09:00\"}"
    done
} >a.ndjson
k -q import a.ndjson
k clip add --medium asa --form newspaper --date 2026-04-14 --edition 朝刊 --page 1 --title 見守り訪問始まる --release R-1 --text 見守り訪問事業「ひなた」が始まる。
k -q index; k -q link
echo "== a release"
k report --release R-1 -f atom >r.atom; atom <r.atom | sed -n 1,2p; grep -c '<entry>' r.atom
grep -c '始めると発表した' r.atom
kirinuki parse-feed --url https://x.example/r.atom r.atom | grep -o '"type":"[a-z]*"\|"title":"[^"]*7月開始[^"]*"\|"link":"https://asa.example/1[^"]*"' | sort -u
k report --release R-1 -o r.ics; ics <r.ics
echo "== the same again: the same bytes, and the same ids a day later"
k report --release R-1 -f atom | cmp - r.atom && echo same
kirinuki -C w --now 2026-04-21T09:00:00+09:00 report --release R-1 -f atom | atom | cut -f1 >later
atom <r.atom | cut -f1 | cmp - later && echo same
echo "== a period, a search, the calendar of releases"
k report --from 2026-04-14 --to 2026-04-14 -f atom | atom | cut -f2-
k report --from 2026-04-14 --to 2026-04-15 -f ics | ics
k search 'title:開始 OR title:始まる' --format atom | atom | cut -f2-
k search どこにもない語 --format atom | atom; echo "exit ${PIPESTATUS[0]}"
k report --calendar | ics
k report --calendar --from 2026-05-01 | ics; echo "exit $?"
k report --calendar -f html; echo "exit $?"
k search ひなた --format rss; echo "exit $?"
