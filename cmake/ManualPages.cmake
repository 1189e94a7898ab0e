# Manual pages, written from what each tool says with --help and from docs/manual.md: target
# manual_pages. They are part of the build where Python is found and the tools can be run.
find_package(Python3 COMPONENTS Interpreter)

set(can_document ${Python3_Interpreter_FOUND})
if(CMAKE_CROSSCOMPILING)
    set(can_document OFF)
endif()
option(BUILD_DOCUMENTATION "Build and install manual pages and completions" ${can_document})
if(NOT BUILD_DOCUMENTATION)
    return()
endif()

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

function(add_manual_pages)
    find_date_of_the_pages(date)
    set(scripts ${PROJECT_SOURCE_DIR}/packaging/man)
    set(manual ${PROJECT_SOURCE_DIR}/docs/manual.md)
    set(pages ${PROJECT_BINARY_DIR}/man)
    file(MAKE_DIRECTORY ${pages}/man1 ${pages}/man7)
    file(GLOB sources CONFIGURE_DEPENDS ${scripts}/*.py)

    foreach(tool IN LISTS ARGN)
        set(page ${pages}/man1/${tool}.1)
        add_custom_command(OUTPUT ${page}
            COMMAND ${Python3_EXECUTABLE} -B ${scripts}/manual_page.py
                ${manual} ${date} ${PROJECT_VERSION} ${pages}/man1 $<TARGET_FILE:${tool}>
            DEPENDS ${tool} ${sources} ${manual}
            VERBATIM)
        list(APPEND outputs ${page})
        list(APPEND programs $<TARGET_FILE:${tool}>)
        if(tool MATCHES "(.*)-checker")
            install_link(check-${CMAKE_MATCH_1}.1 ${tool}.1 ${CMAKE_INSTALL_MANDIR}/man1)
        endif()
    endforeach()
    install(FILES ${outputs} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

    set(overview ${pages}/man7/${PROJECT_NAME}.7)
    add_custom_command(OUTPUT ${overview}
        COMMAND ${Python3_EXECUTABLE} -B ${scripts}/overview_page.py ${manual} ${date}
            ${PROJECT_VERSION} ${PROJECT_DESCRIPTION} ${pages}/man7 ${programs}
        DEPENDS ${ARGN} ${sources} ${manual}
        VERBATIM)
    install(FILES ${overview} DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
    add_custom_target(manual_pages ALL DEPENDS ${outputs} ${overview})
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

get_property(tools GLOBAL PROPERTY TOOLS)
add_manual_pages(${tools})
if(BUILD_TESTING)
    add_packaging_test(manual_pages manual_pages_test.py)
endif()
