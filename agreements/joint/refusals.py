"""Refusals of the joint application; each leaves it as it was."""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "application.none": (
        "案件还没有可以申请的协议，或者所选途径不在这里签署申请。",
        "The case has no agreement to apply for yet, or the way chosen is not applied for here.",
    ),
    "application.changed": (
        "申请刚刚有变动，请看过后再操作。",
        "The application has just changed; please look at it and do it again.",
    ),
    "application.under_way": (
        "申请正在签署，不能修改；需要修改的，请调解员退回（已签的会作废）。",
        "The application is being signed and cannot be changed; the mediator can take it back (signatures fall).",
    ),
    "application.not_under_way": ("现在没有正在签署的申请。", "No application is being signed now."),
    "application.sealed": (
        "申请书已由各方签署完毕；需要另行申请的，请先改选其他途径，或者由法院退回补正。",
        "All have signed it. For another one choose another way first, or the court sends it back.",
    ),
    "application.no_choice": ("请先选择法院和管辖依据。", "Please choose the court and its ground first."),
    "application.basis": ("管辖依据与申请途径不符。", "The ground does not belong to this kind of application."),
    "application.subject_place": ("请填写标的物所在地。", "Please say where the subject matter is."),
    "application.terms": (
        "协议是在纸上签署的，请把协议各条逐条录入。",
        "The agreement was signed on paper: please key in its terms.",
    ),
    "application.costs": ("请填写诉讼费用由谁负担。", "Please say who bears the fee of the suit."),
    "application.statuses": (
        "诉讼中至少要有一名原告和一名被告，请按起诉状改正诉讼地位。",
        "A suit has a plaintiff and a defendant: please set who is which, as filed.",
    ),
    "application.too_long": ("内容过长，每项最多{limit}字。", "Too long: at most {limit} characters each."),
    "application.control": ("内容里有不能打印的控制字符。", "There are control characters that cannot be printed."),
    "application.court_elsewhere": (
        "所选管辖依据与卷内地址不符：{court}不在所依据的地点。请改选法院或依据，或者先核对更正地址。",
        "The addresses on file do not show this ground for {court}: choose another one, or put the address right.",
    ),
    "application.court_unknown": (
        "卷内没有能够证明管辖依据的地址，请先补全地址，或者改选依据。",
        "No address on file shows this ground. Complete the address first, or choose another ground.",
    ),
    "application.other_court": (
        "补正只能交回{court}。要向其他法院申请的，请先向该院撤回申请。",
        "Corrections go back to {court}. To apply to another court, withdraw the application there first.",
    ),
    "application.court_grounds": (
        "{court}只按自己登记的管辖依据受理（{zh}），所选依据不在其中。请改选依据，或者改选法院。",
        "{court} goes by other grounds ({en}): please choose one of those, or another court.",
    ),
    "application.court_name": ("没有这个法院。", "There is no such court."),
    "application.principal": (
        "协议由{names}作为代理人签署，却没有写明被代理人，无法据此申请。请更正协议，写明被代理人后重新签署。",
        "{names} signed the agreement as an agent, for nobody it names. Correct the agreement and sign it anew.",
    ),
    "application.addresses": (
        "还有当事人没有填写送达地址：{names}。",
        "These parties have not filled in their service addresses: {names}.",
    ),
    "application.late": (
        "申请期限已于{day}届满。仍要申请的，请写明逾期理由；是否受理由法院决定。",
        "The last day to apply was {day}. To apply all the same, give the reason; the court decides.",
    ),
    "application.route": (
        "案件选择的途径已经变动，请重新选择。",
        "The case goes another way now; choose anew.",
    ),
    "application.state": ("案件现在的状态不能办理申请。", "The case is not at a point where one can apply."),
    "application.not_signer": ("您不是这份申请的签署人。", "You do not sign this application."),
    "application.no_paper": ("没有这份文书。", "There is no such paper."),
    "address.signed": (
        "送达地址确认书已经随申请书签署完毕，这里不能再改。地址有变动的，请尽快书面告知受理法院和调解员。",
        "The service address is signed with the application; tell court and mediator in writing of any change.",
    ),
    "address.post": (
        "请填写邮寄地址、收件人和收件人电话。",
        "Please fill in the postal address, the recipient and the recipient's phone.",
    ),
    "address.electronic": (
        "同意电子送达的，请至少填写手机、邮箱、即时通讯中的一项。",
        "Who agrees to electronic service gives at least one of phone, e-mail and messenger.",
    ),
    "address.order": (
        "送达顺序应当把填写了的每一种电子送达方式各列一次。",
        "The order of service names each electronic address that was given, once.",
    ),
    "address.rulings": (
        "判决、裁定、调解书的电子送达以同意电子送达为前提。",
        "Electronic service of rulings needs the consent to electronic service.",
    ),
}


class Refusal(SpokenRefusal):
    """A plain no."""

    sentences = SENTENCES


class Unmet(Refusal):
    """Something must come first, or it is too late."""


class Unfit(Refusal):
    """The content cannot be taken."""
