#!/usr/bin/env bash
# Writes the lock lists in requirements/ anew from pyproject.toml: for every platform, with hashes, naming no host.
# Known pins stay unless asked: `lock.sh --upgrade` takes the newest, `lock.sh --upgrade-package NAME` one.
. "$(dirname "$0")/ground.sh"

python="$(python_found)" || fail '需要 Python 3.11 或更新版本。' 'Python 3.11 or newer is needed.'
one_at_a_time
tool=build/lock-venv
[ -x $tool/bin/uv ] || {
    quietly lock-venv '准备锁定工具' 'Making a place for uv' "$python" -m venv $tool
    quietly lock-uv '安装 uv' 'Installing uv' $tool/bin/python -m pip install --require-hashes -r requirements/lock.txt
}
# uv does not read pip's configuration; it is asked for here, at run time, and appears in no file.
if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    UV_DEFAULT_INDEX="$($tool/bin/python -m pip config get global.index-url 2>/dev/null || true)"
    [ -n "$UV_DEFAULT_INDEX" ] && export UV_DEFAULT_INDEX || unset UV_DEFAULT_INDEX
fi
export SSL_CERT_FILE="${PIP_CERT:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}"

compile() {
    local list="$1"
    shift
    quietly "lock-$list" "锁定 requirements/$list.txt" "Locking requirements/$list.txt" \
        $tool/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-header --output-file "requirements/$list.txt" "$@"
}
compile run pyproject.toml "$@"
compile test pyproject.toml --extra test --constraint requirements/run.txt "$@"
compile node --group pyproject.toml:node "$@"
compile lock --group pyproject.toml:lock "$@"
