"""``python -m nianbao``."""

from nianbao.cli.main import main

main()
