# Who wrote the coverage, by the bylines; desks and wires are no persons.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"喫茶店が閉店","text":"駅前で親しまれた喫茶店が月末で店を閉じる。","authors":["山田 太郎"],"site_name":"あさ新報","published":"2026-04-13T10:40:00+09:00"}
{"id":"2","url":"https://yugata.example/2","title":"喫茶店、来月開店","text":"港の倉庫が喫茶店になる。","authors":["山田太郎","社会部"],"site_name":"ゆうがた","published":"2026-04-15T17:00:00+09:00"}
{"id":"3","url":"https://haya.example/3","title":"初雪","text":"県内で初雪が観測された。","authors":["佐藤花子"],"published":"2026-04-13T05:10:00+09:00"}
A
k -q import a.ndjson; k -q index
k -q topic add 喫茶店 喫茶店 --id cafe >/dev/null; k -q link
k people list
k people list --since 2026-04-16; echo "exit $?"
k people show '山田　太郎' --topic cafe
k --json people list
k people forget 山田太郎; k people show 山田太郎; echo "exit $?"
k people show; echo "exit $?"
k people list 山田; echo "exit $?"
