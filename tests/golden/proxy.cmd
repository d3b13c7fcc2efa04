kirinuki -q -C ws init --bare
kirinuki -q -C ws config set crawl.contact press@example.jp
kirinuki -q -C ws source add https://news.example/rss.xml
kirinuki -q -C ws config set crawl.proxy http://127.0.0.1:1
kirinuki -q -C ws config set crawl.proxy_user tanaka
kirinuki -q -C ws config set crawl.proxy_password_file "$PWD/secret"
printf 'Canary4711\n' >secret
chmod 644 secret
kirinuki -C ws crawl
chmod 600 secret
kirinuki -q -c crawl.gap_ms=0 -C ws source check https://news.example/rss.xml 2>&1 | grep -o 'the proxy cannot be reached' | sort -u
kirinuki -q -c crawl.proxy_password_command='false' -C ws source check https://news.example/rss.xml
kirinuki -q -c crawl.proxy_password_file= -c crawl.proxy_password_command='sh -c "exit 3"' -C ws source check https://news.example/rss.xml
kirinuki -q -C ws config set crawl.proxy http://tanaka:Canary4711@proxy.example:8080
kirinuki -q -c crawl.allow_addresses='10.0.0.0/8;10.1.2.3/8' -C ws source check https://news.example/rss.xml
kirinuki -C ws config list | grep proxy
grep -rc Canary4711 ws | grep -v ':0$'
echo "no canary in the workspace: $?"
