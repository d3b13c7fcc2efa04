k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
printf 'id,name,kind,domains,evidence_days\nminato,みなと日報,local_paper,minato.example,\nyama,やま新聞,local_paper,yama.example,30\n' >media.csv
k -q medium import media.csv
page() {
    printf '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%s</h1><time datetime="%s">x</time>' "$1" "$1" "$2"
    printf '<p>港の入り口に%s、12日に点灯式が開かれた。高さは%sメートルで、光は18キロ先まで届くという。</p>' "$3" "$4"
    printf '<p>旧灯台は1931年に建てられた。老朽化が進み、3年前から建て替えが計画されていた。</p>%s</article></body></html>' "$5"
}
page 港に新しい灯台 2026-04-12T08:30:00+09:00 新しい灯台が完成し 21 "" >a1.html
page 港に高さ24メートルの灯台 2026-04-12T08:30:00+09:00 新しい灯台が完成し 24 "<p>【訂正】当初の記事で高さを21メートルとしたのは誤りでした。</p>" >a2.html
page 山に展望台 2026-02-01T08:30:00+09:00 展望台ができ 9 "" >b.html
printf 'https://minato.example/a\ta1.html\ttext/html\t2026-04-12T12:00:00+09:00\n' >1.tsv
printf 'https://minato.example/a\ta2.html\ttext/html\t2026-04-13T12:00:00+09:00\n' >2.tsv
printf 'https://yama.example/b\tb.html\ttext/html\t2026-02-02T12:00:00+09:00\n' >3.tsv
for n in 1 2 3; do k -q import $n.tsv; done
id=$(k --json export --only article | sed -n 's/.*"id":"\([^"]*\)".*minato.example.*/\1/p')
k show "$id" | sed -n '/^version/,$p'
k --json show "$id" | grep -o '"type":"revision".*'
# Evidence, by other tools.
k export --warc --output all.warc; echo "exit $?"
k export --warc --output again.warc.gz
k export --warc --gzip >third.warc.gz
cmp again.warc.gz third.warc.gz && gzip -dc again.warc.gz | cmp - all.warc && echo same
python3 "$FIXTURES/../support/check_warc.py" all.warc
python3 "$FIXTURES/../support/check_warc.py" again.warc.gz
for what in "--article $id" "--medium yama" "--from 2026-04-01" "--to 2026-02"; do
    k -q export --warc $what | grep -ac '^WARC-Type: re'
done
k export --warc --medium nothing; echo "exit $?"
k export --gzip; echo "exit $?"
kirinuki -q -C back init --bare
kirinuki -q -C back import again.warc.gz
kirinuki -q -C back --json export --only article | grep -c '"title":"港に高さ24メートルの灯台"'
# Retention.
k --json medium show yama | grep -o '"evidence_days":[0-9]*'
k prune --dry-run
k medium edit minato evidence_days=7
k --json prune --dry-run | sed 's/,"title.*//'
k prune --yes
k prune --yes
k -q index
k verify; echo "exit $?"
k -q export --warc | grep -ac '^WARC-Type: re'
k -q search 展望台 | head -n 1
k medium edit minato evidence_days=long; echo "exit $?"
k medium edit minato colour=red; echo "exit $?"
k medium edit minato; echo "exit $?"
# An article of two parts goes out and comes back as one.
rec() {
    block=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%s' "$3")
    printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-04-12T03:00:00Z\r\n' "$1"
    printf 'X-Kirinuki-Part: %s\r\nContent-Length: %s\r\n\r\n%s\r\n\r\n' "$2" "$(printf %s "$block" | wc -c)" "$block"
}
one='<p>湾の奥に新しい干潟ができ、渡り鳥が戻ってきた。県は十年をかけて砂を入れ、海の流れを変えてきた。</p>'
two='<p>調査に当たった研究者は「ここまで早く戻るとは思わなかった」と話し、来年も観察を続ける考えだ。</p>'
top='<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>干潟に鳥が戻る</title></head><body><article><h1>干潟に鳥が戻る</h1>'
rec https://minato.example/c 1/2 "$top$one</article></body></html>" >parts.warc
rec 'https://minato.example/c?page=2' 2/2 "$top$one$two</article></body></html>" >>parts.warc
rec https://minato.example/d 1/1 "$top$two$two</article></body></html>" >>parts.warc
for w in p q; do
    kirinuki -q -C $w init --bare
    kirinuki -q -C $w import parts.warc
    kirinuki -q -C $w --json export --only article | grep -o '"text":"[^"]*"'
    kirinuki -q -C $w --json export --only article | grep -c '"more_evidence":\["'
    kirinuki -q -C $w export --warc --output parts.warc
done
grep -a X-Kirinuki parts.warc
kirinuki -q -C q index; kirinuki -C q verify
