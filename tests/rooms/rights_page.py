"""docs/rights.md from the table of rights: `python -m tests.rooms.rights_page` writes it anew."""

from collections.abc import Iterator, Mapping
from typing import Final

from rooms.permissions import TABLE as RULES
from rooms.rights import TABLE, Extent, Holder, Right
from tests.architecture.source import ROOT

PAGE: Final = ROOT / "docs" / "rights.md"

HOLDERS: Final[Mapping[Holder, str]] = {
    Holder.ANONYMOUS: "任何人",
    Holder.INVITED: "持链接者",
    Holder.PARTY: "当事人",
    Holder.AGENT: "代理人",
    Holder.THIRD_PARTY: "第三人",
    Holder.MEDIATOR: "调解员",
    Holder.CO_MEDIATOR: "共同调解员",
    Holder.RECORDER: "记录人",
    Holder.INTERPRETER: "翻译",
    Holder.COURT_GUEST: "受邀法院人员",
    Holder.SEAL_KEEPER: "印章管理人",
    Holder.COURT_CLERK: "书记员",
    Holder.JUDGE: "法官",
    Holder.ORG_ADMIN: "组织管理员",
    Holder.PLATFORM_ADMIN: "平台管理员",
}
EXTENTS: Final[Mapping[Extent, tuple[str, str]]] = {
    Extent.YES: ("✔", "可以 yes"),
    Extent.OWN: ("本", "限本人、本席、本室或本案 own account, seat, room or case"),
    Extent.OWN_ORGANISATION: ("组", "限本组织 own organisation"),
    Extent.OWN_COURT: ("院", "限本院 own court"),
    Extent.SPECIAL: ("特", "须有特别授权 by special authority"),
}
NAMES: Final[Mapping[Right, str]] = {
    Right.READ_PUBLIC: "查看公开信息",
    Right.SIGN_IN: "登录",
    Right.USE_TICKET: "凭一次性地址下载或者手写签名",
    Right.REPORT_DELIVERY: "报告消息送达情况",
    Right.USE_ACCOUNT: "使用账号",
    Right.READ_COURTS: "查看法院清单",
    Right.LIST_ROOMS: "列出调解室",
    Right.CREATE_ROOM: "新建调解室",
    Right.READ_ROOM: "查看调解室",
    Right.WRITE_TO_PARTIES: "发送邀请和提醒",
    Right.COME_BY_LINK: "凭链接进入",
    Right.READ_SEAT: "查看本席位",
    Right.IDENTIFY: "确认身份",
    Right.CONSENT: "逐项同意",
    Right.ENTER: "进入",
    Right.LEAVE: "离开",
    Right.DECLARE: "阅读告知、逐项声明",
    Right.SHOW_CREDENTIAL: "向调解员出示证件、授权材料",
    Right.SET_MEDIA: "开关麦克风和摄像头",
    Right.SHARE_SCREEN: "共享屏幕（须经允许）",
    Right.OFFER_MEDIA: "收发音视频",
    Right.CHAT: "发言",
    Right.ACKNOWLEDGE_CHAT: "确认收到发言",
    Right.WHISPER: "悄悄话",
    Right.NOTE: "调解员笔记",
    Right.ADD_DOCUMENT: "上传材料",
    Right.SHOW_DOCUMENT: "展示和查看材料",
    Right.HIDE_DOCUMENT: "收起材料",
    Right.RAISE_HAND: "举手",
    Right.WANT_CAUCUS: "申请单独会谈",
    Right.ANSWER_SUMMONS: "答复单独会谈的邀请",
    Right.JOIN_CAUCUS: "进入单独会谈",
    Right.LEAVE_CAUCUS: "离开单独会谈",
    Right.CALL_MEDIATOR: "请调解员进来",
    Right.PROPOSE_FACT: "提出无争议事实",
    Right.ANSWER_FACT: "确认无争议事实",
    Right.ANSWER_DISCLOSURE: "对披露表示同意继续",
    Right.DRAFT: "起草协议",
    Right.REMARK: "对草稿提意见",
    Right.SIGN: "签署",
    Right.READ_PAPERS: "查看协议文件",
    Right.KEEP_PAPERS: "结束后取得协议",
    Right.KEEP_MINUTES: "记录笔录",
    Right.CONFIRM_MINUTES: "核对笔录",
    Right.CHECK: "核验",
    Right.OPEN_JOINT: "开始共同调解",
    Right.ADMIT: "准入",
    Right.HOLD: "暂缓准入",
    Right.SEND_BACK: "请回等候室",
    Right.REMOVE: "请出",
    Right.JUDGE_DEVICE: "准许另一设备",
    Right.CONFIRM_IDENTITY: "核实他人身份",
    Right.REVOKE_INVITE: "撤销链接",
    Right.RENEW_INVITE: "换发链接",
    Right.CAUCUS: "安排单独会谈",
    Right.PAUSE: "休息、中断、继续、延长",
    Right.TAKE_OVER: "接替掉线的主持人",
    Right.MODERATE: "维持秩序（关麦、放下举手、置顶、许可共享）",
    Right.TELL_SCRIPT: "开场告知",
    Right.DISCLOSE: "披露",
    Right.SEAT_OTHERS: "增加席位",
    Right.SCREEN_OTHERS: "隔开两人",
    Right.RESCHEDULE: "改期",
    Right.CLOSE: "结束调解",
    Right.LIST_CASES: "案件列表",
    Right.READ_CASE: "查看案件",
    Right.OPEN_CASE: "登记案件",
    Right.CONTACT_PARTIES: "联系当事人、登记意愿",
    Right.SUSPEND_CASE: "中止和恢复",
    Right.WORK_CASE: "排期、登记结果、终止",
    Right.KEEP_FILE: "登记后续经过、归档",
    Right.APPOINT: "指定调解员、退回案件",
    Right.ACCEPT_CASE: "披露、接受或谢绝",
    Right.SEAL_CASE: "登记组织盖章",
    Right.ANSWER_CASE: "当事人的答复",
    Right.OWN_CASE_NOTICES: "查看本人收到的告知",
    Right.READ_CASE_PAPERS: "查看案件文书",
    Right.EXPORT_CASE: "导出移交材料",
    Right.COURT_ACT: "法院撤回、受理、补正、裁定",
    Right.ENTER_COURT_ACT: "代为登记法院行为",
    Right.OVERRIDE_DEADLINE: "逾期准许",
    Right.READ_COURT_PAPERS: "查看送本院的协议",
    Right.READ_REGISTER: "查看名册",
    Right.KEEP_REGISTER: "维护名册",
    Right.CONFIRM_REGISTER: "确认名册",
    Right.KEEP_PROFILE: "填写公布的资料",
    Right.KEEP_COURT_POLICY: "登记法院受理口径",
    Right.SWITCH_LANES: "开关办理途径",
    Right.KEEP_CALENDAR: "载入节假日",
}
INTRODUCTION: Final = """# 权限表 Rights

Written from `rooms/rights.py` by `python -m tests.rooms.rights_page`; a test compares them. What the table does not
allow is forbidden: HTTP answers 403 (401 to nobody known), a socket refuses, and the audit log gets a line. Rights with
席 also depend on the place in the room and the phase of the session (`rooms/permissions.py`); what moves the session
on, on its table too ([session.md](session.md)). A legal representative and a workers' representative stand in the
column 当事人. A co-mediator arranges separate talks while the host is not there. Nobody may start a recording, and
nobody opens another's microphone: there is no such right.
"""
LATER: Final = """
Not asked by anything yet, and therefore not in the table (domain: rights matrix): recording, statistics, accounts made
by an administrator (today the operator makes them: `mediation-room user add`).
"""


def page() -> str:
    """The whole page."""
    return "\n".join((INTRODUCTION, *_legend(), "", *_matrix())) + "\n" + LATER


def _legend() -> Iterator[str]:
    for sign, meaning in EXTENTS.values():
        yield f"- {sign} {meaning}"


def _matrix() -> Iterator[str]:
    yield "| 权限 Right | 席 | " + " | ".join(f"{zh} {each.replace('_', ' ')}" for each, zh in HOLDERS.items()) + " |"
    yield "|---|---|" + "---|" * len(Holder)
    for right, row in TABLE.items():
        cells = (EXTENTS[row[each]][0] if each in row else "–" for each in HOLDERS)
        seat = "席" if right in RULES else ""
        yield f"| {NAMES[right]} {right.replace('_', ' ')} | {seat} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
