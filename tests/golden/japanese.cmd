export LANG=ja_JP.UTF-8 LC_ALL=
unset LANGUAGE
kirinuki search --help
kirinuki -C nowhere search 年休
echo "exit $?"
kirinuki -q -C ws init --bare
kirinuki -C ws status
printf '<html>' >page
kirinuki parse-feed page
