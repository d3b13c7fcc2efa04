# What a licence says must go is listed, goes on its day and leaves its hash; what was
# found out from it stays.
k() { kirinuki -C w --now "$now" "$@"; }
now=2026-04-20T09:00:00+09:00
k -q init --bare; k -q config set organisation.name 暮らし安全省 2>/dev/null
k -q medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1
k -q medium add yu name=夕の新聞 kind=地方紙 domains=yu.example
k -q licence add medium=asa contract=個別 本文=可 紙面画像=可 契約開始=2026-04-01 契約終了=2027-03-31 本文保存日数=30 紙面保存日数=60
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
for m in asa yu; do
    k -q clip add --medium $m --form newspaper --date 2026-04-14 --title 見守り訪問始まる --release R-1 --text-file text.txt --evidence scan.jpg
done
k -q index; k -q link; k -q score
k clips; k search 訪問員 --count
k prune --yes
echo "== the text after 30 days"
now=2026-05-20T09:00:00+09:00
k licence check; echo "exit $?"
k report --clip f5bda5ba.R-1 --body --format text; echo "exit $?"
k prune -n
k prune --yes
k prune --yes; k licence check; echo "exit $?"
asa=f5bda5bad6e36a0b
k --json show $asa | head -n 1 | grep -o '"text":[a-z"]*\|"text_gone":"[^"]*"\|"text_sha256":"[^"]*"'
printf '%s' "$(cat text.txt)" | sha256sum | cut -d' ' -f1
echo "== the index forgets it, ties and figures stay"
k -q index; k -q link; k -q score
k search 訪問員 --count; k clips
k -q rebuild; k clips
k report --clip $asa.R-1 --format text | grep '関連部分\|SHA'
echo "== the scan after 60 days"
now=2026-06-19T09:00:00+09:00
k licence check; k --json prune --yes; k licence check; echo "exit $?"
k report --clip $asa.R-1 --format text | sed -n '/証拠/,$p'
sha256sum scan.jpg | cut -d' ' -f1
k verify; echo "exit $?"
