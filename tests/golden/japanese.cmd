export LANG=ja_JP.UTF-8 LC_ALL=
unset LANGUAGE
kirinuki search --help
kirinuki -C nowhere search 年休
echo "exit $?"
kirinuki -q -C ws init --bare
kirinuki -C ws status | sed "/ [kMGT]B/d" # what the disk says is the machine's
kirinuki -C ws topic show nothing
kirinuki -C ws topic add 休暇 年休 --colour red
kirinuki -q -C ws topic add 休暇 年休 --id leave >/dev/null
kirinuki -C ws --now 2026-04-14T09:00:00+09:00 topic edit leave --owner 広報室 --media 朝の新聞 >/dev/null
kirinuki -C ws topic show leave | tail -n +2
kirinuki -q -C ws topic edit leave --media= >/dev/null
printf '{"id":"a","title":"年休を取る","text":"年休を時間で取る人が増えた。","published":"2026-04-13"}\n' >a.ndjson
kirinuki -q -C ws import a.ndjson; kirinuki -q -C ws index; kirinuki -q -C ws link
kirinuki -C ws search 年休 --facets=class,month
kirinuki -C ws search 有休 --explain-query
printf '<html>' >page
kirinuki parse-feed page
