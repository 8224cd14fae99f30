"""What is said no to on the way to a court."""

from collections.abc import Mapping
from typing import ClassVar, Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "submission.incomplete": ("现在还不能提交：{zh}", "It cannot be handed in yet: {en}"),
    "submission.other_route": (
        "这份材料包是为另一途径制作的，不能按本案选定的途径提交。",
        "This bundle was made for another way than the one the case has chosen.",
    ),
    "submission.past": (
        "申请期限已于{last}届满；逾期的，应当请求法院准许，由法院写明理由。",
        "The last day to apply was {last}. After it only the court can let the application in, with its reason.",
    ),
    "submission.other_court": (
        "补正只能交回原来提交的法院。要向其他法院申请的，请先向该院撤回申请，再重新签署申请书。",
        "Corrections go back to the court that has it. To apply to another, withdraw it there first, then sign anew.",
    ),
    "submission.outlived": (
        "提交之后，案件改走了其他途径，或者重新签署了申请书，这一份不能再准许；需要的，请当事人重新提交。",
        "The case went another way since, or a new application was signed: it can only be handed in anew.",
    ),
    "submission.not_late": ("期限还没有届满，请直接提交。", "The last day is not over; please hand it in as usual."),
    "submission.waiting": (
        "已经请求法院准许，请等待答复。",
        "The court was asked already; please wait for its answer.",
    ),
    "submission.not_newest": (
        "已经有更新的提交，请刷新后办理最新的一份。",
        "There is a newer submission; please reload and deal with that one.",
    ),
    "submission.not_admitted": (
        "这份申请逾期，法院准许之前不能办理。",
        "This application came late; nothing else can be done before it is let in.",
    ),
}


class SubmissionRefused(SpokenRefusal):
    """As things stand, no; the sentence says what is in the way."""

    sentences: ClassVar[Mapping[str, tuple[str, str]]] = SENTENCES
