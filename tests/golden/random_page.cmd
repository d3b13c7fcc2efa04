# Bytes that are no text: the same ones in every run.
awk 'BEGIN { srand(7); for (i = 0; i < 4000; i++) printf "%c", int(rand() * 256) }' >random.html
kirinuki extract --url https://news.example/a --content-type text/html random.html | sed 's/.*"authors"/"authors"/' | cut -c1-60
echo "extract: ${PIPESTATUS[0]}"
kirinuki parse-feed --url https://news.example/f random.html
