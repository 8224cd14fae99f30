#!/usr/bin/env bash
# The virtual environment in .venv from a hash-locked list, and the project itself in it. `python.sh run` or `python.sh test`.
# The tests must have the native relay, and its compiler's warnings are errors to them; a server can do without it.
. "$(dirname "$0")/ground.sh"

lock="requirements/${1:-run}.txt"
packages="$(digest "$PWD" "$lock")"
# The folder's name is part of both digests: commands in .venv/bin name it, so a moved tree needs new ones. What the
# native relay is built from and with is part of the second, so that it is built again when a compiler has come.
project_now() { digest "$PWD" pyproject.toml setup.py signaling/media/_relay.c signaling/media/native/*.[ch] "$(native_ground .venv/bin/python)"; }
built() { [ "${1:-run}" != test ] || compgen -G 'signaling/media/_relay.*.so' >/dev/null; }
done_for ".venv/.packages-${1:-run}" "$packages" && done_for .venv/.project "$(project_now)" && built "$@" && .venv/bin/python -c '' 2>/dev/null && exit 0

one_at_a_time
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    room_for 600
    python="$(python_found)" || fail '需要 Python 3.11 或更新版本。' 'Python 3.11 or newer is needed.'
    quietly venv '创建 Python 虚拟环境' 'Making the virtual environment' "$python" -m venv --clear .venv
fi
pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)
if ! done_for ".venv/.packages-${1:-run}" "$packages"; then
    quietly packages '安装 Python 依赖（按锁定的校验值）' 'Installing Python packages by their locked hashes' "${pip[@]}" install --require-hashes -r "$lock"
    mark_done ".venv/.packages-${1:-run}" "$packages"
    # The test list contains the run list, version by version (tests/architecture checks it).
    mark_done .venv/.packages-run "$(digest "$PWD" requirements/run.txt)"
fi
done_for .venv/.project "$(project_now)" && built "$@" && exit 0
[ "${1:-run}" != test ] || export MEDIATION_ROOM_NATIVE=required
quietly project '安装本项目' 'Installing the project itself' "${pip[@]}" install --no-deps --no-build-isolation --editable .
mark_done .venv/.project "$(project_now)"
