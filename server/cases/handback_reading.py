"""The 说明.txt of a hand-back: what is inside, what is not and why, how to give it back, and how to check it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from law.beijing import day_of, printed_day
from law.citations import printed
from server.cases.ended import COURTS, Ended

SECRET: Final = ("online_mediation.18", "online_mediation.21")

TEXT: Final = """\
移交材料说明

案件：{numbers}
调解组织：{organisation}
终结日期：{ended_on}

一、里面有什么
  {report}、report.json    调解情况；两者内容相同，后者供系统读取
  告知书/                  发给各方的终结或者退回告知书
  consents.json            各方对每一步的同意或者不同意、方式和日期
  contacts.json            每一次联系的时间、方式和结果，不含备注
  当事人材料/              {papers}，一方一个文件夹，与交来时完全一样
  法院文书/                法院的函件、文书和随案移交的材料
  proof/head.json          案件终结时审计记录的末端，由服务器签名
  manifest.json            全部文件的清单和校验值
没有的部分，说明案件里没有这类材料。

二、里面没有什么，为什么
  聊天、会上展示的文件、协议草稿、调解方案和报价、单独谈话、调解员的记录、联系备注、录音录像，一律不在其中。
  调解不公开；为达成协议所作的让步，以后不得作为对其不利的依据。依据：{cited}。
  {staying}
  调解组织自己的文书留在本组织案卷。

三、怎样交还
  {whom}
  不要把整个压缩包交给任何一方当事人。

四、怎样核对
  每个文件的 SHA-256 如下，也写在 manifest.json 里。同一案件再次导出，内容完全相同。

{hashes}

In short
  Inside: the report, the notices, consents, tries to reach people, each party's own papers, the court's papers, and the
  signed end of the audit chain. Not inside: chats, documents shown, drafts, offers, separate talks, notes, recordings,
  and what a party handed in for the mediation alone or kept back; mediation is not public, and concessions may not be
  used against anyone. {whom_en}
"""
COURT: Final = "法院"


@dataclass(frozen=True, slots=True)
class _Words:
    """What differs between a case that a court sent and one that none did."""

    papers: str
    staying: str
    whom: str
    whom_en: str


TO_COURT: Final = _Words(
    papers="身份、委托、同意等程序材料，法院随案移交的、当事人入卷的和明示提交法院的材料",
    staying="当事人只为调解提供的材料和不同意交给法院的材料，不移交法院，由本组织交还本人或者留卷。",
    whom="整个压缩包移交{court}。",
    whom_en="All of it goes to the court that sent the case.",
)
TO_EACH: Final = _Words(
    papers="每一方交来的材料",
    staying="当事人不同意交给法院的材料，留在本组织案卷。",
    whom="调解情况报告留在本组织案卷。“当事人材料”里的每个文件夹，只交还给该当事人本人。",
    whom_en="Give each folder to that party alone.",
)


def reading(told: Ended, hashes: Mapping[str, str]) -> str:
    """The whole text. `hashes` by path, in the order of the ZIP."""
    line, case = told.line, told.case
    number = f"{line.case_no}，法院案号{case.court_case_no}" if case.court_case_no else line.case_no
    words = TO_COURT if line.lane in COURTS else TO_EACH
    return TEXT.format(
        numbers=number,
        organisation=line.organisation_name,
        ended_on=printed_day(day_of(told.at)),
        report=next(iter(hashes)),
        cited=printed(SECRET, day_of(told.at)).zh,
        papers=words.papers,
        staying=words.staying,
        whom=words.whom.format(court=told.court or COURT),
        whom_en=words.whom_en,
        hashes="\n".join(f"  {sha256}  {path}" for path, sha256 in hashes.items()),
    )
