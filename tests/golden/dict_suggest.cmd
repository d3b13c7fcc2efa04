k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 "$@"; }
k -q init --bare
k dict suggest; echo "nothing: exit $?"
i=0
for before in 昨日、 担当者によると、 新しい 全国で 会見で 春から 市内の 初めて; do
    for behind in が始まる。 を開設した。 の利用者は増えた。 に相談する人も多い。; do
        i=$((i + 1))
        printf '{"id":"a%s","url":"https://www.%s.example.jp/%s","published":"2026-03-%02dT09:00:00+09:00","title":"第%s報","text":"%sつながらない権利%s\\n%sこども安心ダイヤル%s\\n関連リンク"}\n' \
            $i $((i % 3)) $i $((i % 28 + 1)) $i "$before" "$behind" "$before" "$behind"
    done
done >a.ndjson
k -q import a.ndjson
k dict suggest 2>&1 | sed 's/^    [0-9a-f]*/    ID/'
k -q -v dict suggest --limit 1 | sed 's/^    [0-9a-f]*/    ID/'
k -q --json dict suggest --limit 1 | sed 's/"id":"[0-9a-f]*"/"id":"ID"/g'
k -q dict suggest --days 20 --limit 1 | sed 's/^    [0-9a-f]*/    ID/'
k dict suggest --sample 10 2>&1 | head -n 1
k dict suggest --least 100; echo "none in so many: exit $?"
k dict suggest --from-releases; echo "no releases: exit $?"
printf '# 相談の窓口\n\n本日、こども安心ダイヤルを開設する。こども安心ダイヤルは無料である。\n\nまた、こども安心ダイヤルの番号は四けたとする。\n' >r.md
k -q release add r.md >/dev/null
k -q dict suggest --from-releases | sed 's/^    [0-9a-f]*/    ID/'
k -q dict accept こども安心ダイヤル --kind proper
k -q dict suggest | sed 's/^    [0-9a-f]*/    ID/'
k dict refuse つながらない権利
k -q dict suggest; echo "refused: exit $?"
k dict list refused; k -q --json dict list refused
k dict remove refused つながらない権利; k -q dict suggest | wc -l
k dict refuse; echo "what: exit $?"
k dict suggest --limit many; echo "no number: exit $?"
k dict suggest now; echo "no such word: exit $?"
k dict accept; echo "what: exit $?"
