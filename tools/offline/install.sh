#!/bin/sh
# Installs nianbao for this user, without a network: PYTHON=python3.12 sh install.sh for another Python.
set -eu
cd "$(dirname "$0")"
for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
    command -v "$python" >/dev/null || continue
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        exec "$python" install.py
    fi
done
echo "没有找到 Python 3.11 或更新的版本。请先安装；装不了的，请用不需要 Python 的整合包。" >&2
exit 1
