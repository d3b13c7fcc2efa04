# Damage is found, named with what mends it, and what is left can be saved elsewhere; the
# damaged workspace is not touched by that.
k() { kirinuki -C w --now 2026-05-01T09:00:00+09:00 "$@"; }
new() {
    rm -rf w; mkdir w; tar --zstd -xf "$FIXTURES/stores/schema-2.tar.zst" -C w
    k -q rebuild
}
damage() { # damage FILE OFFSET: other bytes than were there
    printf 'damaged' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
largest() { ls -S w/store/*."$1" | head -n 1; }
new
echo "== nothing wrong"
k verify --quick; k verify --links; k --json verify; echo "exit $?"
echo "== the index is behind, or gone"
mv w/index away; k verify; echo "exit $?"; k --json verify | head -n 1; mv away w/index
echo "== saved from a sound one: the same"
k export --canonical >before
rows() { sed 's/[0-9]* rows are saved/N rows are saved/'; }
k verify --salvage saved 2>&1 | rows; echo "exit ${PIPESTATUS[0]}"
kirinuki -C saved verify; kirinuki -C saved export --canonical | diff before - && echo the same
cat saved/salvage.txt; ls saved
k verify --salvage saved; echo "exit $?"
k verify --salvage w/inside; echo "exit $?"
echo "== a damaged table"
table=$(largest sst); damage "$table" 300
k -q verify | sed 's/in .*sst//; s/block checksum.*/block checksum …/'
find w -type f -exec sha256sum {} + | sort -k 2 >sums
rm -rf saved
k -q verify --salvage saved >lost; echo "exit $?"
find w -type f -exec sha256sum {} + | sort -k 2 | cmp - sums && echo untouched
[ -s lost ] && cmp lost saved/salvage.txt && echo listed
kirinuki -q -C saved verify; echo "exit $?"
echo "== the lists of the database are gone"
new; rm w/store/MANIFEST-* w/store/CURRENT; rm -rf saved
k verify; echo "exit $?"
k verify --salvage saved 2>&1 | rows; echo "exit ${PIPESTATUS[0]}"
kirinuki -q -C saved verify; kirinuki -C saved export --canonical | diff before - && echo the same
