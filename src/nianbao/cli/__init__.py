"""The command line: one command a module. stdout is data, stderr is talk, and all of it is Chinese."""

from nianbao.cli.chinese import install

install()  # before any module of this package imports click
