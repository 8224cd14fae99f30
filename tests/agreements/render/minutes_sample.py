"""A 笔录 as it would be after an hour of talking, with everything that can stand in one."""

from dataclasses import replace

from agreements.document import SignatureField
from agreements.minutes_document import SCHEMA, MinutesDocument, PrintedAttendant, PrintedEntry, PrintedFact

COMPANY = "滨江市恒远电子有限公司"


def entry(number: int, at: str, who: str, text: str, *notes: str) -> PrintedEntry:
    return PrintedEntry(number, at, who, text, notes)


def field(name: str, label: str, signer: str, person: str, behalf: str = "") -> SignatureField:
    kind = name if name in {"mediator", "platform"} else "party"
    return SignatureField(name, kind, label, signer, person, behalf)


MINUTES = MinutesDocument(
    schema=SCHEMA,
    minutes="m-1",
    round=1,
    number="（2026）滨劳调笔字第00017号",
    case_no="（2026）滨劳调字第00017号",
    organisation="滨江市劳动人事争议联合调解中心",
    title="调解笔录",
    time="2026年11月22日14时00分至15时32分（14时50分至15时00分休息）",
    place="在线，滨江市劳动人事争议联合调解中心在线调解室，房间7F3K2M",
    method="在线音视频",
    cause="追索劳动报酬纠纷",
    mediators="王敏",
    recorder="周记录",
    attendants=(
        PrintedAttendant("申请人", "龑玥喆", "", "14时00分到场，在线视频", "身份由调解员当场核实"),
        PrintedAttendant("被申请人", "李建国", COMPANY, "14时02分到场，在线视频", "以证件号码后四位核对"),
    ),
    told=(
        entry(
            1, "14:03", "王敏（调解员）", "告知各方当事人的权利和义务、调解程序、调解协议的效力和申请司法确认的途径。"
        ),
        entry(2, "14:05", "龑玥喆（申请人）", "清楚，不申请回避。"),
        entry(3, "14:05", "李建国（被申请人）", "清楚，不申请回避。"),
    ),
    statements=(
        entry(5, "14:10", "龑玥喆（申请人）", "2025年10月至12月的工资没有发，每月8000元。"),
        entry(
            6,
            "14:14",
            "李建国（被申请人）",
            "12月的工资只欠一半。\n公司同意支付，但需要分期😀。",
            "更正（14:40，周记录）：原记“12月的工资全欠。”",
            "不同意见（龑玥喆，14:45）：12月一分没有发。",
        ),
        entry(7, "14:16", "李建国（被申请人）", "（此条已删去）", "删去（14:41，周记录）：原记“重复的话”，因重复记录"),
    ),
    focus="2025年12月工资欠付的数额。",
    undisputed=(
        PrintedFact("双方自2024年3月1日起存在劳动关系。", "龑玥喆、李建国于2026年11月22日14时32分逐字确认"),
        PrintedFact("月工资标准为8000元。", "龑玥喆、李建国于2026年11月22日14时35分逐字确认"),
    ),
    course=(
        entry(4, "14:06", "", "共同会谈开始。"),
        entry(8, "14:50", "", "14时50分至15时00分，调解员与申请人一方单独沟通，内容保密不记录。"),
        entry(9, "15:01", "王敏（调解员）", "提出分三期支付的方案，双方表示同意。"),
        entry(10, "15:10", "", "出示材料《工资条.pdf》（SHA-256：" + "ab12" * 16 + "）。"),
    ),
    result="各方达成调解协议，协议另行签署。",
    unsigned=("陈代理（申请人的代理人）未签名：中途退出。",),
    fields=(
        field("platform", "平台认证", "", ""),
        field("party_1", "申请人（签名）", "s1", "龑玥喆"),
        field("party_2", "被申请人（签名）", "s2", "李建国", COMPANY),
        field("party_3", "记录人（签名）", "s3", "周记录"),
        field("mediator", "调解员（签名）", "s4", "王敏"),
    ),
    frozen_on="2026-11-22",
    exact=("滨江市劳动人事争议联合调解中心", "龑玥喆", "李建国", COMPANY, "周记录", "王敏"),
)


def long_minutes(entries: int) -> MinutesDocument:
    """The same after a whole day."""
    said = tuple(
        entry(20 + number, "15:20", "王敏（调解员）", f"第{number}次询问双方的意见，双方各自陈述理由。")
        for number in range(entries)
    )
    return replace(MINUTES, course=(*MINUTES.course, *said))
