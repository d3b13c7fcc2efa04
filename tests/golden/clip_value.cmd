# A person's figures: beside the computed ones, in the journal, past recomputation.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >media.csv <<'M'
id,name,kind,domains,tier,monthly_page_views,monthly_users,valid_from,valid_to,source,confidence
asa,朝の新聞,national_paper,asa.example,1,30000000,5000000,2026-01-01,,媒体資料,published
M
cat >rates.csv <<'R'
medium,unit,price_yen,valid_from,valid_to,source,confidence
asa,cpm,400,2026-01-01,,料金表,published
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
k -q release add r1.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。\n訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T11:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link; k -q score
one=$(k clips --release R-1 | cut -c1-8).R-1
mine() { k show $one | grep -A9 -e '^AVE' -e '^share' -e '^reach' -e '^what people did'; }
echo "== a figure needs a reason"
k clip value $one --ave 1,200,000; echo "exit $?"
k clip value $one --ave many --reason x; echo "exit $?"
k clip value $one --share 140% --reason x; echo "exit $?"
k clip value $one; echo "exit $?"
k clip accept $one --ave 1; echo "exit $?"
echo "== beside the computed one"
k clip value $one --ave 1,200,000 --share 100% --reason '契約単価による' --by 山田
k clip value $one --ave 1,200,000 --share 100% --reason '契約単価による' --by 山田
mine
k --json clips | grep -o '"overrides":.*}]'
echo "== it counts, and the computed one stays"
k report --release R-1 --format jsonl | grep -o '"ave_[a-z_]*":[0-9]*' | sort -u
k report --release R-1 --format csv | tr -d '\r' | grep -o '12000*,.*理由[^）]*）'
echo "== past recomputation"
k -q rebuild; mine
echo "== taken back"
k clip value $one --share '' --by 佐藤; mine
k clip value $one --clear --by 佐藤; mine
k clip undo $one; mine
