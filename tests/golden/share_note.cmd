# README_まず読む.txt beside the papers: for readers who know nothing of this program.
k() { kirinuki -C ws --now 2026-04-14T07:05:00+09:00 "$@"; }
k -q init --bare
mkdir share other
k -q topic add 朝市 朝市 --id ichi >/dev/null
k -q report --morning -o share/none.html; ls share
k -q config set report.directory "$PWD/share"
k -q config set organisation.name 海辺町
k -q config set organisation.section 広報課
k -q report --morning -o other/elsewhere.html; ls share other
k -q config set report.contact '広報課 内線1234'
k -q digest list add 朝便 --to kacho@example.jp --topic ichi --at 07:30 --days workdays >/dev/null
mkdir share/4月
k -q report --morning --again -o share/4月/本日の報道.html; ls share
head -c 3 share/README_まず読む.txt | od -An -tx1
grep -c $'\r$' share/README_まず読む.txt
tr -d '\r' <share/README_まず読む.txt
kirinuki -q -C ws --now 2026-04-14T09:10:00+09:00 -c report.contact= report --topic ichi -o share/ichi.csv
grep -aE '更新）|連絡先' share/README_まず読む.txt | tr -d '\r'
echo "-- a paper is a paper, with or without a note"
mkdir share/README_まず読む.d && rm share/README_まず読む.txt && mkdir share/README_まず読む.txt
k report --topic ichi -o share/ichi.html 2>&1 | tail -1; echo "exit ${PIPESTATUS[0]}"
ls share/ichi.html
