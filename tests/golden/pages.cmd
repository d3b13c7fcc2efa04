k() { kirinuki -C ws --now 2026-04-13T09:00:00+09:00 "$@"; }
k -q init --bare
cat >a.html <<'X'
<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>港に新しい灯台｜みなと日報</title></head>
<body><article><h1>港に新しい灯台</h1><time datetime="2026-04-12T08:30:00+09:00">4月12日</time>
<p>港の入り口に新しい灯台が完成し、12日に点灯式が開かれた。高さは21メートルで、光は18キロ先まで届くという。</p>
<p>旧灯台は1931年に建てられた。老朽化が進み、3年前から建て替えが計画されていた。</p></article></body></html>
X
: >empty.html
printf 'https://minato.example/a\ta.html\ttext/html\t2026-04-12T12:00:00+09:00\n' >pages.tsv
printf 'https://minato.example/b\tempty.html\ttext/html\t\n' >>pages.tsv
printf 'https://minato.example/c\tgone.html\ttext/html\t\n' >>pages.tsv
printf 'no address\ta.html\n' >>pages.tsv
k -q import pages.tsv; echo "exit $?"
k -q index
k -q search 灯台
k -q search title:灯台 medium:nothing; echo "exit $?"
k -q export --warc >pages.warc
k -C again -q init --bare
k -C again -q import pages.warc; echo "exit $?"
k -C again -q --json export --only article | grep -c '"title":"港に新しい灯台"'
k verify; echo "exit $?"
k -q rebuild; echo "exit $?"
k -q search 点灯式 | head -n 2
k import pages.docx; echo "exit $?"
