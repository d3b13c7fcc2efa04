# What is past its retention: listed as rows and as CSV, and gone only with --yes; what a run
# does of it by itself.
k() { kirinuki -C w --now "$now" "$@"; }
now=2026-04-20T09:00:00+09:00
k -q init --bare; k -q config set organisation.name 暮らし安全省
k -q medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1 evidence_days=30
cp "$FIXTURES"/pages/*.html . 2>/dev/null
page=$(ls *.html | head -n 1)
printf 'https://asa.example/1\t%s\ttext/html\t2026-04-14T07:00:00+09:00\n' "$page" >pages.tsv
k -q import pages.tsv
k -q report --morning --format text >/dev/null 2>&1
k prune; echo "exit $?"
echo "== after 30 days"
now=2026-05-20T09:00:00+09:00
k prune --csv gone.csv; sed 's/\r$//' gone.csv
k -q run 2>/dev/null; k prune -n | wc -l
k -q config set prune.auto all; now=2026-05-21T09:00:00+09:00
k run 2>&1 | grep 'goes:\|gone'
k prune; k verify; echo "exit $?"
echo "== papers (保存期間), by a person only"
k -q config set report.retention_years 3
now=2030-03-31T09:00:00+09:00; k prune
now=2030-04-01T09:00:00+09:00; k run 2>&1 | grep 'goes:\|gone'; k prune
k prune --yes --dry-run | wc -l; k prune --yes; k prune
k verify; echo "exit $?"
