#!/bin/sh
# Runs the one-folder program where there is nothing else: a root folder with the C library and zlib, no network, no
# Python, no Pango, no fonts. Makes a report, renders it, reads a PDF within limits, and asks the server for its page.
set -eu
bundle=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/tmp" "$root/home" "$root/proc" "$root/dev"
cp -r "$bundle" "$root/年报"
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libutil.so.1 libz.so.1; do
    path=$(ldconfig -p | sed -n "s/^\t$library (.*64.*) => //p" | head -n 1)
    [ -n "$path" ] || continue # newer versions have it in libc.so.6
    mkdir -p "$root$(dirname "$path")"
    cp -L "$path" "$root$path"
done
for loader in /lib64/ld-linux* /lib/ld-linux*; do
    [ -e "$loader" ] || continue
    mkdir -p "$root$(dirname "$loader")"
    cp -L "$loader" "$root$loader"
done
away() {
    env -i HOME=/home LANG=C.UTF-8 unshare --net --map-root-user --root="$root" --wd=/home "$@"
}
away /年报/nianbao new 某某县教育局 2025
away /年报/nianbao check 某某县教育局-2025.toml >"$root/tmp/found" || [ $? = 1 ]
away /年报/nianbao render 某某县教育局-2025.toml --draft --to docx,html,pdf -o 成品
away /年报/nianbao read 成品/某某县教育局-2025.docx -o 读回.toml
timeout 60 env -i HOME=/home LANG=C.UTF-8 unshare --net --map-root-user --root="$root" --wd=/home \
    /年报/年报 --no-browser --until-closed 2
ls -l "$root/home" "$root/home/成品"
