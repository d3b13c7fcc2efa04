export LANG=ja_JP.UTF-8 LC_ALL=
unset LANGUAGE
kirinuki search --help
kirinuki -C nowhere search 年休
echo "exit $?"
kirinuki -q -C ws init --bare
kirinuki -C ws status
kirinuki -C ws topic show nothing
kirinuki -C ws topic add 休暇 年休 --colour red
printf '<html>' >page
kirinuki parse-feed page
