"""``nianbao completion``: the script by which a shell completes commands, options and files."""

from __future__ import annotations

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command

_HELP = """\
打印让命令行按 Tab 键自动补全的脚本。
"""
_EXAMPLES = """\
安装（做一次，重新打开终端后生效）：
  bash：nianbao completion bash >> ~/.bashrc
  zsh： nianbao completion zsh >> ~/.zshrc
  fish：nianbao completion fish > ~/.config/fish/completions/nianbao.fish
"""


@click.command(
    "completion",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("shell", metavar="bash|zsh|fish", type=Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> ExitCode:
    """Print the script that click makes for the shell."""
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    script = get_completion_class(shell)
    assert script is not None  # noqa: S101 - click has all three
    say.data(script(root.command, {}, "nianbao", "_NIANBAO_COMPLETE").source())
    return ExitCode.FINE
