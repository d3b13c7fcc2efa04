kirinuki extract --url https://news.example/a --content-type text/html "$FIXTURES/random.bin"
echo "extract: $?"
kirinuki parse-feed --url https://news.example/f "$FIXTURES/random.bin"
