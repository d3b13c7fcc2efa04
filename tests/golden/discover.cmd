k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 -c crawl.allow_private=yes -c crawl.gap_ms=0 "$@"; }
server=$(dirname "$(command -v kirinuki)")/tests/support/newsroom-server
mkfifo hold
"$server" --port 0 <hold >port &
exec 3>hold
until [ -s port ]; do sleep 0.05; done
port=$(cat port)
{
    k -q init --bare
    "$server" --port "$port" --print-media-csv >media.csv
    k -q medium import media.csv
    k source discover "http://setouchi.localhost:$port/"; echo "exit $?"
    k -q source add --discover "http://setouchi.localhost:$port/" --medium setouchi
    k -q source add "http://hokurei.localhost:$port/sitemap-news.xml" --medium hokurei
    k source set "http://hokurei.localhost:$port/sitemap-news.xml" interval=15 title=北嶺
    k source set "http://hokurei.localhost:$port/sitemap-news.xml" color=red; echo "exit $?"
    k source check "http://setouchi.localhost:$port/private/kaiin-gentei.html"; echo "exit $?"
    k source check "http://setouchi.localhost:$port/nothing.xml"; echo "exit $?"
    k source backfill hokurei; echo "exit $?"
    k source backfill --days 5 hokurei --offline; echo "exit $?"
    k --offline audit --days 3; echo "exit $?"
    k audit --from 2026-04-14 --to 2026-04-14 --no-discover hokurei | head -n 5
    k -q --json audit --days 3 --no-discover --fetch hokurei | grep -o '"type":"[a-z]*","\(medium\|count\)":[^,]*'
    k audit --days 3 --from 2026-04-01; echo "exit $?"
    k audit nobody; echo "exit $?"
} 2>&1 | sed -E "s/:$port/:PORT/g; s/, [0-9]+ ms/, N ms/; s/^[0-9a-f]{8}/IDENTITY/"
exec 3>&-
wait
