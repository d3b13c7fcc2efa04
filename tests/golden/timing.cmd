# How soon an announcement was reported, and how its coverage died away.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 独り暮らし高齢者の見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
k -q release add r1.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T10:40:00+09:00"}
{"id":"2","url":"https://yugata.example/2","title":"「ひなた」見守り訪問、24市町村で","text":"高齢者の孤立を防ごうと、暮らし安全省が7月1日から見守り訪問事業「ひなた」を始める。対象は24市町村の約42,000世帯。","published":"2026-04-15T17:00:00+09:00"}
{"id":"3","url":"https://haya.example/3","title":"高齢者見守り「ひなた」、7月に24市町村で","text":"政府は見守り訪問事業「ひなた」を7月1日に24市町村で始める方針だ。約42,000世帯を約1,800人が訪ねる。","published":"2026-04-13T05:10:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link
for a in $(k --json clips --all | sed -n 's/.*"article":"\([0-9a-f]*\)".*/\1/p'); do k -q clip class $a.R-1 --class publicity >/dev/null; done
k release timing R-1
k --json release timing R-1
k report --release R-1 --format jsonl | grep -o '"timing":{"is_known":true.*"median_minutes":[0-9]*,"last'
k report --release R-1 --format html | grep -o '解禁前の掲載が[0-9]*件ある\|掲載の推移（解禁後の累計）' | sort -u
k -q release edit R-1 --date 2026-04-13 >/dev/null
k release timing R-1
k release timing nothing; echo "exit $?"
