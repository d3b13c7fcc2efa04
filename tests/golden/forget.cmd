# Articles and names that go for good: listed first, gone from every file, and they do not
# come back.
k() { kirinuki -C w --now "$now" "$@"; }
bring() { k import "$1" 2>&1 | sed 's/, [0-9.]* s$//'; }
now=2026-04-20T09:00:00+09:00
k -q init --bare; k -q config set organisation.name 暮らし安全省
k -q medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1
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
cat >in.ndjson <<'N'
{"id":"n1","url":"https://asa.example/1","title":"見守り訪問始まる","text":"暮らし安全省は13日、見守り訪問事業「ひなた」を7月1日に始めると発表した。\n訪問員約1,800人が、約42,000世帯を週1回訪ねる。\n利用者の鷲尾さんは涙ながらに感謝を述べた。","published":"2026-04-14T07:00:00+09:00","authors":["山田太郎"]}
{"id":"n2","url":"https://asa.example/2","title":"別の記事","text":"市の図書館が新しくなった。","published":"2026-04-14T08:00:00+09:00","authors":["山田　太郎","佐藤花子"]}
N
k -q import in.ndjson; k -q index; k -q link; k -q score
id=$(k --json search 鷲尾 | grep -o '"article":"[0-9a-f]*"\|"id":"[0-9a-f]*"' | head -n 1 | grep -o '[0-9a-f]\{16\}')
k clips; k clip note "$id.R-1" --note '鷲尾さんの件は確認済み' --by 広報
holds() { python3 "$FIXTURES/../support/find_bytes.py" w "$1"; }
holds 涙ながらに感謝; holds 鷲尾さんの件
echo "== asked only"
k forget "$id"; echo "exit $?"
k forget "$id" --yes; echo "exit $?"
k forget "$id" --yes --reason 本人の請求; echo "exit $?"
k forget nosuch00 --yes --reason x --by y; echo "exit $?"
k forget "$id" --person x; echo "exit $?"
echo "== forgotten"
k forget "$id" --yes --reason 本人の請求 --by 広報課 --csv gone.csv; echo "exit $?"
tail -n +2 gone.csv | tr -d '\r'
k verify; echo "exit $?"
k search 鷲尾 --count; k clips; k show "$id"; echo "exit $?"
holds 涙ながらに感謝; holds 鷲尾さんの件; holds asa.example/1
echo "== it does not come back"
bring in.ndjson; k -q index; k -q link
k search 鷲尾 --count; k verify
sed 's#asa.example/1#asa.example/other#' in.ndjson >again.ndjson; k -q import again.ndjson; k -q index
k search 鷲尾 --count
k forget; echo "exit $?"
echo "== a person"
k search author:山田太郎 --count
k forget --person '山田 太郎'
k --json forget --person 山田太郎 --reason 本人の請求 --by 広報課 --yes
k --json export articles 2>/dev/null | grep -c 山田
bring in.ndjson; k search author:山田太郎 --count; k search author:佐藤花子 --count
holds 山田太郎; holds '山田　太郎'
k verify; echo "exit $?"
echo "== a page, by its address, another one, and its words"
cp "$FIXTURES/pages/news.html" .
row() { printf 'https://asa.example/%s\tnews.html\ttext/html\t2026-04-14T07:00:00+09:00\n' "$1"; }
row 5 >pages.tsv; bring pages.tsv
page=$(k --json export --only article | grep 'asa.example/5"' | grep -o '"id":"[0-9a-f]*"' | cut -d'"' -f4)
k -q index
k -q forget "$page" --yes --reason 誤収集 --by 広報課
{ row 5; row '5?page=all'; row 99; } >pages.tsv; bring pages.tsv
k export --canonical | grep -c 'asa.example/5"'
k verify; echo "exit $?"
