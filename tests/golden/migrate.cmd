# A store of each layout there ever was opens, is whole, and says the same as the newest one.
k() { kirinuki -C w --now 2026-05-01T09:00:00+09:00 "$@"; }
newest=$(ls "$FIXTURES"/stores/schema-*.tar.zst | sed 's/.*schema-//; s/\..*//' | sort -n | tail -n 1)
for layout in $(seq 1 "$newest"); do
    echo "== layout $layout"
    rm -rf w; mkdir w
    tar --zstd -xf "$FIXTURES/stores/schema-$layout.tar.zst" -C w
    cp -r w before
    k migrate --dry-run; echo "exit $?"
    diff -r before/store w/store && echo untouched
    k export --canonical | tee "canonical-$layout" | wc -l
    k migrate; echo "exit $?"
    k migrate
    k -q index; k verify --links; echo "exit $?"
    k -q rebuild; k verify; k clips
    k search 見守り --count | head -n 1
    rm -rf before
done
cmp canonical-1 "canonical-$newest" && echo the same

