kirinuki -q -C ws init --bare
cat >a.ndjson <<'J'
{"id":"a","url":"https://news.example/1","title":"時間単位の年休、取得進む","text":"厚生労働省は13日、時間単位の年休を取る人が増えたと発表した。","published":"2026-04-13T10:00:00+09:00"}
{"id":"b","url":"https://news.example/2","title":"有休を千人に","text":"厚労省の取組みで有給休暇が進む。令和8年の記録。","published":"2026-04-12T10:00:00+09:00"}
{"id":"c","url":"https://news.example/3","title":"雪","text":"雪が降った。","published":"2026-04-11T10:00:00+09:00"}
J
kirinuki -q -C ws import a.ndjson && kirinuki -q -C ws index
echo '== the plain promise, and what variants would add'
kirinuki -C ws search 年休
for option in --variants --variants=synonym '--variants --no-variant=synonym' '--no-variant=有休 --no-variant=有給休暇'; do
    echo "== $option"
    kirinuki -C ws search $option 年休
done
echo '== what is excluded is not widened'
kirinuki -q -C ws search --variants '1,000人 -年休'
echo '== explained'
kirinuki -C ws search --explain-query '厚勞省 NEAR/20 年休 -雪'
kirinuki -C ws search --variants=era,okurigana --explain-query 'title:取り組み OR 2026年'
kirinuki -C ws search --variants=era,okurigana --explain-query '取り組み OR 2026年 class:none'
kirinuki -C ws --json search --variants=alias --explain-query 厚労省
kirinuki -q -C ws -c search.variants=alias --json search MHLW | tail -n 1
echo '== refused'
kirinuki -C ws search --variants=erra 年休
echo "kinds: $?"
mkdir -p ws/dictionaries && printf '年休\t有休\n有給\t\n' >ws/dictionaries/synonyms.tsv
kirinuki -C ws search --variants 年休
