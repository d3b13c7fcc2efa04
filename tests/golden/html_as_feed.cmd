printf '<!DOCTYPE html><html><head><title>ニュース</title></head><body><p>本文</p></body></html>' >page.html
kirinuki parse-feed --url https://news.example/ page.html
