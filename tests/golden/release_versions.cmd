k() { kirinuki -C ws "$@"; }
k -q init --bare --organisation 灯和電機株式会社
cat >r.md <<'X'
---
key: hidamari
title: 電球「ひだまり」を5月12日に発売します
date: 2026-04-13T10:00
添付資料: zuhan.pdf, https://example.jp/data.xlsx
---
報道関係者各位
灯和電機株式会社（以下「灯和」）は、新しい電球「ひだまり」を5月12日に発売します。
価格は980円（税込）、初年度に20万個の販売を目指します。本田里美社長は「暮らしに明かりを」と話しています。
■お問い合わせ先
広報部 電話 03-0000-0000
X
printf 'x' >zuhan.pdf
k -q --now 2026-04-13T10:00 release add r.md
sed -i 's/20万個/25万個/; s/title: /title: 【訂正】/' r.md
k -q --now 2026-04-14T10:00 release add r.md
k release show hidamari
k release history hidamari
k release show hidamari --version 1 | head -4
k release show hidamari --version 7; echo "exit $?"
k --json release show hidamari | tail -n +2
k --json release history hidamari | grep -o '"type":"[a-z]*"'
