"""The command line: one command a module. stdout is data, stderr is messages, all words are Chinese."""

import gc

from nianbao.cli.chinese import install

# Between two looks for garbage: half as many make up a check, and hardly any of them becomes garbage.
gc.set_threshold(100_000)
install()  # before any module of this package imports click
