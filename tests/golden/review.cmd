# The 確認票: out for a spreadsheet, filled in, and in again.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
text() { tr -d '\r' | sed -e 's/^\xef\xbb\xbf//' | cut -d, -f1-12; }
k -q init --bare
for i in 1 2 3 4 5; do
    printf '{"id":"%s","url":"https://asa.example/%s","title":"=見出し%s,その%s","text":"喫茶店の話題です。","published":"2026-04-1%sT09:00:00+09:00"}\n' $i $i $i $i $i
done >a.ndjson
printf -- '---\nid: R-1\ntitle: 営業時間の実態を公表します\ndate: 2026-03-01\norganisation: 暮らし安全省\nsection: 調査課\n---\n全国の店舗の営業時間を調べた結果をまとめました。\n' >r1.md
k -q release add r1.md; k -q import a.ndjson; k -q index
k -q topic add 喫茶店 喫茶店 --id cafe --section 飲食課; k -q link
k review export 確認票.csv
head -c 3 確認票.csv | od -An -tx1; head -n 1 確認票.csv | tr -d '\r' | tail -c +4
text <確認票.csv
ids=($(text <確認票.csv | sed -n '2,6s/,.*//p'))
fill() { # the cells of a row as a person would fill them in
    awk -F, -v OFS=, -v id="$1" -v column="$2" -v value="$3" '$1 == id { $column = value } { print }'
}
# What a spreadsheet does: other spellings, another order of columns, dates, empty columns
fill ${ids[0]} 2 ○ <確認票.csv | fill ${ids[1]} 2 '×' | fill ${ids[2]} 3 編集記事 |
    fill ${ids[3]} 9 照会中 | fill ${ids[3]} 12 '2026/4/19 8:05' | fill ${ids[4]} 4 'R-1 営業時間' |
    fill ${ids[0]} 8 山田 | fill ${ids[0]} 7 '"一面, 三段'$'\n''写真あり"' >filled.csv
echo "== what would change"
k review import filled.csv --dry-run
echo "== and what does"
k -q --json review import filled.csv | tail -n 1
k clips --all | sed -E 's/ [01]\.[0-9]+ / /'
echo "== twice, and once more after 'link'"
k review import filled.csv; k -q link; k review import filled.csv
echo "== CP932 with columns in another order, tabs and empty columns"
k -q review export --all all.csv; text <all.csv
awk -F, -v OFS='\t' 'NR == 1 || NR > 5 { print $7, $6, $1, $2, "", "" }' <(text <all.csv) >narrow.tsv
sed -i "s/^\t\t${ids[3]}/\t中立\t${ids[3]}/" narrow.tsv
iconv -f UTF-8 -t CP932 narrow.tsv >narrow.txt; k review import narrow.txt --by 佐藤; k review import narrow.txt
echo "== all the errors, and nothing is stored"
fill ${ids[0]} 2 たぶん <all.csv | fill ${ids[1]} 3 社説 | fill ${ids[1]} 12 明後日 | fill ${ids[2]} 4 R-9 |
    fill ${ids[3]} 1 no.such | fill ${ids[4]}.x 2 採 >bad.csv
k review import bad.csv; echo "exit $?"
k -q clip note ${ids[1]} --note 会議で確認
fill ${ids[1]} 7 電話で確認 <all.csv >late.csv; k review import late.csv; echo "exit $?"
k review import r1.md; echo "exit $?"
printf 'PK\003\004' >book.xlsx; k review import book.xlsx; echo "exit $?"
k review import; echo "exit $?"
k review export x.csv --since soon; echo "exit $?"
k -q review export --topic cafe none.csv; echo "exit $?"
