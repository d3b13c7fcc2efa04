# How much of a body leaves in an answer: 120 characters and a twentieth at most, in
# text and in JSON, and nothing of a body where that is less than ten.
kirinuki -q -C ws init --bare
k() { kirinuki -q -C ws --now=2026-06-01T09:00:00+09:00 "$@"; }
python3 - >a.ndjson <<'P'
import json
for n in (40, 190, 200, 400, 1000, 5000):
    text = ("町は灯台の公開を始めた。" + "天気の話が長く続いている。" * 400)[:n]
    print(json.dumps({"id": f"n{n}", "url": f"https://a.example/{n}", "title": f"{n}字の記事",
                      "text": text}, ensure_ascii=False))
P
k import a.ndjson; k index
k search 灯台 | grep -v '^https'
k --json search 灯台 | python3 -c '
import json, sys
for line in sys.stdin:
    hit = json.loads(line)
    if hit["type"] == "hit":
        print(hit["import_id"], len(hit["snippet"]), hit["text_marks"] != [])
' | sort
