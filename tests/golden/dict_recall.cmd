# What a keyword finds never depends on the dictionary; what is ranked does.
k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 "$@"; }
k -q init --bare
cat >a.ndjson <<'E'
{"id":"a","title":"進撃の巨人が映画に","text":"人気漫画「進撃の巨人」の実写映画化が決まった。\n主演は剛力彩芽。"}
{"id":"b","title":"時間単位年休の上限","text":"時間単位の年休について、働き方改革の一環として見直す。\nＡＫＢ４８も年休を取る。"}
{"id":"c","title":"巨人が連勝","text":"プロ野球の巨人は阪神に勝ち、進撃を続けている。"}
{"id":"d","title":"AKB48の新曲","text":"AKB48が新曲を発表。きゃりーぱみゅぱみゅも登場した。"}
E
k -q import a.ndjson
k -q index
ask() {
    for word in 進撃 巨人 撃の 進撃の巨人 の巨 剛 彩芽 年休 単位年 働き方 方改 AKB AKB48 ぱみゅ ゅぱ きゃりー 勝ち 休; do
        printf '%s: ' "$word"
        k -q --json search "$word" | grep -o '"import_id":"[^"]*"' | sort | tr '\n' ' '
        echo
    done
}
ask >before; cat before
k -q dict add word 進撃の巨人; k -q dict add word 剛力彩芽 person; k -q dict add word 時間単位年休 noun
k -q dict accept AKB48 きゃりーぱみゅぱみゅ 働き方改革
ask >meanwhile; diff before meanwhile && echo "the same before the index knows"
k index 2>&1 | grep anew
k index 2>&1 | grep -c anew
ask >after; diff before after && echo "the same after"
k verify >/dev/null; echo "verify: exit $?"
k -q --json search --like '進撃の巨人' | grep -o '"import_id":"[^"]*"' | head -n 1
k -q dict remove word 進撃の巨人 剛力彩芽 時間単位年休 AKB48 きゃりーぱみゅぱみゅ 働き方改革
ls ws/dictionaries
k index 2>&1 | grep anew
ask >last; diff before last && echo "the same without"
