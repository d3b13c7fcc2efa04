kirinuki -q -C ws init --bare
kirinuki -q -C ws source add https://news.example/rss.xml
kirinuki -q -C ws crawl
