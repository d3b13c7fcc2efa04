# What people decide about clips, and do about them; it outlives every 'link'.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
rows() { k clips "$@" | sed -E 's/ [01]\.[0-9]+ / /'; } # what the model says is not the matter
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 独り暮らし高齢者の見守り訪問事業「ひなた」を7月1日に始めます
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
section: 見守り推進課
---
暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村で始めます。訪問員約1,800人が、約42,000世帯を週1回訪ねます。
R
cat >r2.md <<'R'
---
id: R-2
title: 令和7年度の労働災害発生状況を公表します
date: 2026-03-02T10:00:00+09:00
organisation: 暮らし安全省
---
令和7年に職場で起きた労働災害の件数をまとめました。死亡者数は過去最少です。
R
k -q release add r1.md r2.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"高齢者訪問「ひなた」7月開始","text":"暮らし安全省は13日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始めると発表した。訪問員約1,800人が、約42,000世帯を週1回訪ねる。","published":"2026-04-13T11:00:00+09:00"}
{"id":"2","url":"https://asa.example/2","title":"喫茶店が閉店","text":"駅前で親しまれた喫茶店が月末で店を閉じる。常連は惜しむ。","published":"2026-04-14T09:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link
k topic add -q 喫茶店 喫茶店 --id cafe; k -q link
rows --all
one=$(k clips --release R-1 | cut -c1-8).R-1; two=$(k clips --topic cafe | cut -c1-8)
echo "== decide"
k clip accept $one --by 山田 --note '一面に載った'
k clip accept $one --by 山田 --note '一面に載った'
k clip class $one --class verbatim --by 佐藤
k clip tone $one --tone positive
rows
k clip undo $one --by 佐藤
k show $one | grep -v -e ^probability -e ^reason
echo "== handle"
k clip handle $one --status inquiring --by 鈴木 --memo '数値を照会'
rows --status inquiring
k --json clips --status inquiring | grep -o '"standing":{.*}' 
echo "== stays, whatever link finds"
k clip link $two --release R-2 --by 山田
rows
k -q rebuild; rows
k show $two.R-2
k clip undo $two.R-2; k -q link; rows --all
echo "== reject: gone from the counts, kept in the report"
k clip reject $two.cafe --note 無関係
rows; rows --all
k report --topic cafe --format csv | tr -d '\r' | tail -n 1
echo "== errors"
k clip accept nothing; echo "exit $?"
k clip accept $two nothing; echo "exit $?"
k clip class $one; echo "exit $?"
k clip class $one --class 記事; echo "exit $?"
k clip link $one --release R-9; echo "exit $?"
k clip handle $one --status later; echo "exit $?"
k clip handle $one --status open --at yesterday; echo "exit $?"
k clip undo $two.mention; echo "exit $?"
k clips --status later; echo "exit $?"
