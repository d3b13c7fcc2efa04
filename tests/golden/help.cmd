kirinuki --help
kirinuki search --help
kirinuki --version
kirinuki search --limit x; echo "exit $?"
kirinuki --now yesterday status; echo "exit $?"
