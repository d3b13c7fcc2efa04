kirinuki -q -C ws init --bare
printf '<opml version="2.0"><body><outline xmlUrl="https://a.example/f"\n<x' >bad.opml
kirinuki -C ws source import bad.opml
