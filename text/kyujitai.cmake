# Turns dictionaries/kyujitai.tsv (INPUT) into rows of a C table (OUTPUT): one
# {old, new} pair of character constants for each line. Run with cmake -P.
file(STRINGS "${INPUT}" lines ENCODING UTF-8)
set(rows "")
foreach(line IN LISTS lines)
  if(line MATCHES "^#" OR line STREQUAL "")
    continue()
  endif()
  if(NOT line MATCHES "^([^\t]+)\t([^\t]+)$")
    message(FATAL_ERROR "'${INPUT}': a line is not two words with a tab between: '${line}'")
  endif()
  string(APPEND rows "{U'${CMAKE_MATCH_1}', U'${CMAKE_MATCH_2}'},\n")
endforeach()
file(WRITE "${OUTPUT}" "${rows}")
