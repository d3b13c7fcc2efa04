# Figures stay what they were until somebody asks; what was known then can be asked.
k() { kirinuki -C ws --now "$now" "$@"; }
now=2026-04-01T09:00:00+09:00
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >media.csv <<'M'
id,name,kind,domains,tier,monthly_page_views,monthly_users,valid_from,valid_to,source,confidence
asa,朝の新聞,national_paper,asa.example,1,30000000,5000000,2026-01-01,,媒体資料,published
yoi,宵の新聞,local_paper,yoi.example,2,6000000,,2026-01-01,,媒体資料,published
M
cat >rates.csv <<'R'
medium,unit,price_yen,valid_from,valid_to,source,confidence
asa,cpm,400,2026-01-01,,料金表2026,contract
R
k -q medium import media.csv; k -q rate import rates.csv
cat >r1.md <<'R'
---
id: R-1
title: 見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
now=2026-04-14T09:00:00+09:00
k -q release add r1.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。\n訪問員約1,800人が、約42,000世帯を週1回訪ねる。\n街では期待の声が聞かれた。\n雨の日だった。","published":"2026-04-13T11:00:00+09:00"}
{"id":"2","url":"https://yoi.example/2","title":"見守り訪問「ひなた」始まる　独り暮らしの高齢者に","text":"暮らし安全省の見守り訪問事業「ひなた」が7月1日、11道県の24市町村で始まる。\n訪問員は約1,800人。約42,000世帯を週1回訪ねる。","published":"2026-04-13T15:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link; k score 2>&1 | sed 's/, [0-9.]* s$//'
echo "== as it stands"
k score --as-of 2026-04-14
now=2026-05-01T09:00:00+09:00
cat >rates.csv <<'R'
medium,unit,price_yen,valid_from,valid_to,source,confidence
asa,cpm,500,2026-01-01,,料金表2026改定,contract
yoi,cpm,300,2026-01-01,,見積,estimate
R
k -q rate import rates.csv
echo "== a changed rate: what is known stays, what was unknown is found"
k -q score
k score --as-of 2026-05-01
echo "== on request, and by name"
now=2026-05-02T09:00:00+09:00
k score --renew --release R-1 2>&1 | sed 's/, [0-9.]* s$//'
k score --renew 2>&1 | sed 's/, [0-9.]* s$//'
echo "== as of then: every report can be made again"
for day in 2026-04-12 2026-04-14 2026-05-01 2026-05-02; do k score --as-of $day; done
k --json score --as-of 2026-04-14 >one
echo "== an article more in the month, and a person's figure"
now=2026-05-03T09:00:00+09:00
cat >b.ndjson <<'A'
{"id":"3","url":"https://asa.example/3","title":"雨","text":"雨が降った。","published":"2026-04-20T11:00:00+09:00"}
A
k -q import b.ndjson; k -q index; k -q link; k -q score
k -q clip value "$(k clips | grep 15:00 | cut -c1-8).R-1" --ave 1 --reason 無料掲載 >/dev/null
k score --as-of 2026-05-03
now=2030-01-01T00:00:00+09:00; k --json score --as-of 2026-04-14 >two; cmp one two && tail -n 1 two
echo "== by another method, and nothing is stored"
k score --method meltwater
k score --method pr-value
k score --method guess; echo "exit $?"
k score --since 2026-01-01; echo "exit $?"
k score --as-of soon; echo "exit $?"
echo "== a method of the settings is that of new figures"
k -c score.method=pr-value score 2>&1 | sed 's/, [0-9.]* s$//'
echo "== the whole calculation"
k explain "$(k clips | grep 11:00 | cut -c1-8).R-1" --score
