# Last year's 掲載一覧, as the office has it: read whole, named cell by cell, entered once.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
cat >media.csv <<'M'
id,name,kind,domains
asa,暁新聞,national_paper,akatsuki.example
hoshi,星空テレビ,tv,
kaze,週刊かぜ,magazine,
M
k -q medium import media.csv
printf -- '---\nid: R-1\ntitle: 見守り訪問事業を始めます\ndate: 2025-04-13\n---\n見守り訪問事業を始めます。\n' >r1.md
k -q release add r1.md
cat >list.csv <<'L'
令和7年度　掲載一覧,,,,,,,,,,,,
No.,掲載日,種別,媒体名,朝夕刊,面,段,高さ（cm）,番組名,秒数,見出し,報道発表,換算額（千円）
1,令和7年4月14日（月）,全国紙,暁新聞,朝,３面,４段半,12.5,,,見守り訪問始まる,見守り訪問事業を始めます,"1,234"
2,2025/4/14 19:05,テレビ,星空テレビ,,,-,,よるニュース,1分30秒,高齢者の見守り,R-1,5000
3,4月20日,週刊誌,週刊かぜ,2025年5月号,45頁,,,,,見守りの現場,,
合計,,,,,,,,,,3件,,
L
echo "== what would be"
k clip import list.csv --dry-run; echo "exit $?"
k clip import list.csv --dry-run --fiscal-year 2025; echo "exit $?"
echo "== once"
k clip import list.csv --fiscal-year 2025 --by 広報室; echo "exit $?"
echo "== twice"
k clip import list.csv --fiscal-year 2025 --by 広報室; echo "exit $?"
iconv -f UTF-8 -t CP932 list.csv >cp932.csv
k clip import cp932.csv --fiscal-year 2025; echo "exit $?"
k -q link; k -q score
k clips --all | sed -E 's/ [01]\.[0-9]+ / /'
k report --release R-1 --format csv | tr -d '\r' | grep -e 星空 -e 暁 | cut -d, -f2-5,13-15,20-20,25-31
echo "== a corrected list"
sed 's/４段半/5段/' list.csv >again.csv
k clip import again.csv --fiscal-year 2025; echo "exit $?"
k clip import again.csv --fiscal-year 2025 --update; echo "exit $?"
echo "== a map"
cat >map.txt <<'M'
title = 題
medium = どこ
date = いつ
page = 面・番組
programme = 面・番組
class = 扱い
ignore = 整理番号
fiscal-year := 2024
fill-down := date medium
[medium]
アカツキ = asa
星 = hoshi
[class]
○ = publicity
M
cat >their.csv <<'T'
整理番号,いつ,どこ,面・番組,題,扱い
1,6月3日,アカツキ,２面,甲の記事,○
2,,,社会面,乙の記事,
3,6月4日,星,夜の便り,丙の放送,
T
k --json clip import their.csv --map map.txt; echo "exit $?"
echo "== bad cells"
cat >bad.csv <<'B'
掲載日,媒体名,見出し,面,秒数,備考,証拠
2025/4/31,暁新聞,甲,1,,,
2025/4/1,暁新報,乙,1,,,
2025/4/1,星空テレビ,丙,,1分75秒,,
2025/4/1,暁新聞,丁,1,,,nothing.pdf
2025/4/1,暁新聞,戊,1,,"=HYPERLINK(""x"")",
B
k clip import bad.csv; echo "exit $?"
k clip import bad.csv --partial; echo "exit $?"
echo 'title: 題' >bad.txt
k clip import their.csv --map bad.txt; echo "exit $?"
k clip import their.csv; echo "exit $?"
k clip import nothing.csv; echo "exit $?"
k -q index; k verify
