kirinuki -q -C ws init --bare
cat >a.ndjson <<'X'
{"id":"a","url":"https://one.example/1","title":"時間単位の年休","text":"厚生労働省は、時間単位の年休を広げる。","published":"2026-04-13T10:00:00+09:00"}
{"id":"b","url":"https://one.example/2","title":"年休の日数","text":"年休の日数を数える。","published":"2026-04-13T23:59:00+09:00"}
{"id":"c","url":"https://two.example/1","title":"休み方","text":"年休を時間で取る。","published":"2026-05-01T00:00:00+09:00"}
X
kirinuki -q -C ws import a.ndjson
kirinuki -q -C ws index
kirinuki -q -C ws search --batch <<'X'
{"id":1,"query":"年休"}
{"id":2,"query":"年休","limit":1,"count":true}
{"id":"three","query":"時間単位の年休","count":true}
{"id":4,"query":"年休 date:2026-04","limit":1,"facets":["medium","month","day"]}
{"id":5,"query":"年休","facets":["size"]}
{"id":6,"mode":"keyword"}
{"id":7,"query":"年休の申請はいつ？","mode":"like","limit":1}
{"id":8,"query":"無し","count":true}
{"id":9,"query":"時間単位の年休","fields":["title","score"]}
{"id":10,"query":"年休","limit":1,"fields":["title"],"facets":["month"]}
{"id":11,"query":"年休","fields":["text"]}
X
