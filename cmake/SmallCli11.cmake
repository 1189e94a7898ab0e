# CLI11 as the shipped programs need it, which is for reading options: without its help, its
# configuration files and its validators, which nothing uses, and without streams and locales. Those
# of libc++ would be a third of each program, and take long to start. The headers are pinned
# (headers.sha256), so what is replaced here is there, or the build stops.
set(small_cli11 ${PROJECT_BINARY_DIR}/cli11)
file(REMOVE_RECURSE ${small_cli11})
file(COPY ${THIRD_PARTY}/include/CLI DESTINATION ${small_cli11})

# Puts one piece of text in the place of another, wherever that stands in CLI/${header}.
function(replace_in header old new)
    file(READ ${small_cli11}/CLI/${header} text)
    string(REPLACE "${old}" "${new}" changed "${text}")
    if("${changed}" STREQUAL "${text}")
        message(FATAL_ERROR "CLI/${header} has no ${old}")
    endif()
    file(WRITE ${small_cli11}/CLI/${header} "${changed}")
endfunction()

replace_in(StringTools.hpp "#include <locale>" "#include <cctype>")
replace_in(StringTools.hpp "std::isspace<char>(ch, std::locale())"
    "std::isspace(static_cast<unsigned char>(ch))")
replace_in(StringTools.hpp "std::tolower(x, std::locale())"
    "static_cast<char>(std::tolower(static_cast<unsigned char>(x)))")
# join() makes its texts with a stream.
replace_in(StringTools.hpp "std::ostringstream s;" "TextStream s;")
replace_in(StringTools.hpp "/// a constant defining an expected max vector size" [[
class TextStream {
  public:
    TextStream &operator<<(const std::string &part) {
        text_ += part;
        return *this;
    }
    std::size_t tellp() const { return text_.size(); }
    std::string str() const { return text_; }

  private:
    std::string text_{};
};
/// a constant defining an expected max vector size]])
replace_in(StringTools.hpp [[
        std::stringstream ss;
        ss.str(s);
        std::string item;
        while(std::getline(ss, item, delim)) {
            elems.push_back(item);
        }
]] [[
        for(std::size_t begin = 0; begin < s.size();) {
            const auto end = std::min(s.find(delim, begin), s.size());
            elems.push_back(s.substr(begin, end - begin));
            begin = end + 1;
        }
]])

# Made at each start, whether or not anything uses them.
foreach(validator IN ITEMS
        "detail::ExistingFileValidator ExistingFile"
        "detail::ExistingDirectoryValidator ExistingDirectory"
        "detail::ExistingPathValidator ExistingPath"
        "detail::NonexistentPathValidator NonexistentPath"
        "detail::IPV4Validator ValidIPV4"
        "TypeValidator<double> Number(\"NUMBER\")"
        "Range NonNegativeNumber((std::numeric_limits<double>::max)(), \"NONNEGATIVE\")"
        "Range PositiveNumber((std::numeric_limits<double>::min)(), \
(std::numeric_limits<double>::max)(), \"POSITIVE\")")
    replace_in(Validators.hpp "\nconst ${validator};" "")
endforeach()

replace_in(ConfigFwd.hpp [[
        std::ifstream input{name};
        if(!input.good())
            throw FileError::Missing(name);

        return from_config(input);
]] [[
        throw FileError::Missing(name);
]])
replace_in(FormatterFwd.hpp [[
        std::stringstream out;
        detail::format_help(
            out, make_option_name(opt, is_positional) + make_option_opts(opt), make_option_desc(opt), column_width_);
        return out.str();
]] [[
        return make_option_name(opt, is_positional) + make_option_opts(opt);
]])
# What no virtual table can be without.
file(WRITE ${small_cli11}/CLI/CLI.hpp [[
#pragma once

#include "App.hpp"

namespace CLI {

inline std::string ConfigBase::to_config(const App *, bool, bool, std::string) const { return {}; }
inline std::vector<ConfigItem> ConfigBase::from_config(std::istream &) const { return {}; }

#define NOT_USED(METHOD) \
    inline std::string Formatter::METHOD const { return {}; }
NOT_USED(make_group(std::string, bool, std::vector<const Option *>))
NOT_USED(make_positionals(const App *))
NOT_USED(make_groups(const App *, AppFormatMode))
NOT_USED(make_subcommands(const App *, AppFormatMode))
NOT_USED(make_subcommand(const App *))
NOT_USED(make_expanded(const App *))
NOT_USED(make_footer(const App *))
NOT_USED(make_description(const App *))
NOT_USED(make_usage(const App *, std::string))
NOT_USED(make_help(const App *, std::string, AppFormatMode))
NOT_USED(make_option_name(const Option *, bool))
NOT_USED(make_option_opts(const Option *))
NOT_USED(make_option_desc(const Option *))
NOT_USED(make_option_usage(const Option *))
#undef NOT_USED

}  // namespace CLI
]])
