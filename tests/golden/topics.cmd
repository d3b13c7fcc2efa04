k() { kirinuki -C ws --now 2026-04-13T09:00:00+09:00 "$@"; }
k -q init --bare
k -q topic add 年休 '年休 OR 有休' --exclude '速報 OR 号外' --media asa,朝の新聞、b.example --in-section 社会 \
    --language ja --section 監督課 --owner 山田 --colour '#336699' --notes '毎朝見る' --variants --id nenkyu
k topic show nenk
k -q --json topic show nenkyu | head -n 1
k topic edit nenkyu --exclude= --media= --variants=none --notes 夕方も見る --comparison
k topic edit nenkyu --notes 夕方も見る
k -q topic add 雇用 '"-5%" 雇用'
k topic export >topics.csv; od -An -c topics.csv | head -n 1; tail -n 2 topics.csv
k topic import topics.csv
k --json topic list | tail -n 1
# CP932, Japanese column names; what the file does not name stays
printf 'id,テーマ,検索式,除外,比較\r\nnenkyu,年次有給休暇,年休,"速報、 OR 号外",×\r\n,新規,"新しい ""語""",,○\r\n' | iconv -f UTF-8 -t CP932 >office.csv
k topic import office.csv
k topic list
k topic show nenkyu
echo "== errors"
k topic add だめ '年休 ('; echo "exit $?"
k topic add だめ 年休 --exclude '速報 OR'; echo "exit $?"
k topic add だめ 年休 --colour blue; echo "exit $?"
k topic add だめ 年休 --language 日本語; echo "exit $?"
k topic add だめ 年休 --id 'a b'; echo "exit $?"
k topic add だめ 年休 --variants=spelling; echo "exit $?"
k topic add ' ' 年休; echo "exit $?"
k topic edit nothing --query x; echo "exit $?"
k topic edit nenkyu --query '年休 ('; echo "exit $?"
k topic remove nenkyu nothing; echo "exit $?"
printf 'name,query\n一,"年休 ("\n二,\n一,年休\n' >bad.csv
k topic import bad.csv; echo "exit $?"
printf 'name,query,is_comparison\n一,年休,maybe\n' >flag.csv
k topic import flag.csv; echo "exit $?"
printf 'id,name,query\na,一,年休\na,二,有休\n' >twice.csv
k topic import twice.csv; echo "exit $?"
printf 'name\n一\n' >short.csv
k topic import short.csv; echo "exit $?"
k topic list | wc -l
k topic remove nenkyu && k topic list | wc -l
echo "== for programs"
k -q --json topic import topics.csv
k -q --json topic remove nenkyu | grep -o '"type":"[a-z]*"\|"is_removed":true\|"complete":true' | tr '\n' ' '; echo
