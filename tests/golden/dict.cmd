k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 "$@"; }
k -q init --bare
k dict list; echo "nothing yet: exit $?"
k dict add word 進撃の巨人; echo "add: exit $?"
k -q dict add word きゃりーぱみゅぱみゅ person
k -q dict add word 働き方改革 はたらきかたかいかく noun
k dict add word 東京
k -q --json dict add word 指原莉乃 さしはらりの 人名
k dict add word 朝活 asakatsu; echo "no kana: exit $?"
k dict add word 朝活 あさかつ verb; echo "no kind: exit $?"
k dict add word; echo "no word: exit $?"
k dict add name 朝活; echo "no such table: exit $?"
k -q dict add synonyms 厚生労働省 厚労省
k -q dict add synonyms 厚労省 MHLW
k -q dict add synonyms 年休 有休
k dict add synonyms 年休 厚労省; echo "joins two: exit $?"
k dict add synonyms 年休; echo "one word: exit $?"
k dict list; echo "list: exit $?"
k --json dict list synonyms
ls ws/dictionaries
printf '昨日は進撃の巨人を一気に読んだ' >text.txt
kirinuki tokenize text.txt | grep -o '"text":"[^"]*"' | tail -n +2 | tr '\n' ' '; echo
kirinuki -c dictionary.user=ws/dictionaries/words.dic tokenize text.txt | grep -o '"text":"[^"]*"' | tail -n +2 | tr '\n' ' '; echo
k dict check; echo "check: exit $?"
k -q dict remove word 東京; k dict check; echo "check: exit $?"
k dict remove word 東京; echo "not there: exit $?"
# By hand, and not as it should be.
printf '# 放送\n連ドラ\tれんどら\tverb\n朝ドラ\t\n朝ドラ\n' >>ws/dictionaries/words.tsv
printf '米国\t米\nアメリカ\t米国\n' >>ws/dictionaries/synonyms.tsv
k dict check; echo "check: exit $?"
k --json dict check words
k dict rebuild; echo "rebuild: exit $?"
k -q dict remove word 朝ドラ 2>/dev/null; tail -n 2 ws/dictionaries/words.tsv
# Files of others.
printf '時短勤務\tじたんきんむ\tnoun\r\n朝活\r\n！！\r\n' | iconv -f utf-8 -t cp932 >sjis.tsv
k dict import words sjis.tsv; echo "import: exit $?"
k dict import words sjis.tsv; echo "again: exit $?"
printf '!Microsoft IME Dictionary Tool\r\nじどうてちょう\t児童手帳\t名詞\r\n' | iconv -f utf-8 -t utf-16 >ime.txt
k dict import words ime.txt; echo "import: exit $?"
k dict import words nowhere.txt; echo "no file: exit $?"
k dict export words copy.tsv; diff copy.tsv ws/dictionaries/words.tsv && tail -n 3 copy.tsv
k -q dict accept ゆるキャラ --kind noun
k -q dict add word ゆるキャラ大賞 --kind noun 2>said; k -q dict remove word ゆるキャラ大賞 2>said
k dict list words | tail -n 1
# A compiler that fails leaves the old dictionary.
before=$(cksum <ws/dictionaries/words.dic)
k -c dictionary.dir=/nonexistent dict add word 別の語 2>said; echo "no dictionary: exit $?"
cut -d: -f1-2 said
[ "$before" = "$(cksum <ws/dictionaries/words.dic)" ] && echo kept
printf x >ws/dictionaries/words.dic
printf '{"id":"a","text":"進撃の巨人を読む。"}\n' >a.ndjson
k -q import a.ndjson; k index 2>said; echo "damaged: exit $?"; cut -d: -f1-3 said
k -q dict rebuild && k -q index; echo "mended: exit $?"
k dict remove synonyms 有休 MHLW && k dict list synonyms
flock ws/dictionaries kirinuki -C ws dict add word 競合; echo "busy: exit $?"
k -c dictionary.dir=/nonexistent dict check 2>&1 | cut -d: -f1-2
# For programs: every answer has its end.
k -q --json dict refuse 時短 朝活動
k -q --json dict remove word 朝活
k -q --json dict rebuild
