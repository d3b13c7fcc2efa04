# The same clips as a workbook, CSV and JSON Lines: one count in all, the same bytes twice.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
cat >r1.md <<'R'
---
id: R-1
title: 見守り訪問事業「ひなた」を始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
k -q release add r1.md >/dev/null
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"=SUM(1,2) 高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T10:40:00+09:00"}
{"id":"2","url":"https://yugata.example/2","title":"「ひなた」見守り訪問、24市町村で","text":"高齢者の孤立を防ごうと、暮らし安全省が7月1日から見守り訪問事業「ひなた」を始める。対象は24市町村の約42,000世帯。","published":"2026-04-15T17:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link
for a in $(k --json clips --all | sed -n 's/.*"article":"\([0-9a-f]*\)".*/\1/p'); do k -q clip class $a.R-1 --class publicity >/dev/null; done
k report --release R-1 -o r.xlsx
k -q report --release R-1 --format xlsx -o again.xlsx
cmp r.xlsx again.xlsx && head -c 2 r.xlsx && echo
k report --release R-1 -o r.csv
grep -c 'example/' r.csv
grep '^1,\|^合計' r.csv | tr -d '\r' | cut -d, -f1-6
k -q report --release R-1 --format jsonl | grep -o '"type":"clip"\|"complete":true'
ls r.* again.*
