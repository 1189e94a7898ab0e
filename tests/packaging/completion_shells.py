"""The real shells, asked what they offer for a line, with the installed completions."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|[()][AB0]|[=>])|[\x07\r\x0e\x0f]")
CURSOR_UP = re.compile(r"\x1b\[[0-9]*A")
PATIENCE = 60  # seconds, for a busy machine; a shell that answers is not waited for


class Terminal:
    """A shell in a terminal of its own, which is so wide that nothing wraps."""

    def __init__(self, command, environment, directory):
        self.end, other_end = pty.openpty()
        fcntl.ioctl(other_end, termios.TIOCSWINSZ, struct.pack("HHHH", 1000, 1000, 0, 0))
        self.shell = subprocess.Popen(command, stdin=other_end, stdout=other_end, stderr=other_end,
                                      env=environment, cwd=directory, start_new_session=True,
                                      preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(other_end)

    def close(self):
        self.shell.kill()
        self.shell.wait()
        os.close(self.end)

    def ask(self, text, until):
        """What it prints from now until the text that is awaited."""
        os.write(self.end, text.encode())
        said = b""
        give_up = time.monotonic() + PATIENCE
        while until.encode() not in said:
            if not select.select([self.end], [], [], max(0, give_up - time.monotonic()))[0]:
                raise AssertionError(f"no answer to {text!r}; it said {said!r}")
            said += os.read(self.end, 65536)
        return ESCAPES.sub("", CURSOR_UP.sub("\n", said.decode(errors="replace")))


class TypedShell:
    """A shell whose keys are pressed: ^T lists, Tab completes, ^G shows the line as it is then."""

    def __init__(self, command, set_up, environment, directory):
        self.terminal = Terminal(command, environment, directory)
        self.close = self.terminal.close
        for line in set_up:
            self.terminal.ask(f"{line}\r", "\n")
        self.terminal.ask("echo RE''ADY\r", "READY")

    def press(self, line, key):
        """(what is shown in between, the line in the end)"""
        said = self.terminal.ask(f"{line}{key}\x07", "<END>")
        shown, _, typed = said.rpartition("LINE<")
        self.terminal.ask("\x15echo CL''EARED\r", "CLEARED")
        return shown, typed.partition("<END>")[0]

    def candidates(self, line):
        shown, _ = self.press(line, "\x14")
        # The line itself stands there once more in front of the list, or behind it.
        return {word for text in shown.split("\n") for word in text.split()
                if line.strip() not in text}

    def completed(self, line):
        return self.press(line, "\t")[1]


class Bash(TypedShell):
    name = "bash"

    def __init__(self, environment, directory):
        super().__init__(["bash", "--norc", "--noprofile", "-i"], [
            "PS1=PROMPT",
            ". /usr/share/bash-completion/bash_completion",
            "bind 'set completion-query-items 0'; bind 'set page-completions off'",
            "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'",
            r"""bind '"\C-t": possible-completions'""",
            r"""bind -x '"\C-g": echo "LINE<$READLINE_LINE<END>"'""",
        ], environment, directory)


class Zsh(TypedShell):
    name = "zsh"

    def __init__(self, environment, directory):
        functions = os.path.join(environment["SHARE"], "zsh/vendor-completions")
        super().__init__(["zsh", "-f", "-i"], [
            "PS1=PROMPT; LISTMAX=100000; unsetopt zle_bracketed_paste beep prompt_sp",
            f"fpath=({functions} $fpath); autoload -Uz compinit && compinit -u -D",
            "zstyle ':completion:*' verbose no; zstyle ':completion:*' list-separator ''",
            "show() { print -r -- \"LINE<$BUFFER<E\"\"ND>\" }; zle -N show; bindkey '^G' show",
            "bindkey '^T' list-choices; bindkey '^I' complete-word; bindkey '^U' kill-whole-line",
        ], environment, directory)


class Fish:
    """fish tells what it offers without a terminal."""

    name = "fish"

    def __init__(self, environment, directory):
        self.options = {"env": environment, "cwd": directory, "capture_output": True,
                        "encoding": "utf-8", "timeout": PATIENCE, "check": True}

    def close(self):
        """Nothing is left running."""

    def lines(self, line):
        """What it offers, each with a tab and its text behind it."""
        command = ["fish", "-c", "complete -C $argv[1]", line]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, **self.options)
        if result.stderr:
            raise AssertionError(result.stderr)
        return result.stdout.splitlines()

    def candidates(self, line):
        return {text.partition("\t")[0] for text in self.lines(line)}

    def completed(self, line):
        """The line with the only candidate in place of its last word."""
        found = self.candidates(line)
        return f"{line.rpartition(' ')[0]} {found.pop()} " if len(found) == 1 else line
