# The ledger by hand and by sheet, with its history.
k() { kirinuki -C ws --now="$now" "$@"; }
now=2026-04-01T09:00:00+09:00
k -q init --bare
echo "== by hand"
k medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1 月間PV=1億2000万 発行部数=400万部 \
    valid_from=2026/4/1 source=媒体資料 confidence=公表; echo "exit $?"
k medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1 \
    月間PV=120,000,000 発行部数=400万部 valid_from=2026/4/1 source=媒体資料 confidence=公表
k medium add asa name=x; echo "exit $?"
k medium add yu; echo "exit $?"
k medium figure asa metric=部数 rank=夕刊 value=90万部 source=ABC valid_from=令和8年1月 confidence=公表
k medium figure - metric=人口 value=123,802,000 source=人口推計 valid_from=2024-10-01
k medium figure - metric=部数 value=1 source=x; echo "exit $?"
k rate add medium=asa unit=1段1cm rank=記事中 price_yen=￥200,000 source=料金表 valid_from=2026-04-01
k rate add kind=全国紙 tier=1 unit=cpm price_yen=500 source=相場
k rate add medium=nobody unit=cpm price_yen=500 source=相場; echo "exit $?"
k rate add medium=asa unit=cpm source=相場; echo "exit $?"
echo "== what would change, what changed"
now=2026-05-01T09:00:00+09:00
k medium edit asa tier=2 monthly_page_views=110000000 --dry-run
k --json rate edit asa.column_cm:in_text.2026-04-01 price_yen=210000 -n | head -c 170; echo
k medium edit asa tier=2 monthly_page_views=110000000
k medium edit asa tier=2 monthly_page_views=110000000
k rate edit asa.column_cm:in_text.2026-04-01 price_yen=210000
k rate edit asa.column_cm:in_text.2026-04-01 price_yen=220000; echo "exit $?"
k medium show asa --all
k rate list --all
k rate list --unit CPM --medium asa; echo "exit $?"
k rate show asa.column_cm:in_text.2026-04-01
echo "== removed, and back"
now=2026-06-01T09:00:00+09:00
k rate remove asa.column_cm:in_text.2026-04-01
k rate remove asa.column_cm:in_text.2026-04-01; echo "exit $?"
k medium remove asa.circulation:夕刊.2026-01
k medium remove asa
k medium list; k medium list --all --kind 新聞; echo "exit $?"
k medium list --all --kind 全国紙 --tier 2
k medium export --figures
echo "== a sheet from Excel"
cat >sheet.csv <<'M'
媒体ID,媒体名,種別,ドメイン,重点度,月間PV,発行部数,有効開始,有効終了,出典,確度,担当
asa,朝の新聞,全国紙,asa.example,1,"１２０，０００，０００",400万部,2026/6/1,令和9年3月31日,媒体資料,公表,佐藤
denpa,電波放送,TV,,2,,,,,,,田中
M
iconv -f UTF-8 -t CP932 sheet.csv >cp932.csv
k medium import cp932.csv --dry-run
k medium import cp932.csv
k medium import cp932.csv sheet.csv
k --json medium list | cut -c1-120
{ echo 媒体ID,媒体名,種別,月間PV; for i in $(seq 1 25); do echo "m$i,媒体$i,雑誌社,多い"; done; } >bad.csv
k medium import bad.csv 2>&1 | sed -n "1p;20,\$p"; echo "exit ${PIPESTATUS[0]}"
k medium list | wc -l
