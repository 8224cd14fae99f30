"""What `doctor` says about media: which relay runs, and whether browsers can reach it."""

from server.data_plane import NativeAbsent
from server.data_plane import data_plane as chosen_plane
from server.findings import Finding, Installation, Level, port_finding
from server.media_addresses import troubles
from server.ports import PortState, answers_as_ours, tcp_port, udp_port


def media_port(installation: Installation) -> Finding:
    """Whether the relay's UDP ports can be had, one for each shard, or are in use by a room server already."""
    try:
        ports = chosen_plane(installation.media_plane, installation.media_shards).ports(installation.media_port)
    except NativeAbsent:
        ports = range(installation.media_port, installation.media_port + 1)
    state, at = PortState.FREE, installation.media_port
    for at in ports:
        state = udp_port(installation.media_host, at)
        if state is not PortState.FREE:
            break
    if state is PortState.TAKEN and answers_as_ours(installation.http_host, installation.http_port):
        return Finding(
            "media_port",
            Level.OK,
            f"UDP 端口 {at} 由正在运行的服务使用。",
            f"UDP port {at} is used by the running server.",
        )
    free = f"{ports[0]}–{ports[-1]}" if len(ports) > 1 else str(at)
    return port_finding("media_port", f"UDP {free if state is PortState.FREE else at}", state)


def advertised_addresses(installation: Installation) -> Finding:
    """Whether browsers will be told to send their media to places that can be this machine."""
    found = troubles(installation.media_way())
    if not found:
        names = ", ".join(map(str, installation.advertised))
        return Finding("advertised", Level.OK, f"媒体地址：{names}。", f"Advertised media addresses: {names}.")
    return Finding(
        "advertised",
        Level.FAIL if found[0].is_fatal else Level.WARN,
        "".join(each.zh for each in found),
        " ".join(each.en for each in found),
        "".join(each.mend_zh for each in found),
        " ".join(each.mend_en for each in found),
    )


def media_tcp_port(installation: Installation) -> Finding:
    """Whether people whose network lets no UDP out can take part (ICE-TCP)."""
    host, port = installation.media_host, installation.media_tcp_port
    if port is None and installation.media_way().is_public:
        return Finding(
            "media_tcp_port",
            Level.WARN,
            "未开启 TCP 媒体端口，网络禁用 UDP 的人无法参加。",
            "There is no TCP port for media: people whose network lets no UDP out cannot take part.",
            "请设置 media_tcp_port，并在防火墙中放行。",
            "Set media_tcp_port and open it in the firewall.",
        )
    if port is None:
        return Finding("media_tcp_port", Level.OK, "未使用 TCP 媒体端口。", "No TCP port for media is in use.")
    state = tcp_port(host, port)
    if state is PortState.TAKEN and answers_as_ours(installation.http_host, installation.http_port):
        return Finding(
            "media_tcp_port",
            Level.OK,
            f"TCP 端口 {port} 由正在运行的服务使用。",
            f"TCP port {port} is used by the running server.",
        )
    return port_finding("media_tcp_port", f"TCP {host}:{port}", state)


def data_plane(installation: Installation) -> Finding:
    """Which relay forwards the media packets, and why it is not the native one."""
    try:
        chosen = chosen_plane(installation.media_plane, installation.media_shards)
    except NativeAbsent as error:
        why = error.why
        return Finding(
            "data_plane",
            Level.FAIL,
            f"设置要求使用原生（C）媒体转发，但{why.zh}",
            f"The settings ask for the native (C) media relay, but {why.en}",
            f"{why.mend_zh}；或设置 media_plane=auto。",
            f"{why.mend_en}; or set media_plane=auto.",
        )
    if chosen.absence is not None:
        why = chosen.absence
        return Finding(
            "data_plane",
            Level.WARN,
            f"媒体由纯 Python 转发，适合少量房间同时进行；原生（C）转发没有启用：{why.zh}",
            f"Media is forwarded in pure Python, so few rooms fit at a time. The native (C) relay is absent: {why.en}",
            why.mend_zh,
            why.mend_en,
        )
    if chosen.name == "python":
        return Finding(
            "data_plane",
            Level.OK,
            "按设置（media_plane=python），媒体由纯 Python 转发。",
            "Media is forwarded in pure Python, as media_plane=python asks.",
        )
    return Finding(
        "data_plane",
        Level.OK,
        f"媒体由原生（C）转发，{chosen.shards} 个线程。",
        f"Media is forwarded by the native (C) relay, threads: {chosen.shards}.",
    )
