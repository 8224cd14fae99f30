# What the bootstrap's steps stand on: one-sentence failures, quiet commands, and stamps that say what is already done.
# Sourced by the other files of this folder; leaves the shell in the repository's root.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
logs=build/bootstrap
export LC_ALL=C.UTF-8

# fail ZH EN: the one sentence a person sees, and the end.
fail() {
    printf '✗ %s %s\n' "$1" "$2" >&2
    exit 1
}

# reason LOG: the sentence for what went wrong, read from a command's output. ZH and EN on two lines.
reason() {
    if grep -qi 'no space left' "$1"; then
        printf '%s\n' '磁盘已满，请清理后再试。' 'The disk is full: free some space and try again.'
    elif grep -qi 'do not match the hashes\|EINTEGRITY' "$1"; then
        printf '%s\n' '下载的文件与锁定的校验值不符，已停止。' 'A download differs from its locked hash: stopped.'
    elif grep -qi 'could not get lock' "$1"; then
        printf '%s\n' '另一个程序正在使用 apt，请稍后再试。' 'Another program is using apt: try again when it is done.'
    elif grep -qiE 'temporary failure|could not resolve|failed to fetch|name resolution|new connection|network is unreachable|connection (refused|timed out|reset)|unable to (locate|fetch)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH' "$1"; then
        printf '%s\n' '下载失败，请检查网络或软件源。' 'A download failed: check the network and the package sources.'
    else
        printf '%s\n' "未能完成，详情见 $1。" "It did not work; $1 says why."
    fi
}

# quietly NAME ZH EN COMMAND…: says what is happening, keeps the command's output in a log, and turns its failure into one sentence.
quietly() {
    local name="$1" zh="$2" en="$3" log="$logs/$1.log" why
    shift 3
    printf '· %s %s …\n' "$zh" "$en"
    mkdir -p "$logs" 2>/dev/null && : 2>/dev/null >"$log" || fail "无法写入 $logs：磁盘已满或没有权限。" "Cannot write $logs: the disk is full or not ours."
    if ! "$@" >"$log" 2>&1 </dev/null; then
        mapfile -t why < <(reason "$log")
        fail "${zh}：${why[0]}" "$en: ${why[1]}"
    fi
}

# digest TEXT…: one hash for a list of words and files (files by content), to see whether a step has been done for exactly these.
digest() {
    local each
    for each in "$@"; do
        if [ -f "$each" ]; then sha256sum "$each"; else printf '%s\n' "$each"; fi
    done | sha256sum | cut -d' ' -f1
}

# done_for STAMP DIGEST / mark_done STAMP DIGEST: whether a step's stamp holds this digest, and writing it there.
done_for() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
mark_done() { printf '%s\n' "$2" >"$1"; }

# room_for MEGABYTES: refuses to begin what cannot fit.
room_for() {
    local free
    free="$(df -Pm . | awk 'NR == 2 { print $4 }')"
    [ "$free" -ge "$1" ] || fail "磁盘空间不足：需要约 $1 MB，只剩 $free MB。" "Not enough disk: about $1 MB needed, $free MB free."
}

# one_at_a_time: two bootstraps in one folder wait for each other; the lock goes with this shell.
one_at_a_time() {
    mkdir -p "$logs" 2>/dev/null || fail "无法写入 $logs：磁盘已满或没有权限。" "Cannot write $logs: the disk is full or not ours."
    exec 9>"$logs/lock"
    flock 9
}

# python_found: the first Python ≥ 3.11 that can make virtual environments; prints its path, or fails.
python_found() {
    local each
    for each in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if "$each" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$each"
            return
        fi
    done
    return 1
}

# native_ground PYTHON: what of the native relay's build is here, one word for each: gcc, Python.h, openssl.
native_ground() {
    ! command -v gcc >/dev/null || [ ! -e /usr/include/stdio.h ] || echo gcc
    ! "$1" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' 2>/dev/null || echo Python.h
    [ ! -e /usr/include/openssl/evp.h ] || echo openssl
}

# node_found: a folder with Node ≥ 20.19 (Vite's floor) and npm, the machine's own first, then ours; prints it, or fails.
node_found() {
    local each old='const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major < 20 || (major === 20 && minor < 19) ? 1 : 0)'
    for each in "$(command -v node 2>/dev/null || true)" "$PWD/.venv/bin/node"; do
        if [ -n "$each" ] && [ -x "$(dirname "$each")/npm" ] && "$each" -e "$old" >/dev/null 2>&1; then
            dirname "$each"
            return
        fi
    done
    return 1
}
