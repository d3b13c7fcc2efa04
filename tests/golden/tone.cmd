# The tone: a guess that says so, beside what a person decides.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare; k -q config set organisation.name 海辺町
cat >a.ndjson <<'END'
{"id":"a1","url":"https://news.example/1","title":"海辺町の給食無償化、保護者が歓迎","text":"海辺町は10日、給食を無償にすると発表した。保護者からは歓迎の声が上がる。同町の取り組みは他の自治体の手本と評価が高い。","published":"2026-04-11T08:00:00+09:00"}
{"id":"a2","url":"https://news.example/2","title":"海辺町、精算漏れ","text":"海辺町は給食費の精算を怠り、3年間公表していなかった。住民は「説明が遅すぎる」と憤る。町は陳謝した。","published":"2026-04-12T08:00:00+09:00"}
{"id":"a3","url":"https://news.example/3","title":"海辺町の朝市","text":"海辺町は10日、朝市を5月から毎週日曜日に開くと発表した。県の業者は不正を認めた。","published":"2026-04-12T09:00:00+09:00"}
END
k -q topic add 町 海辺町 --id umi >/dev/null
k -q import a.ndjson; k -q index; k -q link; k -q score
ids=($(k --json clips --topic umi | grep -o '"id":"[0-9a-f]*\.umi"' | cut -d'"' -f4))
k --json clips --topic umi | grep -o '"tone":"[a-z]*","tone_reason":"[^"]*"'
echo "== a person at a terminal"
for id in "${ids[@]}"; do k show $id | grep '^tone'; done
k explain ${ids[1]} --score | sed -n '/^about us/,$p'
echo "== the review sheet: a column that is never read back"
k -q review export sheet.csv --topic umi
tr -d '\r' <sheet.csv | sed -e 's/^\xef\xbb\xbf//' | awk -F, '{ print $6 "|" $(NF - 1) }' | head -n 4
k review import sheet.csv
sed -i 's/批判的：批判/肯定的：批判/' sheet.csv; k review import sheet.csv
k -q clip tone ${ids[1]} --tone critical --by 山田; k show ${ids[1]} | grep '^tone'
echo "== the report counts what a person confirmed"
totals() { k -q report --topic umi --format jsonl | grep -o '"\(tone\|guess\)_[a-z]*":[0-9][0-9]*' | tr '\n' ' '; echo; }
totals
k -q report --topic umi -o r.csv
tr -d '\r' <r.csv | head -n 4 | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /自動判定/) at = i } { print $at }'
echo "== words of one's own"
k dict add tone 給食無償化 3 state noun
k dict add -- tone 精算漏れ -3 self
k dict add tone 精算 9; echo "exit $?"
k dict add tone 走った 1 self verb; echo "exit $?"
k dict list tone; k --json dict list tone | head -n 1
k dict check tone; echo "exit $?"
k -q people 2>/dev/null | grep -c tone
