# How every target is compiled, and the two functions that declare modules and tests.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(KIRINUKI_TESTS "build the tests" ON)
option(KIRINUKI_BENCH "build the benchmarks" ON)
option(KIRINUKI_FUZZ "build the fuzz targets for libFuzzer (clang)" OFF)
option(KIRINUKI_AFL "build the fuzz targets for AFL++ (afl-clang-fast)" OFF)
option(KIRINUKI_WERROR "treat warnings as errors" OFF)
option(KIRINUKI_HARDEN "hardening flags of the release build" OFF)
set(KIRINUKI_SANITIZE "" CACHE STRING "list for -fsanitize=")
option(KIRINUKI_COVERAGE "instrument for gcov" OFF)

add_library(kirinuki_options INTERFACE)
target_include_directories(kirinuki_options INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_compile_definitions(kirinuki_options INTERFACE
  _GNU_SOURCE GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74
  KIRINUKI_VERSION="${PROJECT_VERSION}" GETTEXT_DOMAIN="kirinuki")
set(c_warnings -Wstrict-prototypes -Wmissing-prototypes)
target_compile_options(kirinuki_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wwrite-strings -Wcast-qual -Wvla -Wformat=2 -Wundef
  "$<$<COMPILE_LANGUAGE:C>:${c_warnings}>"
  "$<$<BOOL:${KIRINUKI_WERROR}>:-Werror>")
if(KIRINUKI_SANITIZE)
  target_compile_options(kirinuki_options INTERFACE
    -fsanitize=${KIRINUKI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(kirinuki_options INTERFACE -fsanitize=${KIRINUKI_SANITIZE})
  target_compile_definitions(kirinuki_options INTERFACE KIRINUKI_SANITIZED=1)
endif()
# Without it libFuzzer sees which way the target goes, but not the code under test.
if(KIRINUKI_FUZZ)
  target_compile_options(kirinuki_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
# What the compiler and linker do for safety (tests/rules/binary.sh reads it from the
# program), and names of files that do not tell where it was built: two builds of the
# same sources in two folders are the same bytes (scripts/reproduce.sh).
if(KIRINUKI_HARDEN)
  include(CheckPIESupported)
  check_pie_supported()
  # A compiler cache may name the sources from the folder of the build.
  file(RELATIVE_PATH to_sources ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  target_compile_options(kirinuki_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${PROJECT_BINARY_DIR}=build
    -ffile-prefix-map=${to_sources}=)
  target_compile_definitions(kirinuki_options INTERFACE
    "$<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|i.86)$")
    target_compile_options(kirinuki_options INTERFACE -fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    target_compile_options(kirinuki_options INTERFACE -mbranch-protection=standard)
  endif()
  target_link_options(kirinuki_options INTERFACE
    -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed -Wl,--build-id=sha1)
endif()
if(KIRINUKI_COVERAGE)
  target_compile_options(kirinuki_options INTERFACE --coverage)
  target_link_options(kirinuki_options INTERFACE --coverage)
endif()

# kiri_module(NAME SOURCES a.c b.c [LINK libs…]): the static library kirinuki_NAME.
function(kiri_module name)
  cmake_parse_arguments(M "" "" "SOURCES;LINK" ${ARGN})
  add_library(kirinuki_${name} STATIC ${M_SOURCES})
  target_include_directories(kirinuki_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(kirinuki_${name} PUBLIC kirinuki_options ${M_LINK})
endfunction()

# kiri_unit_test(NAME [LINK libs…] [SOURCES more.c]): tests/unit/test_NAME.c as a GLib test program.
function(kiri_unit_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LINK" ${ARGN})
  add_executable(test_${name} test_${name}.c ${T_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${T_LINK})
  target_compile_definitions(test_${name} PRIVATE
    KIRINUKI_SOURCE_DIR="${PROJECT_SOURCE_DIR}" KIRINUKI_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test_${name} --tap)
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 600)
endfunction()
