#include "common/services/program_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "common/process/find_program.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

constexpr auto kProgram = "\177ELF";

class ProgramFiles : public ToolTest {
protected:
    ProgramFiles() : before_(getenv("PATH")) {
        base_ = fs::canonical(directory());
        for (const char* name : {"bin", "lib/php"}) fs::create_directories(base_ / name);
        setenv("PATH", (base_ / "bin").c_str(), 1);
        setenv("HOST_PROC", proc().c_str(), 1);
    }
    ~ProgramFiles() override {
        setenv("PATH", before_.c_str(), 1);
        unsetenv("HOST_PROC");
    }

    [[nodiscard]] std::string add(const std::string& name,
                                  const std::string& text = kProgram) const {
        write_text(base_ / name, text);
        fs::permissions(base_ / name, fs::perms::owner_all);
        return base_ / name;
    }
    void link(const std::string& to, const std::string& name) const {
        fs::create_symlink(to, base_ / name);
    }
    static std::string path_of(const std::string& program) {
        const auto file = look_at_program(program);
        return file ? file->path : "none";
    }
    /// The kernel's list of mounts: a root, and this file system there.
    void mount(const std::string& type, const std::string& path) const {
        write_proc("self/mountinfo",
                   fmt::format("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / {} rw - {} x rw\n",
                               path, type));
    }

    fs::path base_;

private:
    std::string before_;
};

TEST_F(ProgramFiles, AreFoundAsByExecvp) {
    const auto php = add("bin/php");
    EXPECT_EQ(path_of("php"), php);
    EXPECT_EQ(path_of(php), php);
    EXPECT_EQ(path_of("php8"), "none");
    EXPECT_EQ(path_of(base_ / "bin"), "none");
    EXPECT_EQ(path_of(""), "none");
    EXPECT_EQ(find_program("php"), php);
    EXPECT_EQ(find_program("php8"), std::nullopt);
    fs::permissions(php, fs::perms::owner_read);
    EXPECT_EQ(path_of("php"), "none");
    EXPECT_EQ(find_program("php"), std::nullopt);
    unsetenv("PATH");
    EXPECT_EQ(path_of("sh"), resolve_links("/bin/sh"));
    EXPECT_EQ(find_program("sh"), "/bin/sh");
    setenv("PATH", ("/nonexistent::" + (base_ / "bin").string()).c_str(), 1);
    static_cast<void>(add("bin/php"));
    EXPECT_EQ(path_of("php"), php);
}

TEST_F(ProgramFiles, HaveThePathThatRealpathGives) {
    const auto php = add("lib/php/php8.2");
    link("../lib/./php//php8.2", "bin/relative");
    link(base_ / "bin/relative", "bin/absolute");
    link("../../..", "lib/php/up");
    link("lib/php", "short");
    link("nowhere", "bin/dangling");
    link("loop", "bin/loop");
    for (const auto& name :
         std::vector<std::string>{"bin/relative", "bin/absolute", "short/php8.2",
                                  "lib/php/up/../" + base_.filename().string() + "/short/php8.2",
                                  "bin/../short/php8.2", "bin/dangling", "bin/loop"}) {
        const auto path = (base_ / name).string();
        EXPECT_EQ(path_of(path), resolve_links(path).value_or("none")) << path;
    }
    EXPECT_EQ(path_of("relative"), php);
    const auto before = fs::current_path();
    fs::current_path(base_);
    EXPECT_EQ(path_of("short/php8.2"), php);
    fs::current_path(before);
    EXPECT_EQ(path_of("/../../../../bin/sh"), resolve_links("/bin/sh"));
}

TEST_F(ProgramFiles, AreAnotherWhenTheyChange) {
    const auto php = add("bin/php");
    const auto first = look_at_program(php);
    EXPECT_EQ(look_at_program(php), first);
    static_cast<void>(add("bin/php", "\177ELF2"));
    EXPECT_NE(look_at_program(php), first);
}

TEST_F(ProgramFiles, AreScriptsWhereTheyNameAnInterpreter) {
    const auto is_script_of = [this](const std::string& text) {
        return is_script(*look_at_program(add("bin/php", text)));
    };
    EXPECT_TRUE(is_script_of("#!/bin/sh\n"));
    EXPECT_TRUE(is_script_of("#!"));
    EXPECT_FALSE(is_script_of(kProgram));
    EXPECT_FALSE(is_script_of(" #!/bin/sh\n"));
    EXPECT_TRUE(is_script_of("")) << "who knows";
    const auto gone = *look_at_program(add("bin/php"));
    fs::remove(gone.path);
    EXPECT_TRUE(is_script(gone));
}

TEST_F(ProgramFiles, AreNotLookedAtWhereThatMayLastForEver) {
    const auto php = add("lib/php/php8.2");
    link(php, "bin/php");
    for (const char* type : {"nfs4", "fuse.sshfs", "autofs"}) {
        mount(type, base_ / "lib");
        EXPECT_EQ(path_of("php"), "none") << type;
        EXPECT_EQ(path_of(php), "none") << type;
        mount(type, base_ / "lib/php");
        EXPECT_EQ(path_of("php"), "none") << type;
        // Nor is what stands behind it in the path.
        setenv("PATH", ((base_ / "lib/php").string() + ":" + (base_ / "bin").string()).c_str(), 1);
        link("/bin/true", type);
        EXPECT_EQ(path_of("php"), "none") << type;
        setenv("PATH", (base_ / "bin").c_str(), 1);
        mount(type, base_ / "other");
        EXPECT_EQ(path_of("php"), php) << type;
        mount(type, "/usr");
        EXPECT_EQ(path_of("/bin/sh"), resolve_links("/bin/sh")) << "the whole host is there";
    }
    mount("ext4", base_ / "lib");
    EXPECT_EQ(path_of("php"), php);
}

}  // namespace
}  // namespace monitoring
