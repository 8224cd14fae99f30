"""Those who vouch are away: what people are told. Why is for the log and stands in the exception's notes.

Away
 ├─ tsa.away   no timestamp now
 └─ ca.away    no certificate now, or the signing process has gone
"""

from agreements.ports import Away
from law.sentence import Sentence


def timestamps_away(why: str) -> Away:
    """`why` holds no personal data."""
    return _away(
        "tsa.away",
        "时间戳服务暂时无法连接，系统会自动重试；签名完成前不会显示为已签。",
        "The timestamp service cannot be reached now; it is tried again. Nothing counts as signed until it answers.",
        why,
    )


def certificates_away(why: str) -> Away:
    """`why` holds no personal data."""
    return _away(
        "ca.away",
        "签名证书服务暂时无法使用，系统会自动重试；签名完成前不会显示为已签。",
        "The certificate service cannot be used now; it is tried again. Nothing counts as signed until it answers.",
        why,
    )


def _away(code: str, chinese: str, english: str, why: str) -> Away:
    away = Away(code, Sentence(chinese, english))
    away.add_note(why)
    return away
