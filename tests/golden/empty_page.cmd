: >empty.html
kirinuki extract --url https://news.example/a empty.html
