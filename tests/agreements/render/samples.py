"""Agreements as `freezing` would make them, written by hand, for everyone who needs a real paper."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

import rfc8785

from agreements import render
from agreements.agreement import Ink, Stroke
from agreements.document import (
    SCHEMA,
    Document,
    PerformanceRow,
    PrintedParty,
    PrintedTerm,
    Section,
    SignatureField,
)
from agreements.ports import Evidence, EvidenceEffect, EvidenceEvent, EvidenceSigner, Rendered

CHECKED_AT = "https://tiaojie.example/verify"
NAMES = ("张小芳", "滨江市恒远电子有限公司", "李建国", "王敏")
"""Worker, company, who signs for it, mediator."""
RARE = ("龑玥喆", "滨江市𬭎䶮电子有限公司", "𫖯𫍯", "王敏")

NUMBERS = "一二三四五六七八九十"


def sample_document(
    pages: Literal["small", "long"] = "small", names: tuple[str, str, str, str] = NAMES, signers: int = 3
) -> Document:
    """About three pages, or about twenty. `signers` counts the mediator; more than three are further workers."""
    worker, company, agent, mediator = names
    workers = (worker, *(f"{worker}{_numeral(n)}" for n in range(2, signers - 1)))
    terms = _terms(worker, company, 5 if pages == "small" else 60)
    return Document(
        schema=SCHEMA,
        agreement="agr-0001",
        round=1,
        number="（2026）滨劳调字第00017号",
        case_no="2026-00017",
        organisation="滨江市劳动人事争议联合调解中心",
        title="调解协议书",
        mediator=mediator,
        cause="追索劳动报酬纠纷",
        court_id="binjiang",
        court_name="滨江市滨江区人民法院",
        parties=(*(_worker(name, n) for n, name in enumerate(workers, 1)), _company(company, agent, len(workers) + 1)),
        opening=f"申请人与被申请人因追索劳动报酬纠纷一案，向本组织申请调解。本组织于2026年11月16日受理，由调解员{mediator}主持，"
        "于2026年11月22日以在线音视频方式进行了调解。各方身份已核实。",
        facts=Section("facts", "纠纷主要事实、争议事项", _facts(worker, company)),
        terms_lead="经调解，双方在平等自愿基础上达成如下协议：",
        terms=terms,
        performance=_performance(worker, company, 3 if pages == "small" else 24),
        closing_sections=_closing(worker, company),
        fields=_fields(workers, company, agent, mediator),
        frozen_on="2026-11-22",
        template="mediation_agreement/2026-01",
    )


def _numeral(n: int) -> str:
    """1…99."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMBERS[tens - 1] + "十") + (
        "" if ones == 0 else NUMBERS[ones - 1]
    )


def _worker(name: str, n: int) -> PrintedParty:
    sentence = (
        f"{name}，女，1990年1月2日出生，汉族，公民身份号码：33010619900102{n:03d}X，"
        "住滨江市滨江区江南大道588号3幢2单元1102室。联系方式：13800000000。"
    )
    return PrintedParty(f"seat-{n}", "applicant", "申请人", name, sentence, "")


def _company(name: str, agent: str, n: int) -> PrintedParty:
    sentence = (
        f"{name}，住所地滨江市滨江区滨安路1188号，统一社会信用代码：91330108MA27XY1N2C。联系方式：0571-80000000。"
    )
    line = (
        f"委托代理人：{agent}，公司人力资源部经理，特别授权（代为承认、放弃、变更请求，进行和解，代为签署调解协议）。"
    )
    return PrintedParty(f"seat-{n}", "respondent", "被申请人", name, sentence, f"法定代表人：陈国栋，董事长。\n{line}")


def _facts(worker: str, company: str) -> tuple[str, ...]:
    return (
        f"{worker}于2022年3月1日入职{company}，任生产线质检员，双方签订书面劳动合同，约定月工资人民币6,800.00元。",
        "双方对2026年7月至9月的工资及加班费数额存在争议：申请人主张尚欠28,600.00元，被申请人主张已支付其中6,200.00元。",
        "双方对劳动关系存续期间及工资标准无争议。",
    )


