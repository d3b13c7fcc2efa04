# An export to be handed on: body texts that a licence covers, counted; no quotations.
k() { kirinuki -C w --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare; k -q config set organisation.name 暮らし安全省 2>/dev/null
k -q medium add asa name=朝の新聞 domains=asa.example
k -q medium add yu name=夕の新聞 domains=yu.example
for s in asa yu; do
    echo "{\"id\":\"$s\",\"url\":\"https://$s.example/1\",\"title\":\"朝市\",\"text\":\"海辺町は漁港の朝市を評価した。$s の本文。\",\"published\":\"2026-04-13T08:00:00+09:00\"}"
done >a.ndjson
k -q topic add 朝市 朝市 --id ichi >/dev/null
k -q import a.ndjson; k -q index; k -q link; k -q score
texts() { grep '"type":"article"' | grep -o '"url":"[^"]*"\|"text":[^,]*' | paste -sd' \n'; }
echo "== our own, complete"
k export --only article | texts
echo "== handed on, before and with a licence"
k export --only article --for 委員会資料 | texts
k -q licence add medium=asa contract=個別 本文=可 対象課=広報課 部数=3
k export --only article --for 委員会資料 | texts
k export --only article --for 委員会資料 --section 広報課 --copies 2 | texts
k export --only article --for 委員会資料 --section 広報課 --copies 2 | texts
k licence use --all
k export --for 委員会資料 | grep -c '"type":"summary"'
k export --only clip --for 委員会資料 | grep -c '"sentence":"海辺町'
echo "== refused"
k export --warc --for 委員会資料; echo "exit $?"
k export --copies 2; echo "exit $?"
