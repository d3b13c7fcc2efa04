export LANG=ja_JP.UTF-8 LC_ALL=
unset LANGUAGE
kirinuki -C nowhere search 年休
