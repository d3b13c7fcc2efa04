# The ledger as a workbook: sheets, headings, words, dates as days, numbers as numbers.
k() { kirinuki -C ws "$@"; }
k -q init --bare
cat >media.csv <<'M'
id,name,kind,domains,tier,monthly_page_views,valid_from,valid_to,source,confidence
asa,朝の新聞,national_paper,asa.example,1,120000000,2026-04-01,2027-03,=媒体資料,published
M
cat >rates.csv <<'R'
medium,kind,unit,rank,price_yen,source
asa,,column_cm,in_text,200000,料金表
,tv,second,,5000,相場
R
k -q medium import media.csv; k -q rate import rates.csv
k medium export --format xlsx ledger.xlsx
k -q medium export --format xlsx again.xlsx; cmp ledger.xlsx again.xlsx && ls
python3 - <<'P'
import re, zipfile
z = zipfile.ZipFile('ledger.xlsx')
words = re.findall('<t[^>]*>(.*?)</t>', z.read('xl/sharedStrings.xml').decode())
print(re.findall('sheet name="(.*?)"', z.read('xl/workbook.xml').decode()))
for i in (1, 2, 3):
    sheet = z.read('xl/worksheets/sheet%d.xml' % i).decode()
    print('frozen' if 'state="frozen"' in sheet else 'loose', re.findall('<autoFilter ref="(.*?)"', sheet))
    for row in re.findall('<row .*?</row>', sheet):
        print(' | '.join(words[int(v)] if t else v or ''
              for t, v in re.findall('<c r="[A-Z]+[0-9]+" s="[0-9]+"( t="s")?/?>(?:<v>(.*?)</v></c>)?', row)))
P
k medium export --format pdf x.pdf; echo "exit $?"
k medium export --format xlsx; echo "exit $?"
k medium export --format xlsx no/such/folder.xlsx; echo "exit $?"
