# A sheet for each clip, and the gate before its body text and the picture of the page.
k() { kirinuki -C w --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare; k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >media.csv <<'M'
id,name,kind,domains,tier,valid_from,source,confidence
asa,朝の新聞,national_paper,asa.example,1,2026-01-01,媒体資料,published
yu,夕の新聞,local_paper,yu.example,2,2026-01-01,媒体資料,published
M
cat >rates.csv <<'R'
medium,unit,rank,price_yen,valid_from,valid_to,source,confidence
asa,column_cm,in_text,9000,2026-01-01,,料金表,published
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
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
k -q release add r1.md
printf '\377\330\377\340\000\020JFIF\000scan of the page' >scan.jpg
printf '暮らし安全省は13日、見守り訪問事業「ひなた」を7月1日に始めると発表した。\n訪問員約1,800人が、約42,000世帯を訪ねる。\n' >text.txt
k clip add --medium asa --form newspaper --date 2026-04-14 --edition 朝刊 --page 3 --title '見守り訪問始まる <7月>' \
    --columns 4 --width 10 --position in_text --release R-1 --text-file text.txt --evidence scan.jpg --by 佐藤
cat >web.ndjson <<'N'
{"id":"w1","url":"https://yu.example/1","title":"「ひなた」7月開始","text":"暮らし安全省は13日、見守り訪問事業「ひなた」を7月1日に始めると発表した。\n訪問員約1,800人が、約42,000世帯を訪ねる。","published":"2026-04-14T08:00:00+09:00"}
N
k -q import web.ndjson; k -q index; k -q link; k -q score
k clips | cut -c1-60
paper=3a0517b9bf4c7749.R-1 web=eb64d009ac22fc59.R-1
k clip gist $paper --gist '7月から24市町村で始まることを伝える。' --by 田中
k clip accept $paper --tone neutral --by 田中 --section 高齢福祉課
echo "== without the text"
k report --clip $paper --clip $web --format text
echo "== in English"
k report --clip $paper --lang en --format text | sed -n '/■/,/Advertising/p'
echo "== no licence: nothing leaves"
k report --clip $paper --body --format text; echo "exit $?"
k report --clip $paper --picture --format text; echo "exit $?"
k report --clip $paper --picture -o sheet.txt; echo "exit $?"; ls sheet* 2>/dev/null
echo "== with one"
k -q licence add medium=asa contract=個別 本文=可 部数=20 対象課=広報課 契約開始=2026-04-01 契約終了=2027-03-31 単価=300 計算単位=1部
k report --clip $paper --body --format text; echo "exit $?"
k report --clip $paper --body --section 広報課 --copies 12 --purpose 局議資料 --format text | sed -n '/本文/,$p'
k report --clip $paper --body --section 広報課 --copies 12; echo "exit $?"
k report --clip $paper --clip $web --body --section 広報課 --format text; echo "exit $?"
k report --clip $paper --picture --section 広報課 -o sheet.html; echo "exit $?"
k -q licence edit asa.individual.2026-04-01 allows_picture=yes
k report --clip $paper --picture --section 広報課 -o sheet.html; echo "exit $?"
cmp scan.jpg sheet-${paper%%.*}.jpg && grep -c "sheet-${paper%%.*}.jpg" sheet.html
grep -c '訪問員約' sheet.html; grep -c '&lt;7月&gt;' sheet.html
echo "== counted"
k licence use; k licence use --all --medium asa
k --json licence use --all | head -n 1
k report --clip nothing; echo "exit $?"
echo "== a picture in the sheet"
base64 -d >scan.png <<'P'
iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==
P
k -q clip add --medium asa --form newspaper --date 2026-04-15 --edition 朝刊 --page 30 --title '訪問員を募集' \
    --columns 2 --width 10 --position in_text --release R-1 --evidence scan.png --by 佐藤
k -q link; k -q score; id=45a195570f6bdefa.R-1
k report --clip $id --picture --section 広報課 -o one.html; echo "exit $?"
ls one*; grep -o '<img alt="[^"]*" src="data:image/png;base64,iVBORw0KGgo' one.html
k report --clip $id --picture --section 広報課 -f pdf | grep -ac '/Subtype /Image'
k report --clip $id --picture --section 広報課 -f text; echo "exit $?"
k report --clip $paper --picture --section 広報課; echo "exit $?"
k --json licence use --all | grep -c '"what":"picture"'
