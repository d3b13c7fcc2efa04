# What coverage was worth beside money: reach with its assumptions, quality, share of
# voice and targets, the same in every format.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r0.md <<'R'
---
id: R-0
title: 見守り訪問事業の準備状況をお知らせします
date: 2026-03-02T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、見守り訪問事業の準備を進めています。
R
cat >r1.md <<'R'
---
id: R-1
title: 独り暮らし高齢者の見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
k -q release add r0.md r1.md >/dev/null
cat >media.csv <<'M'
id,name,kind,domains,tier,page_views,users,source,confidence
asa,朝の新聞,national_paper,asa.example,1,120000000,22000000,媒体資料,published
yugata,夕方通信,wire,yugata.example,2,3000000,15000000,媒体資料,published
M
k -q medium import media.csv
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T10:40:00+09:00"}
{"id":"2","url":"https://yugata.example/2","title":"「ひなた」見守り訪問、24市町村で","text":"高齢者の孤立を防ごうと、暮らし安全省が7月1日から見守り訪問事業「ひなた」を始める。対象は24市町村の約42,000世帯。","published":"2026-04-15T17:00:00+09:00"}
{"id":"3","url":"https://haya.example/3","title":"高齢者見守り「ひなた」、7月に24市町村で","text":"政府は見守り訪問事業「ひなた」を7月1日に24市町村で始める方針だ。約42,000世帯を約1,800人が訪ねる。","published":"2026-04-14T05:10:00+09:00"}
{"id":"4","url":"https://asa.example/4","title":"配食サービス、来月から拡大","text":"配食サービスが来月から広がる。","published":"2026-04-14T09:10:00+09:00"}
A
k -q topic add -q 配食サービス 配食サービス --id meals --comparison >/dev/null
k -q import a.ndjson; k -q index; k -q link
for a in $(k --json clips --all --release R-1 | sed -n 's/.*"article":"\([0-9a-f]*\)".*/\1/p'); do k -q clip class $a.R-1 --class publicity >/dev/null; done
k -q score
echo "== targets"
k release target R-1 unique=3 tier1=2 first_hours=6 reach_low=20,000,000 --by 山田
k --json release target R-1 | head -n 2
k release target R-1 unique=many; echo "exit $?"
k release target R-1 yen=5; echo "exit $?"
k release target R-1 messages=120%; echo "exit $?"
k -q release target R-1 unique= --by 佐藤 | head -n 2
k --json export --only target | grep -o '"history":.*'
k release show R-1 | sed -n '/^target/,$p'
echo "== report"
k report --release R-1 --format text | sed -n '1,/^■ 2/p;/^■ 3/,/^■ 4/p;/参考値$/,/^---/p'
echo "== duplication"
printf 'medium_a,medium_b,people,share,valid_from,valid_to,source\nasa,yugata,,50,,,読者調査\n' >ws/duplication.csv
k report --release R-1 --format text | sed -n '/参考値$/,/広告換算額/p;/の算出の内訳/,/^---/p'
k report --release R-1 --format jsonl | grep -o '"reach_low":[0-9]*,"reach_high":[0-9]*'
k report --release R-1 --format csv | tr -d '\r' | grep '^集計,推定到達'
k report --release R-1 --format html | grep -o '目標の達成状況\|露出シェア（比較テーマとの比較）\|重複の分かる組について補正' |
    sort -u
printf 'medium_a,medium_b,people,source\nasa,asa,5,x\n' >ws/duplication.csv
k report --release R-1 --format text; echo "exit $?"
