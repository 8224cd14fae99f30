"""What the cases' part of the API says no to by itself; the case machine brings its own sentences."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

CASE_SENTENCES: Final[Mapping[str, tuple[HTTPStatus, str, str]]] = {
    "case.unknown": (HTTPStatus.NOT_FOUND, "没有这个案件。", "There is no such case."),
    "case.alike": (
        HTTPStatus.CONFLICT,
        "十二个月内有相同当事人、相同案由的案件：{numbers}。确认不是同一纠纷的，请再次提交。",
        "These parties had such a dispute within twelve months: {numbers}. If this is another, send it again.",
    ),
    "case.lane_closed": (
        HTTPStatus.CONFLICT,
        "这个法院目前没有开通“{lane}”。依据：{source}",
        "This court does not take cases in this lane now ({lane_en}). It rests on: {source}",
    ),
    "case.lane": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "没有这种来源，或者还缺法院的审理程序，请重新选择。",
        "There is no such lane, or the court's procedure is missing; please choose again.",
    ),
    "case.court_needed": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "法院委派、委托的案件，须填写法院、法院案号和签收材料的日期。",
        "A case the court sent needs the court, its case number, and the day its papers were signed for.",
    ),
    "case.take": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "只有调解员可以在自行受理的案件里直接承办。",
        "Only a mediator can take a case at once, and only one the organisation takes on itself.",
    ),
    "case.day": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "日期不能晚于今天，也不能早于2022年。",
        "The day cannot be after today, nor before 2022.",
    ),
    "court.unknown": (HTTPStatus.UNPROCESSABLE_ENTITY, "没有这个法院，请重新选择。", "There is no such court."),
    "participant.unknown": (
        HTTPStatus.NOT_FOUND,
        "这个案件里没有这位当事人。",
        "There is no such participant in this case.",
    ),
    "participant.number_of_other_paper": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "换了证件类型，请填写新证件的号码；没有的，请删去原来的号码。",
        "This is another paper: give its number, or take the old one off the file.",
    ),
    "agent.unknown": (HTTPStatus.NOT_FOUND, "这个案件里没有这位代理人。", "There is no such agent in this case."),
    "court_paper.kind": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "法院只收 PDF、JPEG 和 PNG 文件，请换一种格式再提交。",
        "The court takes PDF, JPEG and PNG files only; please save it as one of these.",
    ),
    "material.unknown": (HTTPStatus.NOT_FOUND, "这个案件里没有这份材料。", "There is no such paper in this case."),
    "scan.unmarked": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "扫描件第{sheet}页上读不到打印签署件的二维码。请只扫描有字的一面，平整、清楚、不缺角，再整份上传。",
        "Page {sheet} of the scan shows no code of the print copy. Scan the printed sides only, flat and whole.",
    ),
    "scan.two_marks": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "扫描件第{sheet}页上有两个不同的页码标记，请一页一页分开扫描。",
        "Page {sheet} of the scan shows two different marks: scan one page at a time.",
    ),
    "scan.other_text": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "扫描件第{sheet}页不属于校验码 {short} 的定稿，是另一个版本或另一份文件。请换成本定稿打印签署件的那一页。",
        "Page {sheet} of the scan is not of the text {short}: it is of another version or paper.",
    ),
    "scan.twice": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "扫描件第{sheet}页重复：协议第{pages}页出现了两次。",
        "Page {sheet} of the scan repeats page {pages} of the agreement.",
    ),
    "scan.missing": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "扫描件缺少协议第{pages}页，请补齐后整份上传。",
        "The scan lacks page {pages} of the agreement; upload it whole.",
    ),
    "session.unknown": (HTTPStatus.NOT_FOUND, "这个案件里没有这场调解会。", "There is no such session in this case."),
    "notice.unknown": (HTTPStatus.NOT_FOUND, "没有这份给您的通知。", "There is no such notice to you."),
    "handback.not_failed": (
        HTTPStatus.CONFLICT,
        "调解结束以后才有复函；没有达成协议而结束的，才有告知书和移交材料。",
        "The report is there once mediation is over; the notice and the hand-back if it ended without agreement.",
    ),
    "handback.result_missing": (
        HTTPStatus.CONFLICT,
        "请先录入调解结果，再取复函。",
        "Please enter the result first; then the report is there.",
    ),
    "handback.report_missing": (
        HTTPStatus.CONFLICT,
        "请先填写调解情况的四项内容，再取复函和移交材料。",
        "Please write the four fields of the report first.",
    ),
    "handback.notice_missing": (
        HTTPStatus.CONFLICT,
        "还没有发出告知书，请稍后再试。",
        "No such notice has been given yet; try again in a moment.",
    ),
    "certificate.not_effective": (
        HTTPStatus.CONFLICT,
        "调解协议生效、调解组织盖章以后，才能出具主持调解的证明。",
        "The certificate is there once the agreement is in effect under the organisation's seal.",
    ),
    "handback.unprintable": (
        HTTPStatus.CONFLICT,
        "姓名或者名称里有无法印出的字：{characters}。请更正当事人信息后再试。",
        "Names hold characters that cannot be printed: {characters}. Please put them right first.",
    ),
    "register.unknown": (HTTPStatus.NOT_FOUND, "名册里没有这一条。", "There is no such entry on the register."),
    "register.subject": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "只能报送本组织或者本组织的调解员。",
        "Only the own organisation or one of its mediators can be submitted.",
    ),
    "register.ended": (
        HTTPStatus.CONFLICT,
        "这一条已被移出名册，请重新报送。",
        "This entry was removed; please submit a new one.",
    ),
    "register.term": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "请填写任期的起始日；届满日不能早于起始日。",
        "Please give the first day of the term; the last cannot be before it.",
    ),
    "profile.unknown": (
        HTTPStatus.NOT_FOUND,
        "没有这份资料，或者不由您填写。",
        "There is no such profile, or it is not yours to keep.",
    ),
    "lane.own_court": (
        HTTPStatus.FORBIDDEN,
        "只能开通或者关闭本院的渠道。",
        "Only the own court's lanes can be switched.",
    ),
    "submission.unknown": (
        HTTPStatus.NOT_FOUND,
        "没有这份提交，或者它不属于本院。",
        "There is no such submission, or it is not your court's.",
    ),
    "withdrawal.none": (
        HTTPStatus.NOT_FOUND,
        "现在没有待法院决定的撤回请求。",
        "Nobody asks to withdraw an application that the court still has to decide.",
    ),
    "receipt.unreadable": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "这不是法院的回执文件，或者没有写明签收人和时间。",
        "This is no receipt file of a court, or it does not say who signed for it and when.",
    ),
    "receipt.other": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "这份回执与所提交的材料不符（编号、校验值、途径或者时间）。",
        "This receipt is for another bundle (by number, hash, way or time).",
    ),
    "court_policy.own_court": (
        HTTPStatus.FORBIDDEN,
        "只能登记本院的受理口径。",
        "Only what the own court takes can be entered.",
    ),
    "court_policy.term": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "截止日不能早于起始日。",
        "The last day cannot be before the first.",
    ),
    "court_policy.word": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "没有这一选项，请重新选择。",
        "There is no such choice; please choose again.",
    ),
    "lane.term": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "截止日不能早于起始日。",
        "The last day cannot be before the first.",
    ),
}
"""Code to status, Chinese and English."""

FORBIDDEN: Final = frozenset(
    {
        *("office.other", "party.not_of_case", "party.not_own", "mediator.not_of_case", "link.not_own"),
        *(
            "appointing.other_office",
            "appointing.self_only",
            "mediator.not_appointed",
            "text.reopened_by_mediator",
            "text.expired_by_system",
        ),
        "override.court_only",
    }
)
"""What the machine refuses for who asks, and not for how the case stands."""
