k() { kirinuki -C ws --now 2026-04-14T18:30:00+09:00 "$@"; }
k -q init --bare
k topic try 年休 2>&1 | sed 's/index .*//'; echo "exit ${PIPESTATUS[0]}"
for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16; do
    printf '{"id":"%s","url":"https://asa.example/%s","title":"年休%s","text":"年休の取得率が上がった。","published":"2026-03-%sT10:00:00+09:00"}\n' $i $i $i $((10#$i % 5 + 10))
done >a.ndjson
cat >>a.ndjson <<'X'
{"id":"x","url":"https://b.example/x","title":"ひなたが始まる","text":"見守り訪問事業「ひなた」が7月に始まる。訪問員が高齢者宅を訪ねる。","published":"2026-04-14T11:00:00+09:00"}
{"id":"old","url":"https://b.example/old","title":"年休","text":"年休","published":"2025-12-01T11:00:00+09:00"}
X
cat >r.md <<'X'
---
key: hinata
title: 見守り訪問事業「ひなた」を7月に始めます
date: 2026-04-14T10:00
organisation: 暮らし安全省
---
見守り訪問事業「ひなた」を7月に始めます。訪問員が高齢者宅を訪ねます。
X
printf 'id,name,kind,domains,tier,position\nasa,朝の新聞,national_paper,asa.example,1,10\n' >media.csv; k -q medium import media.csv
k -q import a.ndjson
k -q index
k -q release add r.md >/dev/null
k -q topic add 休暇 '取得率' --id rate >/dev/null
k -q link
k topic try '年休 OR 有休' --samples 3
k --json topic try '年休' --days 36 --samples 1 --exclude 年休16
k topic try 存在しない語; echo "exit $?"
k topic suggest hinata --days 5
k --json topic suggest hinata | tail -n 1
k topic try; echo "exit $?"
k topic try '年休 ('; echo "exit $?"
k topic try 年休 --days 0x; echo "exit $?"
k topic try 年休 --days -3; echo "exit $?"
k topic suggest; echo "exit $?"
k topic suggest nothing; echo "exit $?"
head -n 1 a.ndjson | sed 's/01/99/g' >new.ndjson
k -q import new.ndjson
k topic try '年休 OR 有休' --samples 1 2>&1 >/dev/null
k topic suggest hinata 2>&1 >/dev/null
