kirinuki -q -C ws init --bare
cat >a.ndjson <<'X'
{"id":"a","url":"https://news.example/1","title":"時間単位の年休、取得進む","text":"厚生労働省は13日、時間単位の年休を取る人が増えたと発表した。","published":"2026-04-13T10:00:00+09:00"}
{"id":"b","url":"https://news.example/2","title":"雪の朝","text":"snow は降らず、snowden という地名が残る。2015年の記録。","published":"2026-04-12T10:00:00+09:00"}
not json
{"id":"c","title":"本文がない"}
X
kirinuki -C ws import a.ndjson 2>&1 | sed "s/, [0-9.]* s$//"
echo "import: ${PIPESTATUS[0]}"
kirinuki -q -C ws index
for query in 年休 年 snow 15 '厚生 -増えた' '年休 OR snow' 'title:年休' 'site:news.example 記録' 'date:2026-04-12'; do
    echo "== $query"
    kirinuki -q -C ws search "$query"
done
kirinuki -q -C ws --json search 年休
