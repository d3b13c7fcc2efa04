# What is wrong with a ledger: every kind of finding, and nothing where nothing is wrong.
k() { kirinuki -C ws --now=2026-11-23 "$@"; }
k -q init --bare
cat >media.csv <<'M'
id,name,kind,domains,tier,substitutes
asa,朝の新聞,national_paper,asa.example,1,
yu,夕の新聞,local_paper,yu.example asa.example,2,
denpa,電波放送,tv,,1,
kokyo,公共放送,tv,,1,denpa gone
sho,官庁,ministry,sho.example,3,
M
cat >figures.csv <<'F'
medium,metric,rank,value,valid_from,valid_to,source,confidence
asa,page_views,,1000,2026-04-01,,媒体資料,published
asa,circulation,,500,2024-01,2024-06,媒体資料,published
asa,circulation,,400,2025-01,2025-06,媒体資料,published
yu,page_views,,300,2023-04-01,,聞き取り,estimate
denpa,audience,A,900,2026-10-01,,視聴調査,published
F
cat >rates.csv <<'R'
medium,kind,tier,unit,rank,price_yen,valid_from,valid_to,source,confidence
,national_paper,,cpm,,300,2026-01-01,,相場,estimate
asa,,,column_cm,記事中,9000,2026-04-01,2027-03-31,料金表,published
asa,,,column_cm,in_text,9500,2026-10-01,2027-09-30,料金表,published
denpa,,,second,,5000,2026-04-01,,料金表,contract
R
k -q medium import media.csv figures.csv; k -q rate import rates.csv
k medium check; echo "exit $?"
k --json medium check | tail -n 3; echo "exit $?"
echo "--- all forms, and a shorter patience"
k -c ledger.stale_days=30 medium check --all | grep -A9 "^without\|^old"
echo "--- put right"
k -q medium edit kokyo substitutes=denpa 視聴者数=100 source=視聴調査 confidence=published
k -q medium edit yu domains=yu.example
k -q medium edit yu monthly_page_views=320 valid_from=2026-10-01 source=媒体資料 confidence=published
k -q medium remove yu.page_views.2023-04-01
k -q rate add kind=地方紙 unit=cpm price_yen=200 source=相場
k -q rate remove asa.column_cm:in_text.2026-04-01
k -q medium remove asa.circulation.2024-01 asa.circulation.2025-01
k medium check; echo "exit $?"
