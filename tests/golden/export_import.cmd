# What was exported comes back as it was: only articles are read, a month stays a month.
cat >a.ndjson <<'X'
{"id":"a","url":"https://news.example/1","title":"港の計画","text":"港の計画を半分に縮小する。","published":"2026-03"}
{"id":"b","url":"https://news.example/2","title":"年休の取得","text":"年休を取る人が増えた。","published":"2026-03-05"}
X
kirinuki -q -C one init --bare
kirinuki -q -C two init --bare
kirinuki -q -C one import a.ndjson
kirinuki -C one export >one.ndjson
kirinuki -C two import one.ndjson 2>&1 | sed "s/, [0-9.]* s$//"
echo "import: ${PIPESTATUS[0]}"
for ws in one two; do
    kirinuki -C $ws export --canonical --only=article | grep -o '"published":"[^"]*"'
done
