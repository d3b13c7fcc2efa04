# The digest as a mail: every line of head and text; nothing is sent, and slips are told.
k() { kirinuki -C ws --now 2026-04-14T07:30:00+09:00 "$@"; }
k -q init --bare
k -q topic add 朝市 朝市 --id ichi >/dev/null
cat >media.csv <<'END'
id,name,kind,domains,tier
asa,朝の新聞,national_paper,asa.example,1
yu,夕べの新聞,local_paper,yu.example,2
END
k -q medium import media.csv
cat >articles.ndjson <<'END'
{"id":"a1","url":"https://asa.example/1?a=1&b=2","title":"漁港の朝市、毎週日曜に　海辺町","text":"海辺町は10日、漁港の朝市を5月から毎週日曜日に開くと発表した。干物や海藻など32店が出店する。","published":"2026-04-13T08:00:00+09:00"}
{"id":"a2","url":"https://yu.example/2","title":"<b>朝市</b> & \"思い出\"\r\nBcc: all@example.jp","text":"祖母と歩いた海辺町の朝市を思い出す。","published":"2026-04-12"}
END
k -q import articles.ndjson; k -q index; k -q link
echo "== slips"
k digest; echo "exit $?"
k digest --topic ichi; echo "exit $?"
k digest --topic ichi --to a@example.jp; echo "exit $?"
k -q config set mail.server mail.example.jp
k digest --topic ichi --to a@example.jp; echo "exit $?"
k -q config set mail.from '広報課 <koho@example.jp>'
k digest --topic ichi --to $'a@example.jp\r\nBcc: b@example.jp'; echo "exit $?"
k digest --topic ichi --to 広報@example.jp; echo "exit $?"
k digest --topic ichi --to a@example.jp --attach doc 2>&1 | cut -d ";" -f 1
k digest --topic ichi --to a@example.jp --since last; echo "exit $?"
k -c mail.tls=none digest --topic ichi --to a@example.jp; echo "exit $?"
k -q --offline digest --topic ichi --to a@example.jp; echo "exit $?"
k digest --status; echo "exit $?"
echo "== mail"
k -c mail.unsubscribe='https://example.jp/stop' digest --topic ichi --to '田中 <a@example.jp>' --to b@例え.jp --attach csv --dry-run x.eml
tr -d '\r' <x.eml | sed '/^$/q'
cat >parts.py <<'END'
import email, email.policy, sys
m = email.message_from_file(open(sys.argv[1], newline=""), policy=email.policy.default)
defects = [d for p in m.walk() for d in list(p.defects) + [d for _, v in p.items() for d in getattr(v, "defects", ())]]
print(m["Subject"], "|", m["From"], "|", m["To"], "| defects:", defects)
for p in m.walk():
    print(p.get_content_type(), p.get_filename() or "")
print(m.get_body(("plain",)).get_content().replace("\r", ""))
print(m.get_body(("html",)).get_content().replace("\r", ""))
END
python3 parts.py x.eml
k -c mail.lang=en digest --from 2026-04-12 --to 2026-04-12 --to a@example.jp --dry-run en.eml
python3 parts.py en.eml | sed '/^<!DOCTYPE/,$d'
echo "== mailings"
k digest list add 朝 --to '課長 <kacho@example.jp>' --topic ichi --at 7:30 --days workdays --attach csv
k digest list edit 朝 --at none --days sometimes; echo "exit $?"
k digest list stop 朝
k -q --json digest list edit 朝 --attach none --at none --skip-empty | head -n 1
k -q --json digest list edit 朝 --attach csv --attach html --at 07:30 --send-empty | head -n 1
k --json digest list
k digest list edit 朝 --topic none | grep about
k digest list edit 朝 --release none --topic ichi; echo "exit $?"
k digest list remove 朝; k digest --list 朝; echo "exit $?"
