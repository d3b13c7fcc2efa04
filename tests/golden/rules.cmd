k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 "$@"; }
k -q init --bare
k --json rule list | grep -o '"is_own":false' | uniq
k rule check >/dev/null; echo "shipped: exit $?"
cat >toto.rule <<'X'
# 東都新聞
host: www.toto.example.jp
path: /articles/*
title: .head
body: .text
drop: .call
date: time @datetime
author: .by
example: toto.html
example-url: https://www.toto.example.jp/articles/1
expect-title: 古い家電の無料点検を開始
expect-date: 2026-04-14T09:05+09:00
expect-author: 山田太郎
expect-body: ends 費用は無料とする。
expect-body: lacks 会員になると
X
cat >toto.html <<'X'
<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>点検｜東都新聞</title></head><body>
<p class="head">古い家電の無料点検を開始</p><p class="by">記者 山田太郎</p><time datetime="2026-04-14T09:05:00+09:00">14日</time>
<div class="text"><p>暮らし安全省は、古い製品の点検を呼びかける取り組みを始めると発表した。</p>
<p>受け付けは五月一日から全国の窓口で行い、費用は無料とする。</p>
<div class="call"><p>会員になると、すべての記事を広告なしで読むことができる。</p></div></div></body></html>
X
k rule try toto.html --url https://www.toto.example.jp/articles/1; echo "try without: exit $?"
k rule try toto.html --url https://www.toto.example.jp/articles/1 --rule toto.rule; echo "try: exit $?"
k --json rule try toto.html --url https://www.toto.example.jp/articles/1 --rule toto.rule | sed -n '1p;$p'
k rule try toto.html; echo "no address: exit $?"
k rule add toto.rule; echo "add: exit $?"
ls ws/sites
k rule check toto; echo "check: exit $?"
k rule show toto | head -n 3
k rule show nobody; echo "show: exit $?"
# Another rule's example is not put in the place of the first one's.
mkdir other; sed 's/鈴木/田中/; s/五月一日/五月二日/' toto.html >other/toto.html
sed 's/www.toto/www.saito/' toto.rule >other/saito.rule
k rule add other/saito.rule; echo "add saito: exit $?"
k rule check toto; cp toto.html other; k rule add other/saito.rule; k -q rule remove saito; ls ws/sites
sed 's/^expect-author.*/expect-author: 鈴木花子/' toto.rule >wrong.rule
k rule add wrong.rule; echo "add wrong: exit $?"
printf 'host: a.example\ntitle: h1:hover\n' >bad.rule
k rule add bad.rule; echo "add bad: exit $?"
k rule check bad.rule toto.rule wrong.rule; echo "check bad: exit $?"
k --json rule check bad.rule | head -n 1
# What the workspace has wins, and what cannot be read is passed over.
cp bad.rule ws/sites/
printf 'https://www.toto.example.jp/articles/1\ttoto.html\n' >pages.tsv
k -q import pages.tsv
k export | grep -o '"title":"[^"]*"\|"source":"rule: toto"' | sort -u
k -q -c crawl.rules=no rule remove bad; echo "remove: exit $?"
k rule remove toto; echo "remove: exit $?"
k rule remove asahi; echo "remove shipped: exit $?"
ls ws/sites
printf 'host: www.asahi.com\nnote: off\n' >asahi.rule
k -q rule add asahi.rule; k rule list | grep -A1 '^asahi'
mkdir dir; cp toto.rule dir
kirinuki extract --rules dir --url https://www.toto.example.jp/articles/1 toto.html | grep -o '"title":"[^"]*"\|"rule.*'
kirinuki extract --rules dir --no-rules --url https://www.toto.example.jp/articles/1 toto.html | grep -o '"title":"[^"]*"\|"rule.*'
printf '{"id":1,"path":"toto.html","url":"https://www.toto.example.jp/articles/2"}\n{"id":2,"path":"toto.html","url":"https://other.example/"}\n' |
    kirinuki extract --batch --rules dir | grep -o '"id":[0-9]\|"rule":"[^"]*"'
kirinuki extract --rules nowhere --url https://a.example/ toto.html; echo "no rules: exit $?"
