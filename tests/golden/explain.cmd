# Why is this a clip: what stands in both, what pushed, who lost, what people say.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
# What the model weighs is not the matter here.
blur() {
    sed -E -e 's/[0-9]+ %/N %/g' -e 's/rules .*/rules V/' -e '/^ +[-+][0-9.]+  /d' \
        -e '/^reason/,/^made with/{/^made/!d}'
}
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 独り暮らし高齢者の見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
messages:
- 約42,000世帯を週1回訪ねます。
- 電話での相談も受け付けます。
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
cat >r2.md <<'R'
---
id: R-2
title: 独り暮らし高齢者の見守り訪問事業の試行の結果をまとめました
date: 2026-02-02T10:00:00+09:00
organisation: 暮らし安全省
---
独り暮らしの高齢者を訪ねる見守り訪問事業を6市町で試し、訪問員310人が5,600世帯を訪ねました。
R
k -q release add r1.md r2.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,900人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T11:00:00+09:00"}
{"id":"2","url":"https://portal.example/x","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,900人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T12:30:00+09:00"}
{"id":"3","url":"https://asa.example/3","title":"喫茶店が閉店","text":"駅前で親しまれた喫茶店が月末で店を閉じる。\u001b[31m常連は惜しむ。","published":"2026-04-14T09:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link; k -q score
one=$(k clips --release R-1 --class publicity | cut -c1-8)
two=$(k clips --release R-1 --class syndicated | cut -c1-8)
three=$(k -q search 喫茶店 --json | sed -n '1s/.*"id":"\([0-9a-f]*\)".*/\1/p')
echo "== an article by itself: two columns, rival, contradiction, messages"
k -q clip accept $one.R-1 --by 山田 --note '一面に載った' >/dev/null
k explain $one | blur
echo "== the terms have names of their own, and add up"
k explain $one --release R-1 | grep -E '^ +[-+][0-9.]+  ' | grep -E '[a-z]_[a-z]'; echo "raw names: exit $?"
k explain $one | grep -cE '^ +\+[0-9.]+  in sum: a probability of [0-9]+ %$'
echo "== a copy, on a narrow terminal"
COLUMNS=60 k explain $two.R-1 | blur
echo "== in colour"
k --color=always explain $one | grep -c $'\e\\[1;4m'
echo "== a topic; nothing of the page commands the terminal"
k -q topic add 喫茶店 喫茶店 --id cafe; k -q link
k explain $three | blur
echo "== for programs"
k --json explain $two | grep -o '"standing":{[^}]*}\|"of_[a-z]*":{[^}]*}\|"differences":\[{"name"\|"name":"bias"\|"lineage":.*' | sort -u
echo "== nothing"
k explain $three --release R-1; echo "exit $?"
k explain nothing; echo "exit $?"
k explain $one.R-9; echo "exit $?"
echo "== why not: another release won"
k explain --why-not https://asa.example/1 R-2 | blur | sed -n '/^answer/p;/^no candidate\|^a candidate/,/^$/p;/^what it is/,/^$/p' | sed -E -e 's/  解禁の.*//' -e 's/[0-9]+ (of 1,000|fingerprints)/N \1/'
k explain --why-not ${three%????} R-1 | grep -e '^answer' -e '^no candidate' | blur
echo "== why not: a topic"
k -q topic add 店 '喫茶店 (開店 OR title:snow) -閉店' --media asa.example --language en --id shops
k explain --why-not $three shops
k --json explain --why-not $three cafe | cut -d, -f 1-4
k -q clip reject $three.cafe --by 山田; k explain --why-not $three cafe | sed -n '/^answer/,/^$/p'
echo "== why not: errors"
k explain --why-not https://asa.example/9 cafe; echo "exit $?"
k explain --why-not $three nothing; echo "exit $?"
k explain --why-not $three; echo "exit $?"
k explain $three cafe; echo "exit $?"
