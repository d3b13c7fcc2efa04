kirinuki -q -C ws init --bare --contact pr@example.org
kirinuki -C ws config get crawl.contact
kirinuki -C ws config set crawl.gap_ms 500
kirinuki -C ws config get crawl.gap_ms
kirinuki -C ws -c crawl.gap_ms=7 config get crawl.gap_ms
kirinuki -C ws config set crawl.gap_ms many; echo "exit $?"
kirinuki -C ws config set no.such thing; echo "exit $?"
kirinuki -C ws -c oops config list; echo "exit $?"
grep -A1 'gap_ms' ws/settings.ini
stat -c '%a' ws ws/settings.ini
