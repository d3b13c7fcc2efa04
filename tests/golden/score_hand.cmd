# Pieces that people enter: by size on the grid of 15段, by seconds, and what the ledger
# has for another day is said to be for another day.
k() { kirinuki -C w --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare; k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >media.csv <<'M'
id,name,kind,domains,tier,valid_from,source,confidence
asa,朝の新聞,national_paper,asa.example,1,2026-01-01,媒体資料,published
nhk,公共放送,tv,,1,2026-01-01,媒体資料,published
M
cat >rates.csv <<'R'
medium,unit,rank,price_yen,valid_from,valid_to,source,confidence
asa,column_cm,in_text,9000,2026-01-01,,料金表,published
nhk,second,A,20000,2026-01-01,2026-03-31,推定,estimate
R
k -q medium import media.csv; k -q rate import rates.csv
k -q medium figure asa metric=columns_per_page value=12 source=資料 confidence=published valid_from=2026-01-01
cat >r1.md <<'R'
---
id: R-1
title: 見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。
R
k -q release add r1.md
k clip add --medium asa --form newspaper --date 2026-04-14 --title 見守り訪問始まる --columns 4 --width 10 --position in_text --release R-1
k clip add --medium nhk --form tv --date 2026-04-13 --time 19:05 --title ニュース7 --seconds 90 --rank Ａ --release R-1
k -q index; k -q link; k -q score
for c in $(k clips | cut -c1-8); do k explain $c --score; done
k score --method nihon-monitor
