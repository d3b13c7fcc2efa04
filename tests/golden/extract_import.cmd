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
# The fifth is the fifth, in Auckland too, where it begins on the fourth of Japan.
printf '{"url":"https://nz.example/1","title":"羊","text":"羊が町に来た。","published":"%s","published_precision":"day"}\n' \
    2024-03-05T00:00:00+12:00 >>pages.ndjson
kirinuki -q -C ws import pages.ndjson
kirinuki -q -C ws index
kirinuki -q -C ws --json search 町の人 | grep -o '"published":"[^"]*"'
kirinuki -q -C ws --json search date:2024-03-05 | grep -o '"url":"[^"]*"'
