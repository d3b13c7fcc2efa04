# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack when the package is there. cpack's outer archive tells the umask and the
# minute; dpkg's own builder obeys SOURCE_DATE_EPOCH throughout, so it packs anew what is
# inside.
foreach(package ${CPACK_PACKAGE_FILES})
  set(tree ${package}.tree)
  execute_process(COMMAND dpkg-deb --raw-extract ${package} ${tree} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND dpkg-deb --root-owner-group -Zxz --build ${tree} ${package}
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE_RECURSE ${tree})
endforeach()
