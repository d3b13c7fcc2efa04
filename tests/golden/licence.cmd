# The licence ledger: contracts by hand and by sheet, their history, and what is wrong
# with them.
k() { kirinuki -C ws --now="$now" "$@"; }
now=2026-04-01T09:00:00+09:00
k -q init --bare
k -q medium add asa name=朝の新聞 kind=全国紙 domains=asa.example
k -q medium add yu name=夕の新聞 kind=地方紙
echo "== by hand"
k licence add medium=asa contract=個別 本文=可 紙面画像=○ 部数=20部 対象課=広報課、総務課 人数=30人 \
    契約開始=令和8年4月1日 契約終了=2027/3/31 単価=￥300 計算単位=1件 本文保存日数=90日 entered_by=佐藤
echo "exit $?"
k licence add medium=nobody contract=jrrc; echo "exit $?"
k licence add medium=yu; echo "exit $?"
k licence add medium=yu contract=口約束; echo "exit $?"
k licence add medium=yu contract=jrrc fee_yen=5000; echo "exit $?"
k licence add medium=yu contract=jrrc allows_body=たぶん; echo "exit $?"
k licence add medium=yu contract=jrrc valid_from=2026-04-01 valid_to=2026-03-31; echo "exit $?"
k licence add medium=yu contract=jrrc colour=red; echo "exit $?"
k licence list
k licence show asa.individual.2026-04-01
echo "== what would change, what changed"
now=2026-05-01T09:00:00+09:00
k licence edit asa.individual.2026-04-01 copies=40 -n
k licence edit asa.individual.2026-04-01 copies=40
k licence edit asa.individual.2026-04-01 copies=40
k licence edit asa.individual.2026-04-01 copies=50; echo "exit $?"
k licence list --all
k --json licence list | cut -c1-150
echo "== a sheet from Excel"
cat >sheet.csv <<'M'
媒体ID,契約種別,本文,紙面画像,部数,契約開始,契約終了,単価,計算単位,契約終了時削除,備考
asa,個別,可,可,40,2026/4/1,2027/3/31,300,1件,不可,
yu,JRRC,可,不可,20,2026/4/1,2027/3/31,"12,000",年額,可,包括
M
iconv -f UTF-8 -t CP932 sheet.csv >cp932.csv
k licence import cp932.csv --dry-run
k licence import cp932.csv
k licence export >out.csv; head -c 3 out.csv | od -An -tx1; tail -n 2 out.csv
k licence import out.csv sheet.csv
printf '媒体ID,契約種別,本文\nasa,個別,可\nnobody,JRRC,可\nyu,JRRC,半分\nyu,,可\nasa,個別,可\n' >bad.csv
k licence import bad.csv; echo "exit $?"
printf '媒体ID,本文\nasa,可\n' >thin.csv
k licence import thin.csv; echo "exit $?"
echo "== removed"
k licence remove yu.jrrc.2026-04-01
k licence remove yu.jrrc.2026-04-01; echo "exit $?"
k licence show nothing; echo "exit $?"
k licence list
echo "== to look at"
k licence check; echo "exit $?"
now=2027-02-10T09:00:00+09:00
k licence check; echo "exit $?"
k --json licence check | head -n 1
k licence add medium=asa contract=個別 allows_body=yes valid_from=2027-04-01
k licence check; echo "exit $?"
k licence use; k licence use --fiscal-year 2025; k licence use --fiscal-year heisei; echo "exit $?"
