# The report by its template: what comes with the program, one of the workspace, one that
# was named, and what is said of a bad one; languages, formats, where it goes.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 暮らし安全省 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 生活安全相談統計（令和8年3月分）
date: 2026-04-13T10:00:00+09:00
organisation: 暮らし安全省
---
暮らし安全省は、令和8年3月の相談件数が1,234件であったと発表しました。
R
sed 's/R-1/R-0/;s/3月/2月/g;s/2026-04-13/2026-03-13/;s/1,234/1,001/' r1.md >r0.md
k -q release add r0.md r1.md >/dev/null
cat >articles.ndjson <<'A'
{"url":"https://asa.example/1","title":"3月の生活安全相談は1234件","text":"暮らし安全省は13日、令和8年3月の生活安全相談の件数が1,234件だったと発表した。相談統計は毎月まとめている。","published":"2026-04-13T10:40:00+09:00","site_name":"朝の新聞"}
{"url":"https://asa.example/2","title":"＜社説＞相談の増加をどう見るか","text":"暮らし安全省の生活安全相談統計で、令和8年3月の相談件数は1,234件だった。","published":"2026-04-15T05:00:00+09:00","site_name":"朝の新聞"}
A
k -q import articles.ndjson
k -q index && k -q link && k -q score
echo "== templates"
k report --show-template period
k report --show-template morning; echo "exit $?"
mkdir -p ws/templates
k report --show-template release | sed 's/^coverage=$/coverage=各紙の報道/;/^media=/d;/^excluded=/d;s/^title=.*/title=報告：{}/' >ws/templates/release.ini
k report --release R-1 --format text | grep -e ^■ -e ^報告 -e '今回' -e '同じ名称' -e '社説・一面'
printf '[sections]\nsummary=\n' >bad.ini
k report --release R-1 --template bad.ini; echo "exit $?"
k report --release R-1 --template missing.ini; echo "exit $?"
echo "== English"
printf '[sections]\noverview=\n' >short.ini
k report --release R-1 --template short.ini --lang en --format text
k report --release R-1 --lang fr; echo "exit $?"
echo "== the cover"
k config set report.document_class 広報／報道結果 2>/dev/null
k config set report.retention_years 3 2>/dev/null
k config set report.era gengo 2>/dev/null
k report --release R-1 --template short.ini --sample --format text | grep -e 見本 -e 文書分類 -e 保存期間
echo no picture >ws/logo.png
k -c report.logo=logo.png report --release R-1; echo "exit $?"
k -c report.logo=none.png report --release R-1; echo "exit $?"
echo "== formats"
k report --release R-1 --format docx; echo "exit $?"
k report --release R-1 -o a.pdf && head -c 5 a.pdf && echo
k report --release R-1 --format pdf | head -c 5 && echo
cmp <(k report --release R-1 --format pdf) a.pdf && echo "the same bytes"
k report --release R-1 -o no/such.html; echo "exit $?"
k report --release R-1 --topic T-1; echo "exit $?"
echo "== charts for slides"
k report --from 2026-04-13 --to 2026-04-20 --charts slides; echo "exit $?"
ls slides && head -c 4 slides/days.png | tail -c 3 && echo
k report --release R-1 --charts slides -o b.html && cmp <(k report --release R-1 -f html) b.html && echo "the same page"
k report --release R-1 --charts slides -o b.csv; echo "exit $?"
k report --release R-1 --charts r1.md; echo "exit $?"
