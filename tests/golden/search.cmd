ki() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k() { # tokens carry numbers that are nobody's business
    ki "$@" 2>&1 | sed -E 's/(--after |"next":")[A-Za-z0-9_-]{20,}/\1TOKEN/'
    return "${PIPESTATUS[0]}"
}
k -q init --bare --organisation 厚生労働省
cat >media.csv <<'X'
id,name,kind,domains,tier,position
asa,朝の新聞,national_paper,asa.example,1,10
yoru,夜の新聞,national_paper,yoru.example,1,20
wire,列島通信,wire,wire.example,1,0
X
k -q medium import media.csv
long='同省の担当者は、働く人が使いやすい仕組みを今後も広げていきたいと述べ、来年度の予算に必要な費用を盛り込む考えを示した。調査は全国の三千社を対象に今年一月に行い、千八百社から回答を得た。'
cat >a.ndjson <<X
{"id":"wire","url":"https://wire.example/1","title":"時間単位の年休、取得進む","text":"厚生労働省は13日、時間単位の年休を取る人が増えたと発表した。$long","published":"2026-04-13T10:00:00+09:00"}
{"id":"copy","url":"https://asa.example/1","title":"時間単位の年休、取得進む　厚労省","text":"厚生労働省は13日、時間単位の年休を取る人が増えたと発表した。$long","published":"2026-04-13T11:00:00+09:00"}
{"id":"own","url":"https://yoru.example/1","title":"＜社説＞休み方を考える","text":"休み方が変わってきた。育児や介護のために、年休を時間で取る人が目立つ。","published":"2026-04-15T05:00:00+09:00","authors":["佐藤花子"]}
{"id":"old","url":"https://yoru.example/2","title":"年休の日数","text":"年休の日数を数える。年休は二十日まで。","published":"2026-02-01T05:00:00+09:00"}
X
k -q import a.ndjson
cat >r.md <<'X'
---
key: nenkyu
title: 時間単位の年休の取得状況を公表します
date: 2026-04-13T10:00
section: 労働条件政策課
---
時間単位の年次有給休暇（年休）の取得率は48.3%となりました。
X
k -q release add r.md >/dev/null
k -q topic add 休暇 年休 --id leave --notes '年休は局の重点。国会の会期中は毎日見る。' >/dev/null
k -q index && k -q link

k search 年休
echo "== the copies, the newest first"
k search 年休 --all --sort=date --in=articles
echo "== the order of media"
k -q search 年休 --sort=medium --in=articles | grep '^[0-9a-f]'
echo "== the desk"
k search 年休 --in=releases,notes
k search 国会 --in=articles,notes
echo "== counts"
k search 年休 --count
k search 年休 --facets=medium,kind,author,month --limit 1 --in=articles
echo "== pages"
token=$(ki --json search 年休 --sort=date --limit 2 | grep -o '"next":"[^"]*"' | cut -d'"' -f4)
k search 年休 --sort=date --limit 2 --after "$token"
k search 休み --after "$token"; echo "exit $?"
k search 年休 --after what; echo "exit $?"
echo "== JSON"
k --json search 年休 --in=articles,releases --limit 1 --facets=kind
echo "== like"
k -q search --like '年休は時間で取れますか' --limit 1
k -q search --like-article "$(k --json search title:社説 | grep -o '"id":"[^"]*"' | cut -d'"' -f4)" --limit 1 | head -n 2
echo "== what does not go"
for options in --sort=size --limit=x --facets=colour --in=nothing --fresh=0 '--fresh --sort=date' \
    '--like --facets' '--like --in=notes' '--in=notes --sort=date' '--after x --offset 2'; do
    k search $options 年休
    echo "exit $?"
done
k search; echo "exit $?"
k search --like-article 00000000; echo "exit $?"
k search 鰻; echo "exit $?"
