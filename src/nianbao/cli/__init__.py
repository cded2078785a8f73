"""The command line: one command a module. stdout is data, stderr is messages, all words are Chinese."""

from nianbao.cli.chinese import install

install()  # before any module of this package imports click
