"""Refusals: told to the person; each leaves the agreement as it was, but for a wrong code, which costs a try.

    Refusal
    ├── NotPermitted   not this person's to do
    ├── Unmet          something must come first, or it is too late
    ├── Unfit          the content itself cannot be taken
    ├── Clash          somebody else changed it meanwhile; both texts are in `data`
    └── Stale          a report about work that is no longer asked for: told to the worker, never to a person

A refusal has a stable `code` for programs and a sentence in both languages for people. Numbers it needs are `data`.
"""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "member.unknown": ("您不是这份协议的参加人。", "You take no part in this agreement."),
    "member.mediator_only": ("只有调解员可以这样操作。", "Only the mediator can do this."),
    "member.leader_only": (
        "定稿和退回起草由主持调解的调解员操作。",
        "Fixing the text and going back to drafting are for the mediator who leads the session.",
    ),
    "signer.which": (
        "这个席位上有几位，请说明是哪一位的意思。",
        "Several persons share this seat; please say whose answer this is.",
    ),
    "member.party_only": ("只有当事人可以这样操作。", "Only a party can do this."),
    "stage.not_drafting": (
        "协议文本已定稿，不能再修改；需要修改的，请调解员退回起草。",
        "The text is fixed and cannot be changed; the mediator can go back to drafting.",
    ),
    "stage.not_signing": ("现在不在签署阶段。", "The agreement is not being signed now."),
    "stage.too_late": ("各方均已签署，不能再退回。", "All have signed; there is no way back."),
    "part.unknown": (
        "没有这个部分或条款，可能已被删除。",
        "There is no such part or clause; it may have been removed.",
    ),
    "clause.kind": ("只能增加条款。", "Only clauses can be added."),
    "clause.id": ("条款编号无效。", "This is no id for a clause."),
    "clause.taken": ("这个编号已被另一条款使用。", "This id is taken by another clause."),
    "clause.fixed": ("案情和当事人信息不能移动或删除。", "The case and the parties cannot be moved or removed."),
    "clauses.too_many": ("条款过多，最多{limit}条。", "Too many terms: at most {limit}."),
    "field.unknown": ("表单里没有这一项。", "The form has no such field."),
    "draft.clash": (
        "这一项刚刚被改过，请对照后再保存。",
        "This field has just been changed; please compare the two texts.",
    ),
    "draft.changed": (
        "草稿刚刚有变动，请看过后再操作。",
        "The draft has just changed; please look at it and do it again.",
    ),
    "draft.incomplete": (
        "草稿还有{count}处需要补正，不能定稿。",
        "{count} things in the draft must be put right before it can be frozen.",
    ),
    "draft.limit": ("草稿内容过长，请精简。", "The draft is too long; please shorten it."),
    "comment.id": ("意见编号无效。", "This is no id for a remark."),
    "comment.unknown": ("没有这条意见。", "There is no such remark."),
    "comment.empty": ("请写下意见。", "Please write something."),
    "comment.taken": ("这个编号已被另一条意见使用。", "This id is taken by another remark."),
    "comments.too_many": ("您的意见过多，最多{limit}条。", "Too many remarks of yours: at most {limit}."),
    "comments.too_long": (
        "您的意见合计过长，最多{limit}字。",
        "Your remarks together are too long: at most {limit} characters.",
    ),
    "suggestion.unknown": ("没有这条修改建议。", "There is no such suggestion."),
    "suggestion.taken": ("这个编号已被另一条建议使用。", "This id is taken by another suggestion."),
    "suggestion.id": ("建议编号无效。", "This is no id for a suggestion."),
    "suggestion.settled": ("这条建议已经处理。", "This suggestion has been dealt with."),
    "suggestion.same": ("建议的内容与现在的相同。", "The suggestion is what stands there already."),
    "suggestion.empty": ("请写下建议的条款内容。", "Please write what the new clause should say."),
    "suggestions.too_many": (
        "您未处理的建议过多，最多{limit}条。",
        "Too many open suggestions of yours: at most {limit}.",
    ),
    "suggestions.too_long": (
        "您未处理的建议合计过长，最多{limit}字。",
        "Your open suggestions together are too long: at most {limit} characters.",
    ),
    "wording.changed": (
        "这一条刚刚有变动，请看过现在的文字后再确认。",
        "The clause has just changed; please look at it as it reads now.",
    ),
    "wording.unknown": ("没有留存这段文字。", "This wording was not kept."),
    "clause.blank": ("这一条还没有填写完整，不能确认。", "The clause still has blanks and cannot be agreed to."),
    "snapshot.id": ("版本编号无效。", "This is no id for a kept state."),
    "snapshot.taken": ("这个编号已被另一版本使用。", "This id is taken by another kept state."),
    "snapshot.unknown": ("没有留存这个版本。", "This state was not kept."),
    "snapshot.name": ("请给这个版本起名（不超过{limit}字）。", "Please name this state (at most {limit} characters)."),
    "proposal.id": ("方案编号无效。", "This is no id for a proposal."),
    "proposal.taken": ("这个编号已被另一方案使用。", "This id is taken by another proposal."),
    "proposal.unknown": ("没有这个方案。", "There is no such proposal."),
    "proposal.empty": ("请写下方案内容。", "Please write the proposal."),
    "proposal.withdrawn": ("这个方案已经撤回。", "This proposal has been withdrawn."),
    "proposal.accepted": ("这个方案各方都已接受。", "Everybody has accepted this proposal."),
    "proposals.too_many": ("方案过多，最多{limit}个。", "Too many proposals: at most {limit}."),
    "text.one_line": ("这一项只能写一行。", "This field takes one line only."),
    "text.too_long": (
        "内容过长：最多{limit}个字，现在{count}个。",
        "Too long: at most {limit} characters, now {count}.",
    ),
    "text.control_characters": (
        "文字里有看不见的控制字符（{characters}），请删除后再试。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
    "money.shape": (
        "金额请用半角数字填写，最多两位小数，例如12345.00或12,345.00，不要写“元”和空格。",
        "Write the amount in plain digits with at most two decimals, such as 12345.00 or 12,345.00, no unit or spaces.",
    ),
    "money.too_large": ("金额过大，请核对。", "The amount is too large; please check."),
    "money.zero": ("金额应大于零。", "The amount must be more than zero."),
    "date.shape": (
        "没有这一天，请按2026-03-31这样填写。",
        "There is no such day; please write it like 2026-03-31.",
    ),
    "date.years": ("日期应在{first}年到{last}年之间。", "The date must lie between {first} and {last}."),
    "count.range": ("请填写1到{limit}之间的整数。", "Please give a whole number from 1 to {limit}."),
    "rate.shape": (
        "请填写0到100之间的百分比，最多四位小数，例如0.05。",
        "Write a percentage between 0 and 100 with at most four decimals, such as 0.05.",
    ),
    "party.unknown": ("请从本案当事人中选择。", "Please choose one of the parties."),
    "choice.unknown": ("请从列出的选项中选择。", "Please choose one of the options."),
    "court.unknown": ("没有这家法院，请重新选择。", "There is no such court; please choose again."),
    "reason.needed": ("请写明原因（不超过200字）。", "Please give a reason (at most 200 characters)."),
    "agreement.changed": (
        "协议文本已经变动，请重新阅读现在的文本。",
        "The text has changed; please read the present one.",
    ),
    "agreement.already_signed": ("您已经签署，不会重复签署。", "You have signed already; nothing is signed twice."),
    "agreement.signed_stays": (
        "您已经签署，不能再以拒签撤回；如有异议，请告诉调解员。",
        "You have signed; that cannot be undone by refusing. Tell the mediator if something is wrong.",
    ),
    "page.unknown": ("协议没有这一页。", "The agreement has no such page."),
    "read.first": ("请先读完全部页面。", "Please read all pages first."),
    "confirm.first": ("请先确认已阅读并同意全部内容。", "Please confirm first that you have read and agree."),
    "confirm.sentence": ("确认的文字与要求不符，请原文确认。", "The sentence is not the required one, word for word."),
    "confirm.terms_changed": (
        "电子签名约定的版本不符，请刷新后重新阅读。",
        "These are not the electronic signature terms of this text; please reload and read them.",
    ),
    "group.unknown": ("协议没有这一部分。", "The agreement has no such part."),
    "groups.first": (
        "还有{count}个部分没有逐一确认。",
        "{count} parts have not been confirmed one by one yet.",
    ),
    "standing.needed": (
        "{name}还没有签署协议的权限：须有写明“代为签署调解协议”的授权委托书，并经调解员核对。",
        "{name} may not sign yet: a power of attorney that names the signing is needed, and the mediator's look at it.",
    ),
    "signer.agent": ("请选择这一方的代理人。", "Please choose an agent of that side."),
    "signer.authority": (
        "一般授权的代理人不能代为签署，须有特别授权。",
        "An agent with a general authority cannot sign; that takes a special one.",
    ),
    "seal.others_first": (
        "请等各方当事人和调解员都签署后再盖章。",
        "Please wait until all parties and the mediator have signed before the seal is put on.",
    ),
    "seal.not_here": (
        "调解组织的印章由印章保管人在工作台加盖。",
        "The organisation's seal is put on by its keeper at the desk.",
    ),
    "turn.wait": ("请等各方当事人都签署后再签。", "Please wait until all parties have signed."),
    "code.first": ("请先获取验证码。", "Please ask for a code first."),
    "code.expired": ("验证码已过期，请重新获取。", "The code has expired; please ask for a new one."),
    "code.spent": ("验证码输错次数过多，请重新获取。", "Too many wrong tries; please ask for a new code."),
    "code.wrong": ("验证码不对，还可以试{tries_left}次。", "The code is not right; {tries_left} tries left."),
    "code.too_many": (
        "获取验证码次数过多，请{minutes}分钟后再试。",
        "Too many codes were sent; please try again in {minutes} minutes.",
    ),
    "paper.applying": (
        "有签名正在写入文件，请稍后再登记纸面签署件。",
        "A signature is being written into the file; file the paper copy in a moment.",
    ),
    "paper.signers": (
        "每一位没有在线签名的人都要登记纸面签名日期，还缺：{names}",
        "Everybody who has not signed here needs a day of signing on paper; missing: {names}",
    ),
    "paper.day": (
        "签名日期不能早于定稿日（{first}），也不能晚于今天。",
        "Nobody signs before the text was fixed ({first}) or after today.",
    ),
    "paper.mediator_last": ("调解员的签名日期不能早于当事人。", "The mediator does not sign before the parties."),
    "ink.malformed": (
        "签名笔迹数据有误，请清除后重签。",
        "The drawn signature is damaged; please clear it and sign again.",
    ),
    "ink.too_little": ("笔迹太少，请完整写出姓名。", "There is too little ink; please write your whole name."),
    "ink.typed_name": ("输入的姓名与签署人不一致。", "The typed name is not the signer's name."),
    "agreement.under_way": (
        "协议正在签署，现在不能结束调解。请先签完，或者退回修改（已签的会作废）。",
        "The agreement is being signed. Finish signing, or go back to drafting (signatures fall), before you end.",
    ),
    "outcome.stale": ("这项结果已经过时。", "This outcome is out of date."),
}


class Refusal(SpokenRefusal):
    """A plain no of the agreement."""

    sentences = SENTENCES


class NotPermitted(Refusal):
    """Not this person's to do."""


class Unmet(Refusal):
    """A guard is missing, or the stage has passed; the sentence names it."""


class Unfit(Refusal):
    """The content cannot be taken."""


class Clash(Refusal):
    """`data`: `yours` and `theirs` (texts), `version` of theirs, `by` (SignerId)."""


class Stale(Refusal):
    """The outcome does not belong to the agreement as it is now; the worker asks `work.due` again."""
