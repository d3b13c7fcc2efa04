# The Debian package (cpack -G DEB) of an installation below /usr.
set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/staged.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/packed.cmake)
set(CPACK_PACKAGE_NAME kirinuki)
set(CPACK_PACKAGE_CONTACT "kirinuki maintainers <maintainers@kirinuki.invalid>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "\
kirinuki watches news media for a Japanese PR department, keeps every article
that matters as evidence, ties each one to the announcement it covers, says
what that coverage was worth and how many people it reached, and writes
reports that someone else can check.

One program with an embedded store and an embedded index; it runs as a
service or by timers, for one office or several.")
# Linked libraries are found by dpkg-shlibdeps; the rest is what the program opens or runs
# by name: MeCab's dictionary and the maker of users' own, fonts of reports, the roots of
# TLS, time zones of the timers, and what makes the user and the folders.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
string(JOIN ", " CPACK_DEBIAN_PACKAGE_DEPENDS
  mecab-ipadic-utf8 mecab-utils fonts-noto-cjk ca-certificates tzdata
  "systemd | systemd-standalone-sysusers" "systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-color-emoji, logrotate, systemd")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, prometheus-node-exporter")
set(debian ${CMAKE_CURRENT_SOURCE_DIR}/debian)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${debian}/postinst ${debian}/prerm ${debian}/postrm ${debian}/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
