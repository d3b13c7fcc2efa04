# A report can be counted again: the file, its figures and its pieces.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
k -q release add r1.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。\n訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T11:00:00+09:00"}
{"id":"2","url":"https://yu.example/2","title":"見守り「ひなた」24市町村で","text":"独り暮らしの高齢者を週1回訪ねる暮らし安全省の新事業「ひなた」が7月1日、11道県の24市町村で始まる。訪問員は約1,800人。","published":"2026-04-13T15:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link; k -q score
k report --release R-1 -o r.csv; ls r.csv*
echo "== nothing changed"
k report --verify r.csv; echo "exit $?"
k --json report --verify r.csv | sed 's/[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]\{4\}/NUMBER/g'
echo "== the same report in another format has the same number"
k -q report --release R-1 -o r.jsonl
number() { grep -o '"number":"[^"]*"' "$1.manifest.jsonl"; }
[ "$(number r.csv)" = "$(number r.jsonl)" ] && echo same
echo "== a person refused a piece, another came"
k -q clip reject $(k clips --release R-1 | cut -c1-8 | head -1).R-1 --by 山田
echo '{"id":"3","url":"https://kita.example/3","title":"「ひなた」7月から","text":"暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始める。訪問員約1,800人が約42,000世帯を訪ねる。","published":"2026-04-14T09:00:00+09:00"}' >b.ndjson
k -q import b.ndjson; k -q index; k -q link; k -q score
k report --verify r.csv | sed 's/[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]\{4\}/NUMBER/g'; echo "exit ${PIPESTATUS[0]}"
echo "== somebody changed the file, or its manifest, or there is none"
printf 'x' >>r.jsonl; k report --verify r.jsonl | grep CHANGED
sed -i 's/"total":2/"total":3/' r.csv.manifest.jsonl; k report --verify r.csv; echo "exit $?"
head -c 300 r.jsonl.manifest.jsonl >cut.manifest.jsonl; k report --verify cut.manifest.jsonl; echo "exit $?"
rm r.jsonl.manifest.jsonl; k report --verify r.jsonl; echo "exit $?"
