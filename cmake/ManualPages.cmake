# Manual pages, which pandoc writes of the documents in docs/: target manual_pages. Where pandoc is
# missing or, for the completions, Python, or the tools cannot be run, there are neither.
find_package(Python3 COMPONENTS Interpreter)
find_program(PANDOC pandoc)

set(can_document OFF)
if(Python3_Interpreter_FOUND AND PANDOC AND NOT CMAKE_CROSSCOMPILING)
    set(can_document ON)
endif()
option(BUILD_DOCUMENTATION "Build and install manual pages and completions" ${can_document})
if(NOT BUILD_DOCUMENTATION)
    return()
endif()
find_program(PANDOC pandoc REQUIRED)

# The date on the pages does not depend on when they are built: SOURCE_DATE_EPOCH, or the day of the
# newest release, or in between that of the last commit.
function(find_date_of_the_pages result)
    file(READ ${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog)
    if(DEFINED ENV{SOURCE_DATE_EPOCH})
        string(TIMESTAMP date %Y-%m-%d UTC)
    elseif(changelog MATCHES "\n## \\[[0-9.]+\\] - ([0-9]+-[0-9]+-[0-9]+)")
        set(date ${CMAKE_MATCH_1})
    else()
        execute_process(COMMAND git log -1 --format=%cs
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
            OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        if(NOT date)
            file(TIMESTAMP ${PROJECT_SOURCE_DIR}/CHANGELOG.md date %Y-%m-%d UTC)
        endif()
    endif()
    set(${result} ${date} PARENT_SCOPE)
endfunction()

set(DOCUMENTS ${PROJECT_SOURCE_DIR}/docs)
set(PAGES ${PROJECT_BINARY_DIR}/man)

# add_manual_page(7 name common.md state.md): common.md becomes name.7, the others are included there
function(add_manual_page section name document)
    set(page ${PAGES}/man${section}/${name}.${section})
    set(filter ${PROJECT_SOURCE_DIR}/packaging/man/manual_page.lua)
    list(TRANSFORM ARGN PREPEND ${DOCUMENTS}/)
    add_custom_command(OUTPUT ${page}
        COMMAND ${PANDOC} --from gfm --to man --ascii --fail-if-warnings --lua-filter ${filter}
            --metadata section=${section} --metadata date=${date}
            --metadata version=${PROJECT_VERSION} --output ${page} ${DOCUMENTS}/${document}
        DEPENDS ${filter} ${DOCUMENTS}/${document} ${ARGN}
        VERBATIM)
    install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
    set_property(GLOBAL APPEND PROPERTY MANUAL_PAGES ${page})
endfunction()

# Tests of what is packaged are Python programs that tell CTest by the exit code 77 that everything
# was skipped, as those in tests/e2e do.
function(add_packaging_test name script)
    add_test(NAME packaging.${name}
        COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tests/packaging/${script})
    set_tests_properties(packaging.${name} PROPERTIES
        LABELS packaging
        SKIP_RETURN_CODE 77
        TIMEOUT 300
        ENVIRONMENT "MNP_BIN=${PROJECT_BINARY_DIR}/bin;MNP_SOURCE=${PROJECT_SOURCE_DIR};MNP_BUILD=${PROJECT_BINARY_DIR}")
endfunction()

find_date_of_the_pages(date)
file(MAKE_DIRECTORY ${PAGES}/man1 ${PAGES}/man7)
get_property(tools GLOBAL PROPERTY TOOLS)
file(GLOB documents CONFIGURE_DEPENDS RELATIVE ${DOCUMENTS} ${DOCUMENTS}/*.md)
foreach(tool IN LISTS tools)
    # A test fails where it is missing, not the build of a tool that is being written.
    if(${tool}.md IN_LIST documents)
        add_manual_page(1 ${tool} ${tool}.md)
    endif()
    if(tool MATCHES "(.*)-checker")
        install_link(check-${CMAKE_MATCH_1}.1 ${tool}.1 ${CMAKE_INSTALL_MANDIR}/man1)
    endif()
endforeach()
add_manual_page(7 ${PROJECT_NAME} common.md wrappers.md state.md)
get_property(pages GLOBAL PROPERTY MANUAL_PAGES)
add_custom_target(manual_pages ALL DEPENDS ${pages})
if(BUILD_TESTING)
    add_packaging_test(manual_pages manual_pages_test.py)
    add_packaging_test(release release_test.py)
endif()
