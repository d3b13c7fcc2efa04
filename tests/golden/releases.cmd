k() { kirinuki -C ws --now 2026-04-13T09:00:00+09:00 "$@"; }
k -q init --bare --organisation 厚生労働省
cat >r.md <<'X'
---
key: nenkyu
title: 時間単位の年休の取得状況を公表します
date: 2026-04-13T10:00
section: 労働基準局監督課
method: 投込み
keywords: 年休, 時間単位
messages:
- 取得率は48.3%となりました。
---
時間単位の年次有給休暇（年休）の取得率は48.3%となりました。
X
k -q release add r.md
k -q release add r.md
k -q release edit nenkyu --section 労働基準局総務課 --message 取得率は過去最高です。
k release list
k --json release show nenkyu | sed 's/,"/,\n"/g' | grep -E 'version|section|messages|organisation'
printf -- '---\nkey: x\n' >open.md
k release add open.md; echo "exit $?"
k release add missing.md; echo "exit $?"
k topic add 年休 '年休 OR 有休'
k topic add だめ '年休 ('; echo "exit $?"
k topic list
k topic remove T-
k report --release nothing; echo "exit $?"
k report; echo "exit $?"
k clips; echo "exit $?"
