#!/usr/bin/env bash
# The browser client, built into web/client from web/ with Node ≥ 20.19: the machine's own, or the one from PyPI in .venv.
# `client.sh packages` stops once web/node_modules is there, for the checks of the tests.
. "$(dirname "$0")/ground.sh"

# Every file the build reads, by name and content.
sources() {
    find web -type f -not -path 'web/node_modules/*' -not -path 'web/client/*' -not -name '*.py' -not -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

built="$(sources)"
packages="$(digest web/package-lock.json web/.npmrc)"
packages_stamp=web/node_modules/.made-for
client_stamp=web/client/.made-for
if done_for "$packages_stamp" "$packages"; then
    [ "${1:-}" = packages ] && exit 0
fi
[ "${1:-}" != packages ] && [ -f web/client/index.html ] && done_for "$client_stamp" "$built" && exit 0

one_at_a_time
if ! node="$(node_found)"; then
    room_for 400
    quietly node '安装 Node（仅用于构建网页）' 'Installing Node, for the build only' \
        .venv/bin/python -m pip --disable-pip-version-check --no-input install --require-hashes -r requirements/node.txt
    node="$(node_found)" || fail '安装的 Node 在本机无法运行。' 'The Node from PyPI does not run on this machine.'
fi
export PATH="$node:$PATH"
if ! done_for "$packages_stamp" "$packages"; then
    room_for 400
    quietly npm '安装网页依赖' 'Installing the web packages' npm --prefix web ci --no-audit --no-fund
    mark_done "$packages_stamp" "$packages"
fi
[ "${1:-}" = packages ] && exit 0
quietly client '构建网页' 'Building the web client' npm --prefix web run build
[ -f web/client/index.html ] || fail '网页构建后没有 web/client/index.html。' 'The build left no web/client/index.html.'
mark_done "$client_stamp" "$built"
