"""The command line: one command a module. stdout is data, stderr is messages, all words are Chinese."""

import gc

from nianbao.cli.frame.chinese import install

# Between two looks for garbage: a document that is made and read back has as many, most of them to its end.
gc.set_threshold(300_000)
install()  # before any module of this package imports click
