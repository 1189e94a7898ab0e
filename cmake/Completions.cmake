# Completions for bash, zsh and fish, written from what each tool says with --help: target
# completions. Behind ManualPages.cmake, whose option BUILD_DOCUMENTATION holds for both.
if(NOT BUILD_DOCUMENTATION)
    return()
endif()

# Where the shells look. That of zsh is Debian's; others have zsh/site-functions.
set(BASH_COMPLETIONS_DIR ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    CACHE STRING "Where bash's completions are installed")
set(ZSH_COMPLETIONS_DIR ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions
    CACHE STRING "Where zsh's completions are installed")
set(FISH_COMPLETIONS_DIR ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
    CACHE STRING "Where fish's completions are installed")

function(add_completions)
    set(scripts ${PROJECT_SOURCE_DIR}/packaging/completions)
    set(directory ${PROJECT_BINARY_DIR}/completions)
    file(GLOB sources CONFIGURE_DEPENDS ${scripts}/*.py)

    foreach(tool IN LISTS ARGN)
        set(names ${tool})
        # The name of a wrapper as a plugin of mkr, by which it is completed, too.
        if(tool MATCHES "^(.*)-checker$")
            list(APPEND names check-${CMAKE_MATCH_1})
        endif()
        set(outputs ${directory}/zsh/_${tool})
        list(APPEND zsh ${directory}/zsh/_${tool})
        foreach(name IN LISTS names)
            list(APPEND outputs ${directory}/bash/${name} ${directory}/fish/${name}.fish)
            list(APPEND bash ${directory}/bash/${name})
            list(APPEND fish ${directory}/fish/${name}.fish)
        endforeach()
        add_custom_command(OUTPUT ${outputs}
            COMMAND ${Python3_EXECUTABLE} -B ${scripts}/completions.py
                ${directory} $<TARGET_FILE:${tool}>
            DEPENDS ${tool} ${sources}
            VERBATIM)
        list(APPEND all ${outputs})
    endforeach()
    install(FILES ${bash} DESTINATION ${BASH_COMPLETIONS_DIR})
    install(FILES ${zsh} DESTINATION ${ZSH_COMPLETIONS_DIR})
    install(FILES ${fish} DESTINATION ${FISH_COMPLETIONS_DIR})
    add_custom_target(completions ALL DEPENDS ${all})
endfunction()

get_property(tools GLOBAL PROPERTY TOOLS)
add_completions(${tools})
if(BUILD_TESTING)
    add_packaging_test(completions completions_test.py)
endif()
