# shellcheck shell=bash
# Sourced by ./quickstart and ./check: installs Debian packages that are missing.
# kirinuki_install WHAT…: "build" (what quickstart needs) and "tests".

kirinuki_build_packages="cmake ninja-build gcc g++ pkg-config gettext libglib2.0-dev
    libcurl4-openssl-dev libxml2-dev libgumbo-dev libmecab-dev mecab-ipadic-utf8 mecab-utils libxapian-dev
    librocksdb-dev libseccomp-dev libicu-dev libutf8proc-dev libjansson-dev libzstd-dev
    zlib1g-dev libxxhash-dev libpsl-dev libmicrohttpd-dev libxlsxwriter-dev libpango1.0-dev
    libcairo2-dev fonts-noto-cjk ca-certificates"
kirinuki_tests_packages="clang-format xapian-tools libssl-dev python3 curl poppler-utils qpdf
    shellcheck codespell dpkg-dev lintian systemd"

kirinuki_install()
{
    local wanted=$kirinuki_build_packages missing="" p
    case " $* " in *" tests "*) wanted="$wanted $kirinuki_tests_packages" ;; esac
    for p in $wanted; do
        dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed ||
            missing="$missing $p"
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "these Debian packages are missing:$missing" >&2
        return 1
    fi
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
    fi
    echo "installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    local quiet="-qq -o Dpkg::Use-Pty=0"
    # shellcheck disable=SC2086
    if ! $as_root apt-get $quiet install -y --no-install-recommends $missing >/dev/null 2>&1; then
        $as_root apt-get $quiet update
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get $quiet install -y \
            --no-install-recommends $missing >/dev/null
    fi
}
