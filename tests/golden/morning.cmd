# The morning sheet: made, edited by people, kept, printed again, missed.
at() { now=$1; shift; kirinuki -C ws --now 2026-04-${now}+09:00 "$@"; }
k() { at 14T07:30:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省; k -q config set organisation.section 広報室
k -q config set organisation.aliases 暮安省
cat >media.csv <<'M'
id,name,kind,domains,tier,position
asa,暁新聞,national_paper,akatsuki.example,1,10
yama,山彦新聞,national_paper,yamabiko.example,1,20
nami,なみ通信,wire,nami.example,2,
umi,海辺日報,local_paper,umibe.example,2,
M
k -q medium import media.csv
printf '局,課\n安全局,製品安全課\n地域局,見守り課\n' >ws/sections.csv
cat >r1.md <<'R'
---
id: R-1
title: 電気マットの回収について
date: 2026-04-13T14:00:00+09:00
organisation: 暮らし安全省
section: 製品安全課
---
暮らし安全省は、灯和電機が製造した電気マット「ぬくもり」4万2千台の回収を命じました。発火事故は12件です。使用を中止し、製造者に連絡してください。
R
k -q release add r1.md
k -q topic add 見守り '見守り訪問' --id mimamori --section 見守り課 >/dev/null
cat >a.ndjson <<'A'
{"id":"1","url":"https://akatsuki.example/1","title":"暮安省、電気マット4万2千台の回収命令","text":"暮らし安全省は13日、灯和電機の電気マット「ぬくもり」4万2千台の回収を命じた。発火事故は12件。使用を中止し、製造者に連絡するよう求めている。","published":"2026-04-13T18:00:00+09:00"}
{"id":"2","url":"https://nami.example/2","title":"電気マット回収命令　発火12件","text":"暮らし安全省は13日、灯和電機が製造した電気マット「ぬくもり」4万2千台の回収を命じたと発表した。発火事故は12件で、けが人はいない。同省は使用の中止を呼びかけている。","published":"2026-04-13T17:40:00+09:00"}
{"id":"3","url":"https://umibe.example/3","title":"電気マット回収命令　発火12件","text":"暮らし安全省は13日、灯和電機が製造した電気マット「ぬくもり」4万2千台の回収を命じたと発表した。発火事故は12件で、けが人はいない。同省は使用の中止を呼びかけている。","published":"2026-04-13T18:10:00+09:00"}
{"id":"4","url":"https://yamabiko.example/4","title":"灯和電機に回収命令、事故は21件","text":"電気マット「ぬくもり」の発火で、暮らし安全省は13日、灯和電機に4万2千台の回収を命じた。発火事故は21件に上る。","published":"2026-04-14T05:00:00+09:00"}
{"id":"5","url":"https://yamabiko.example/5","title":"（社説）電気マット回収　安全の点検を急げ","text":"電気マット「ぬくもり」の回収命令が出た。暮らし安全省は12件の発火事故を重くみた。","published":"2026-04-14T05:00:00+09:00"}
{"id":"6","url":"https://umibe.example/6","title":"見守り訪問、担い手は","text":"町の見守り訪問は今年で5年になる。","published":"2026-04-13T20:00:00+09:00"}
{"id":"7","url":"https://umibe.example/7","title":"見守り訪問の昼","text":"見守り訪問の一日を追った。","published":"2026-04-13T12:00:00+09:00"}
A
k -q import a.ndjson; k -q index; k -q link; k -q score
k -q clip add --medium asa --date 2026-04-14 --edition 朝刊 --page 1 --title '電気マット回収命令' --release R-1
id() { k search "$1" --json | grep -o '"id":"[0-9a-f]\{16\}"' | head -n 1 | cut -d'"' -f4; }
echo "== nobody misses what was never made"
k status | grep attention; k report --check; echo "exit $?"
at 14T07:00:00 report --check; at 18T09:00:00 report --check
echo "== early"
at 14T06:50:00 report --morning -f text | grep -e 本日 -e 終わる; k report --check; echo "exit $?"
echo "== the sheet"
k report --morning -f text; k report --check
echo "== again, and as other files"
k report --morning -o a.html; k report --morning -o b.html; cmp a.html b.html && echo same
k report --morning -o a.pdf && head -c 5 a.pdf; echo
k report --morning -f jsonl | grep -o '"type":"[a-z_]*"\|"reason":"[a-z]*"'
k report --morning -f csv; echo "exit $?"
echo "== people"
k report --pin $(id 担い手) --note 大臣の関心 --by 山田
k report --drop $(id 事故は21件) --note 重複 --by 山田
k report --note '10時から会見' --by 鈴木
k report --pin 0000; echo "exit $?"
k report --morning -f text | sed -n '/^本日/,/^●/p; /担い手は/,/大臣/p; /編集の記録/,$p'
echo "== what stood there"
at 20T09:00:00 report --morning --date 2026-04-14 --number 2 -o c.html; cmp a.html c.html && echo same
k -q clip reject $(id 担い手).mimamori
at 20T09:00:00 report --morning --date 2026-04-14 -f text | grep -c 担い手
at 20T09:00:00 report --morning --date 2026-04-14 --again -f text | grep -e 報道　4 -e 第.版
at 20T09:00:00 report --morning --date 2026-04-14 --number 9; echo "exit $?"
at 20T09:00:00 report --morning --date 2026-04-21; echo "exit $?"
echo "== missed, and late"
at 15T07:31:00 status | grep attention; at 15T07:31:00 -q run; echo "exit $?"
at 15T08:00:00 -q report --morning -o d.html; at 15T08:01:00 report --check; echo "exit $?"
at 15T08:01:00 status | grep -c attention
k -c morning.made=late report --check; echo "exit $?"
k verify | tail -n 1
