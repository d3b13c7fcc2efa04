# Bytes as UTF-8: by label where it is right, by the bytes where it lies.
printf '\223\214\213\236\201A\207@\265\335\304' >sjis.txt
printf '\305\354\265\376\244\313\300\262\244\354\264\326' >euc.txt
printf '\033$BEl5~\033(B \033(I5]D\033(B' >jis.txt
printf '\161\147\254\116' >wide.txt
printf '<meta charset=utf-8><title>\223\214\213\236\202\251\202\347\202\314\222m\202\347\202\271' >lie.html
for type in 'text/plain; charset=shift_jis' 'text/plain; charset=utf-8' 'text/plain'; do
    for file in sjis euc jis; do
        kirinuki decode --content-type "$type" $file.txt
        echo
    done
done
kirinuki decode --content-type 'text/plain; charset=utf-16' wide.txt
echo
kirinuki decode --content-type 'text/html; charset=euc-jp' lie.html
echo
echo '{"id":"1","path":"lie.html","content_type":"text/html"}' | kirinuki decode --batch
