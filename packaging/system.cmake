# SPDX-License-Identifier: GPL-3.0-or-later
# Run by the installation, not by the build: one build serves every prefix, so what names
# paths is written when the prefix is known. Given: SOURCE and WORK (folders), UNITS,
# TIMERS, VERSION, and CMAKE_INSTALL_PREFIX.
set(BIN ${CMAKE_INSTALL_PREFIX}/bin)
set(DOCS ${CMAKE_INSTALL_PREFIX}/share/doc/kirinuki)
set(SYSCONF ${CMAKE_INSTALL_PREFIX}/etc)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(SYSCONF /etc)
endif()

# put(FOLDER FILE NAME): below $DESTDIR, with the mode of a file that all may read.
function(put folder file name)
  file(INSTALL DESTINATION ${folder} TYPE FILE RENAME ${name} FILES ${file})
endfunction()

file(READ ${SOURCE}/systemd/hardening.conf HARDENING)
string(STRIP "${HARDENING}" HARDENING)
# Each unit twice: for the usual workspace, and for one of several by its name.
function(put_unit name type)
  set(in ${SOURCE}/systemd/${name}.${type}.in)
  foreach(at "" "@")
    if(at)
      set(OF_INSTANCE " (%i)")
      set(AT_INSTANCE "@%i")
      set(DASH_INSTANCE "-%i")
      set(INSTANCE_DASH "%i-")
    endif()
    configure_file(${in} ${WORK}/units/${name}${at}.${type} @ONLY)
    put(${CMAKE_INSTALL_PREFIX}/lib/systemd/system ${WORK}/units/${name}${at}.${type} ${name}${at}.${type})
  endforeach()
endfunction()
foreach(name ${UNITS})
  put_unit(${name} service)
endforeach()
foreach(name ${TIMERS})
  put_unit(${name} timer)
endforeach()
put(${CMAKE_INSTALL_PREFIX}/lib/sysusers.d ${SOURCE}/systemd/kirinuki.sysusers kirinuki.conf)
put(${CMAKE_INSTALL_PREFIX}/lib/tmpfiles.d ${SOURCE}/systemd/kirinuki.tmpfiles kirinuki.conf)
put(${SYSCONF}/logrotate.d ${SOURCE}/logrotate.conf kirinuki)
put(${SYSCONF}/default ${SOURCE}/kirinuki.default kirinuki)

# A Debian package names its licence in "copyright", and keeps its changes compressed.
# string(TIMESTAMP) and gzip obey SOURCE_DATE_EPOCH and -n, so the bytes do not tell when.
function(put_gzipped file name)
  execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${WORK}/${name} COMMAND_ERROR_IS_FATAL ANY)
  put(${DOCS} ${WORK}/${name} ${name})
endfunction()
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  put(${DOCS} ${SOURCE}/debian/copyright copyright)
  put(${CMAKE_INSTALL_PREFIX}/share/lintian/overrides ${SOURCE}/debian/lintian-overrides kirinuki)
  string(TIMESTAMP DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
  configure_file(${SOURCE}/debian/changelog.in ${WORK}/changelog @ONLY)
  put_gzipped(${WORK}/changelog changelog.Debian.gz)
  put_gzipped(${SOURCE}/../CHANGELOG.md changelog.gz)
else()
  put(${DOCS} ${SOURCE}/../LICENSE LICENSE)
endif()
