# After ten verdicts the clips that nobody decided about follow them, and say so.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
for i in $(seq 10 39); do
    if [ $((i % 2)) = 0 ]; then text="厚労省は年休の取得率を公表した。業種${i}の結果。"
    else text="競馬の第${i}レースでは前年休場の馬が勝った。"; fi
    printf '{"id":"%s","url":"https://asa.example/%s","title":"記事%s","text":"%s","published":"2026-04-%sT09:00:00+09:00"}\n' $i $i $i "$text" $((i % 19 + 10))
done >a.ndjson
k -q import a.ndjson; k -q index
k -q topic add 年休 年休 --id nenkyu; k -q link
k clips --review; echo "exit $?"
# Twelve rows of the sheet, by the headline's number
k -q review export --topic nenkyu sheet.csv
awk -F, -v OFS=, 'match($15, /[0-9]+/) { n = substr($15, RSTART); if (n < 22) $2 = n % 2 ? "否" : "採" } { print }' sheet.csv >filled.csv
k review import filled.csv --by 山田 | wc -l
k topic show nenkyu
k -q link
k topic show nenkyu; k -q --json topic show nenkyu | grep '"learned"'
k clips --review | cut -c10-
k review export --topic nenkyu next.csv; sed -n 2p next.csv | tr -d '\r' | cut -d, -f15-18
k topic try 年休 | grep -i -e verdict -e precis
echo "== off and on again"
k -q topic edit nenkyu --learning off; k -q link; k clips --review; echo "exit $?"; k topic show nenkyu | tail -n 1
k -q topic edit nenkyu --learning on; k -q link; k clips --review | wc -l
k topic edit nenkyu --learning maybe; echo "exit $?"
