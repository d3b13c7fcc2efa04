# What `extract` writes, `import` reads: a day stays a day, a minute a minute.
kirinuki -q -C ws init --bare
cat >day.html <<'X'
<!DOCTYPE html><html lang="ja"><title>灯台の鐘が戻る</title><h1>灯台の鐘が戻る</h1><p>2024年3月5日</p>
<p>海辺町の灯台に、修理を終えた鐘が戻った。町の人たちが集まり、音を聞いた。</p></html>
X
cat >minute.html <<'X'
<!DOCTYPE html><html lang="ja"><title>港の朝市が再開</title><h1>港の朝市が再開</h1><p>2024年3月6日 午後3時10分</p>
<p>港の朝市が半年ぶりに開かれ、朝から大勢の客でにぎわった。町の人たちが喜んだ。</p></html>
X
for page in day minute; do
    kirinuki extract --url "https://umibe.example/$page" $page.html
done | tee pages.ndjson
kirinuki -q -C ws import pages.ndjson
kirinuki -q -C ws index
kirinuki -q -C ws --json search 町の人 | grep -o '"published":"[^"]*"'
