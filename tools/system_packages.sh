#!/bin/sh
# Sees to what pip cannot install: Python itself, its venv module, and Pango for PDF. On Debian and Ubuntu
# missing packages are installed, elsewhere they are named. Without Pango typst prints the PDF,
# so that is no failure; without a usable Python the script ends with 1.
set -eu
python=${1:-python3}
missing=

has_library() {
    "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}

if ! command -v "$python" >/dev/null; then
    echo "没有找到 $python：请先安装 Python 3.11 或更新的版本。" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) 太旧：需要 Python 3.11 或更新的版本；装好后用 make PYTHON=python3.11 指定。" >&2
    exit 1
fi
if [ "$(uname)" = Linux ]; then
    has_library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
    has_library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
    has_library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
[ -n "$missing" ] || exit 0

as_root=env
[ "$(id -u)" = 0 ] || as_root="sudo env"
if command -v apt-get >/dev/null && command -v "${as_root%% *}" >/dev/null; then
    echo "正在安装系统软件包：${missing# }" >&2
    # shellcheck disable=SC2086 # several words each
    if $as_root apt-get update -qq &&
        $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    then
        exit 0
    fi
fi
echo "请自行安装这些系统软件包（Debian、Ubuntu 的名称）：${missing# }" >&2
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "没有 python3-venv 不能继续。" >&2
    exit 1
fi
echo "在此之前 PDF 用 typst 生成，不用 WeasyPrint。" >&2
