#!/bin/sh
# Packs for this machine, installs in an empty home with the network off (by a network namespace of its own), and
# makes, checks and renders a report with what is installed there.
set -eu
python=$1
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
zip=$("$python" tools/wheelhouse.py "linux_$(uname -m)" --pythons "$version")
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
"$python" -m zipfile -e "$zip" "$away"
base=$("$python" -c 'import sys; print(sys._base_executable)')
cat >"$away/use.sh" <<'USE'
set -eu
if python3 -c 'import socket; socket.create_connection(("1.1.1.1", 53), 3)' 2>/dev/null; then
    echo "the network is on" >&2
    exit 1
fi
cd "$HOME"/nianbao-*
sh install.sh
cd "$HOME"
nianbao=$HOME/.local/share/nianbao-program/bin/nianbao
"$nianbao" new 某某县教育局 2025
"$nianbao" check 某某县教育局-2025.toml >/dev/null || [ $? = 1 ]
"$nianbao" render 某某县教育局-2025.toml --draft --to docx,html,pdf -o 成品
USE
env -i HOME="$away" PATH="$(dirname "$base"):/usr/bin:/bin" LANG=C.UTF-8 PYTHON="$base" \
    unshare --net --map-root-user sh "$away/use.sh"
