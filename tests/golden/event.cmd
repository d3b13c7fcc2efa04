# Texts on the same thing (同じ話題): one event above stories and their copies.
export COLUMNS=100
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.name 県土整備部 2>/dev/null
cat >r1.md <<'R'
---
id: R-1
title: 三ツ森吊り橋の架け替え方針について
date: 2026-04-17T10:00:00+09:00
organisation: 県土整備部
---
県土整備部は、三ツ森吊り橋の架け替え方針を決めました。新しい橋は長さ118メートルの鋼アーチ橋とし、総事業費は9億4000万円、2029年3月の開通をめざします。歩道の幅は2.5メートルです。
R
k -q release add r1.md
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","site_name":"朝野新聞","title":"三ツ森吊り橋、鋼アーチ橋に　県が架け替え方針","text":"県は17日、佐波川の三ツ森吊り橋を長さ118メートルの鋼アーチ橋に架け替える方針を発表した。総事業費は9億4000万円、2029年3月の開通をめざす。歩道の幅は2.5メートルで、いまの吊り橋の倍になる。","published":"2026-04-17T11:00:00+09:00"}
{"id":"2","url":"https://haya.example/1","site_name":"早耳","title":"鋼アーチ橋へ架け替え　三ツ森吊り橋、2029年春に開通","text":"通学路の三ツ森吊り橋が鋼アーチ橋になる。県土整備部が17日に示した方針によると、長さは118メートル、総事業費9億4000万円で、歩道の幅は2.5メートル。2029年3月に渡れるようになる。","published":"2026-04-17T15:00:00+09:00"}
{"id":"3","url":"https://copy.example/1","site_name":"町の便り","title":"橋が新しくなる","text":"（早耳）通学路の三ツ森吊り橋が鋼アーチ橋になる。県土整備部が17日に示した方針によると、長さは118メートル、総事業費9億4000万円で、歩道の幅は2.5メートル。2029年3月に渡れるようになる。","published":"2026-04-17T18:00:00+09:00"}
{"id":"4","url":"https://mura.example/1","site_name":"村報","title":"隣町の久米隧道、照明が消え片側通行に","text":"町は17日、久米隧道の照明52基が消えたため片側交互通行にした。落雷で配電盤が焼けたとみている。通学路で、児童31人が迂回する。県の点検は来週になる見通し。","published":"2026-04-17T12:00:00+09:00"}
A
k -q import a.ndjson
k -q index
k -q link
id() { k -q --json export --only article | sed -n "s/.*\"id\":\"\([0-9a-f]*\)\".*\"url\":\"https:\/\/$1.example\/1\".*/\1/p"; }
for site in asa copy mura; do
    echo "== $site"
    k -q show "$(id $site)" | sed -n '/同じ話題/,$p'
done
k -q --json show "$(id haya)" | grep '"type":"event_article"'
echo "== clips"
k clips --release R-1 --group=event
k -q --json clips --release R-1 | grep -o '"event":"[0-9a-f]*"'
k clips --group=story
echo "exit $?"
echo "== search"
k search 鋼アーチ橋
k search 鋼アーチ橋 --group=event
k -q --json search 通学路 --group=event --sort=date | grep -o '"title":"[^"]*"\|"event":"[0-9a-f]*"\|"n_copies":[0-9]*\|"total":[0-9]*\|"unique":[0-9]*'
k search 鋼アーチ橋 --group=none --count
k search 鋼アーチ橋 --group=day
echo "exit $?"
k search 鋼アーチ橋 --group=event --all
echo "exit $?"
echo "== exports"
k -q --json export --only event
k -q --json export --only clip | grep -c '"event":'
k report --release R-1 --format csv | sed -n '1,4s/.*,//p'
k report --release R-1 --format jsonl | grep -o '"story":"[0-9a-f]*","event":"[0-9a-f]*"'
k -q verify
