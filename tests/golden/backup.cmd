# A copy of the workspace, whole or not at all, and a workspace from it again.
k() { kirinuki -C w --now "$now" "$@"; }
sums() { sed 's/in [0-9]* files of [0-9]* bytes/in N files of N bytes/'; }
now=2026-04-20T09:00:00+09:00
k -q init --bare; k -q config set organisation.name 暮らし安全省
k -q medium add asa name=朝の新聞 kind=全国紙 domains=asa.example tier=1
mkdir w/rules; echo '# own rule' >w/rules/own.txt; ln -s /etc/passwd w/link
printf 'secret of the mail server\n' >w/password; chmod 600 w/password
k -q config set mail.password_file password
k -q clip add --medium asa --form newspaper --date 2026-04-14 --title 見守り訪問始まる
k -q index
echo "== where to"
k backup; echo "exit $?"
k backup w/inside; echo "exit $?"
k backup f.tar.zst --keep 2; echo "exit $?"
echo "== folders, of which two stay"
for day in 20 21 22; do
    now=2026-04-${day}T09:00:00+09:00
    k backup copies 2>&1 --keep 2 | sums
done
ls copies; ls -A w | grep backup; ls copies/*22T*/workspace copies/*22T*/workspace/rules
grep -l 'secret of the mail' -r copies
k backup copies; echo "exit $?"
echo "== an archive"
k backup one.tar.zst 2>&1 | sums; k backup one.tar.zst; echo "exit $?"
tar --zstd -tf one.tar.zst | grep -v '^store/'; stat -c %a one.tar.zst
echo "== back again"
k export --canonical >before
k restore one.tar.zst; echo "exit $?"
for from in copies/*22T* one.tar.zst; do
    rm -rf new; kirinuki -C new restore "$from"; echo "exit $?"
    kirinuki -C new verify; kirinuki -C new export --canonical | cmp - before
    kirinuki -C new search 見守り --count; cat new/rules/own.txt; stat -c %a new new/settings.ini
done
echo "== what is damaged is not used"
cp -r copies/*22T* cut; rm cut/store/CURRENT
kirinuki -C no1 restore cut; echo "exit $?"
cp -r copies/*22T* flipped; printf 'x' | dd of=flipped/workspace/settings.ini conv=notrunc status=none
kirinuki -C no2 restore flipped; echo "exit $?"
head -c 3000 one.tar.zst >cut.tar.zst
kirinuki -C no3 restore cut.tar.zst; echo "exit $?"
mkdir nothing; kirinuki -C no4 restore nothing; echo "exit $?"
kirinuki -C no5 restore none; echo "exit $?"
sed 's#workspace/rules/own.txt#workspace/../../own.txt#' -i flipped/manifest.json
kirinuki -C no6 restore flipped; echo "exit $?"
sed 's#"format":1#"format":99#' -i cut/manifest.json
kirinuki -C no7 restore cut; echo "exit $?"
ls -d no* new.restoring 2>/dev/null
echo "== no room"
k backup /dev/full/x; echo "exit $?"
