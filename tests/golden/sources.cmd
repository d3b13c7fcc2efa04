k() { kirinuki -C ws --now 2026-04-13T09:00:00+09:00 "$@"; }
k -q init --bare
k source add https://news.example/rss.xml?utm_source=x --title ニュース
k source add https://news.example/rss.xml
k source add ftp://news.example/x; echo "exit $?"
cat >more.opml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>t</title></head><body>
<outline text="地方紙"><outline text="港の新聞" type="rss" XMLURL="https://minato.example/feed"/></outline>
<outline text="壁の新聞" xmlUrl="https://kabe.example/feed" disabled="true" disabledReason="自動取得を断っている" terms="利用規約第3条"/>
</body></opml>
X
k source import more.opml
k source import more.opml
k source list --all
k source enable https://kabe.example/feed
k source disable https://minato.example/feed --reason -休刊-
k source backfill --days -5; echo "exit $?"
k source remove https://news.example/rss.xml
k source show https://minato.example/feed
k source list --problems
k source export
k source show nothing-of-the-kind; echo "exit $?"