def _terms(worker: str, company: str, count: int) -> tuple[PrintedTerm, ...]:
    kinds = (
        ("payment", "支付工资及加班费", _payment(worker, company)),
        ("instalments", "分期支付", _instalments(worker, company)),
        ("labour_relation", "解除劳动关系", _relation(worker, company)),
        (
            "act",
            "出具离职证明",
            f"{company}应当于2026年12月7日前向{worker}出具解除劳动合同的证明，并办理档案和社会保险关系转移手续。",
        ),
        ("final_settlement", "一次性了结", _settlement()),
    )
    chosen = (kinds[n % len(kinds)] for n in range(count))
    return tuple(
        PrintedTerm(_numeral(n), f"clause-{n}", kind, heading, text, {"amount": "12345.00"})
        for n, (kind, heading, text) in enumerate(chosen, 1)
    )


def _payment(worker: str, company: str) -> str:
    return (
        f"{company}应当于2026年12月15日前，以银行转账方式向{worker}一次性支付2026年7月至9月工资及加班费人民币12,345.00元"
        "（大写：壹万贰仟叁佰肆拾伍元整）。\n"
        f"收款账户：户名{worker}，开户行中国工商银行滨江支行，账号6222021202012345678。"
    )


def _instalments(worker: str, company: str) -> str:
    return (
        f"{company}应当向{worker}分三期支付经济补偿人民币30,000.00元（大写：叁万元整），每期人民币10,000.00元"
        "（大写：壹万元整），分别于2027年1月15日、2027年2月15日、2027年3月15日前支付。"
        f"任一期逾期超过五日的，{worker}有权要求{company}立即支付全部剩余款项。"
    )


def _relation(worker: str, company: str) -> str:
    return (
        f"{worker}与{company}的劳动合同经双方协商一致，由{company}提出，于2026年11月30日解除。"
        "双方确认申请人的最后工作日为2026年11月30日，社会保险费缴纳至2026年11月。"
    )


def _settlement() -> str:
    return (
        "除本协议约定事项外，双方就劳动关系存续期间的工资、加班费、经济补偿不再有其他争议。"
        "本条不影响申请人依法享有的工伤保险待遇和社会保险权利。"
    )


def _performance(worker: str, company: str, count: int) -> tuple[PerformanceRow, ...]:
    rows = (
        (company, "工资及加班费", "12,345.00元", "壹万贰仟叁佰肆拾伍元整", "2026年12月15日前", "银行转账"),
        (company, "经济补偿第一期", "10,000.00元", "壹万元整", "2027年1月15日前", "银行转账"),
        (company, f"向{worker}出具离职证明", "", "", "2026年12月7日前", "邮寄送达"),
    )
    return tuple(PerformanceRow(n + 1, *rows[n % len(rows)]) for n in range(count))


def _closing(worker: str, company: str) -> tuple[Section, ...]:
    return (
        Section("liability", "违约责任", (f"{company}逾期付款的，自逾期之日起按日万分之五向{worker}支付违约金。",)),
        Section("effect", "效力与后续路径", (_effect(),)),
        Section("esign", "电子签名与数据保存约定", (_esign(),)),
        Section("copies", "份数", ("本协议以电子形式签署，各方可随时下载，当事人各执一份，调解组织留存一份。",)),
    )


def _effect() -> str:
    return (
        "本协议自双方当事人签名、经调解员签名并加盖调解组织印章后生效。双方可以自本协议生效之日起三十日内，"
        "共同向滨江市滨江区人民法院申请司法确认；一方不履行的，另一方可以依法向劳动争议仲裁委员会申请仲裁。"
    )


def _esign() -> str:
    return (
        "各方同意以电子签名方式签署本协议，并同意由系统为各签名人生成仅用于本次签名的数字证书。"
        "各方确认电子签名与手写签名具有同等法律效力。签署过程数据由调解组织依法保存。"
    )


def _fields(workers: tuple[str, ...], company: str, agent: str, mediator: str) -> tuple[SignatureField, ...]:
    last = len(workers) + 1
    signers = (
        *(
            SignatureField(f"party_{n}", "party", "申请人（签名）", f"seat-{n}", name, "")
            for n, name in enumerate(workers, 1)
        ),
        SignatureField(f"party_{last}", "party", "被申请人（代理人签名）", f"seat-{last}", agent, company),
    )
    platform = SignatureField("platform", "platform", "平台认证", "", "", "")
    return (platform, *signers, SignatureField("mediator", "mediator", "调解员（签名）", "mediator", mediator, ""))


