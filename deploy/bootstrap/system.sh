#!/usr/bin/env bash
# Debian packages that are missing, by apt. `system.sh run` for what the server needs, `system.sh test` for the browsers and tools of the tests
# too, and what the native relay is built with; `system.sh fuzz` for what its fuzzers are built with.
# Each is asked for by what it brings. The names are the same in Debian 12 and 13.
. "$(dirname "$0")/ground.sh"

# has_library SONAME: whether the loader finds it; WeasyPrint opens these three by name.
# Read to the end: a grep that leaves early would end ldconfig by a signal, and with pipefail the library seem absent.
has_library() { /sbin/ldconfig -p 2>/dev/null | grep "^[[:space:]]*$1 " >/dev/null; }

missing=()
python_found >/dev/null || missing+=(python3 python3-venv)
[ -s /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
command -v openssl >/dev/null || missing+=(openssl)
has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
[ -s /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ] || missing+=(fonts-noto-cjk)
if [ "${1:-run}" = test ]; then
    command -v chromium >/dev/null || missing+=(chromium)
    command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
    command -v firefox-esr >/dev/null || missing+=(firefox-esr)
    command -v ip >/dev/null || missing+=(iproute2)
    command -v nft >/dev/null || [ -x /usr/sbin/nft ] || missing+=(nftables)
    command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || missing+=(haproxy)
    command -v pdfsig >/dev/null || missing+=(poppler-utils)
    command -v qpdf >/dev/null || missing+=(qpdf)
    command -v mutool >/dev/null || missing+=(mupdf-tools)
    command -v softhsm2-util >/dev/null || missing+=(softhsm2)
    python="$(python_found || echo none)"
    ground="$(native_ground "$python")"
    [[ $ground == *gcc* ]] || missing+=(gcc libc6-dev)
    # A Python that is not Debian's brings its own headers, or apt has none for it.
    [[ $ground == *Python.h* ]] || case "$(readlink -f "$(command -v "$python" || echo /usr/bin/python3)")" in
        /usr/bin/python3.*) missing+=("$(basename "$(readlink -f "$(command -v "$python")")")-dev") ;;
        /usr/bin/*) missing+=(python3-dev) ;;
    esac
    [[ $ground == *openssl* ]] || missing+=(libssl-dev)
fi
if [ "${1:-run}" = fuzz ]; then
    missing=()
    # Debian 12 and 13 have the runtime of their clang under this name.
    echo 'int LLVMFuzzerTestOneInput(const char *data, unsigned long size) { return !data && size; }' |
        clang -x c -fsanitize=fuzzer,address,undefined - -o /dev/null 2>/dev/null || missing+=(clang libclang-rt-dev)
    [ -e /usr/include/openssl/evp.h ] || missing+=(libssl-dev)
fi
[ ${#missing[@]} -gt 0 ] || exit 0

names="${missing[*]}"
command -v apt-get >/dev/null || fail "缺少 $names，且本机没有 apt，请自行安装后再试。" "Missing: $names, and there is no apt here; install them and try again."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "缺少 $names：请以 root 运行 apt-get install $names，然后再试。" "Missing: $names; run apt-get install $names as root and try again."
    as_root=(sudo)
fi
one_at_a_time
room_for $([ "${1:-run}" = test ] && echo 2000 || echo 500)

# Installing a daemon must not start it on its port; 101 is "not allowed" (invoke-rc.d). A policy that is already there stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
quietly apt-update '更新软件包列表' 'Updating the package lists' "${as_root[@]}" apt-get update
quietly apt-install "安装系统软件包（${names}）" "Installing system packages" \
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
python_found >/dev/null || fail '需要 Python 3.11 或更新版本（Debian 12 起自带）。' 'Python 3.11 or newer is needed (Debian 12 or later has it).'