def canonical(document: Document) -> bytes:
    return rfc8785.dumps(asdict(document))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sample_ink() -> Ink:
    """Three strokes of a name, pressure swelling and fading; the pad is half as high as wide."""
    lines = (
        [(200 + n * 6, 150 + round(60 * math.sin(n / 6))) for n in range(50)],
        [(330 + round(25 * math.sin(n / 9)), 80 + n * 6) for n in range(50)],
        [(480 + n * 5, 260 + round(90 * math.sin(n / 5))) for n in range(70)],
    )
    return Ink(tuple(Stroke(tuple(_swelling(line, start))) for start, line in enumerate(lines)), 500)


def _swelling(line: list[tuple[int, int]], start: int) -> Iterator[tuple[int, int, int, int]]:
    for n, (x, y) in enumerate(line):
        yield x, y, start * 900 + n * 12, round(255 * math.sin(math.pi * n / len(line)))


def sample_evidence(document: Document, *, pdf_sha256: str = "ab" * 32) -> Evidence:
    """What `evidence.py` would make of a finished ceremony of that document."""
    signing = [field for field in document.fields if field.kind != "platform"]
    return Evidence(
        schema="signing-evidence/1",
        agreement=document.agreement,
        number=document.number,
        case_no=document.case_no,
        title=document.title,
        organisation=document.organisation,
        digest=digest_of(canonical(document)),
        agreement_pdf_sha256=pdf_sha256,
        sealed_at="2026-11-22 14:20:31",
        signers=tuple(_evidence_signer(field, n) for n, field in enumerate(signing)),
        effects=_effects(),
        events=_events(signing),
        not_proved=(
            "签名证书和时间戳由本系统的测试机构签发，不能用来对抗系统运营者本身；正式使用须由依法设立的电子认证服务机构签发。",
            "本页记录的设备、网络地址和浏览器信息由签名人的设备报告，不能单独证明操作者身份。",
            "电子印章尚未加盖。",
        ),
    )


def _evidence_signer(field: SignatureField, n: int) -> EvidenceSigner:
    minute = 3 + n % 50
    return EvidenceSigner(
        name=field.signer_name,
        capacity=field.label.partition("（")[0],
        on_behalf_of=field.on_behalf_of,
        id_no_masked="3301**********001X",
        identity="调解员当面（视频）核对，并核对证件号码后四位",
        read=f"读到末页，共4页，用时182秒（2026-11-22 14:{minute:02d}:01）",
        confirmed=f"确认“我已阅读并同意本协议全部内容”，电子签名约定 2026-01（2026-11-22 14:{minute:02d}:20）",
        code=f"模拟发件箱，138****0000，发出 14:{minute:02d}:25，核对 14:{minute:02d}:40",
        ink="手写，3 笔",
        activated_at=f"2026-11-22 14:{minute:02d}:55",
        signed_at=f"2026-11-22 14:{minute:02d}:56",
        certificate_serial="5f3a9c0d11e24b7786a0",
        certificate_sha256="0f" * 32,
        device="d-3f81c2",
        source="203.0.113.7",
        agent="Chrome 138 / Android 10",
    )


def _effects() -> tuple[EvidenceEffect, ...]:
    return (
        EvidenceEffect(
            "E-ONLINE", "《人民法院在线调解规则》第十九条第二款", "各方当事人均已签名。", "2026-11-22 14:04:56"
        ),
        EvidenceEffect(
            "E-LABOUR", "《中华人民共和国劳动争议调解仲裁法》第十四条", "未加盖调解组织印章，尚未生效。", ""
        ),
    )


def _events(fields: list[SignatureField]) -> tuple[EvidenceEvent, ...]:
    signed = (
        EvidenceEvent(f"2026-11-22 14:{3 + n % 50:02d}:56", f"{field.signer_name}的签名写入文件")
        for n, field in enumerate(fields)
    )
    return (EvidenceEvent("2026-11-22 13:58:02", "协议书定稿，平台认证"), *signed)


def printed(document: Document) -> Rendered:
    data = canonical(document)
    return render.agreement(document, canonical=data, digest=digest_of(data), checked_at=CHECKED_AT)


def printed_evidence(evidence: Evidence) -> Rendered:
    return render.evidence(evidence, canonical=rfc8785.dumps(asdict(evidence)), checked_at=CHECKED_AT)
