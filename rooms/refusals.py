"""Refusals: the person's fault or bad luck, told to the person. Each leaves the room as it was.

    Refusal
    ├── NotPermitted   role, place or phase forbids the act (the table in permissions.py)
    ├── Unmet          something must come first
    └── Unfit          the content itself cannot be taken

A refusal has a stable `code` for programs and a sentence in both languages for people. Numbers it needs are `data`.
"""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "not_permitted.role": ("只有调解员可以这样操作。", "Only the mediator can do this."),
    "not_permitted.place": (
        "您现在所在的位置不能这样操作，请等调解员接入。",
        "You cannot do this from where you are; please wait for the mediator.",
    ),
    "not_permitted.phase": ("当前阶段不能这样操作。", "This cannot be done at this stage."),
    "seat.unknown": ("这个房间里没有这个席位。", "There is no such seat in this room."),
    "seat.removed": ("调解员已将您移出，请联系调解员。", "The mediator has removed you; please call the mediator."),
    "invite.revoked": (
        "这个链接已被撤销，请向调解员索取新链接。",
        "This link was revoked; ask the mediator for a new one.",
    ),
    "identity.digits_wrong": (
        "身份证号后四位不对，还可以试{tries_left}次。",
        "The last four digits are not right; {tries_left} tries left.",
    ),
    "identity.locked": (
        "输错次数过多，链接已锁定，请联系调解员换新链接。",
        "Too many wrong tries; the link is locked. Ask the mediator for a new one.",
    ),
    "identity.first": ("请先确认身份。", "Please confirm who you are first."),
    "consents.first": ("请先逐项选择是否同意。", "Please decide on each consent first."),
    "consents.online_mediation": (
        "不同意在线调解就不能进入房间，可联系调解员改为线下。",
        "Without consent to online mediation you cannot enter; ask the mediator to meet in person.",
    ),
    "device.waiting": (
        "此链接已在另一台设备上使用，请等调解员同意换到这台设备。",
        "This link is in use on another device; please wait until the mediator agrees to the change.",
    ),
    "device.no_knock": ("没有其他设备在申请。", "No other device is asking."),
    "seat.not_waiting": ("对方不在等候室。", "That person is not in the lobby."),
    "session.stale": ("此页面已被另一个页面接替。", "Another page has taken over from this one."),
    "chat.empty": ("请输入内容。", "Please write something."),
    "chat.too_long": ("内容过长，每条最多{limit}字。", "Too long: at most {limit} characters a line."),
    "text.control_characters": (
        "文字里有看不见的控制字符（{characters}），请删除后再试。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
    "chat.channel": ("您现在不能在这里发文字。", "You cannot write here now."),
    "chat.joint_paused": (
        "调解员暂时不在共同会谈，这里的文字和材料暂停，您仍可以与本方交流。",
        "No mediator is in the joint session just now, so writing and showing rest here; your own side can still talk.",
    ),
    "chat.caucus_paused": (
        "调解员不在这里，文字和材料暂停，可以请调解员进来。",
        "No mediator is here, so writing and showing rest; you can ask the mediator to come in.",
    ),
    "media.muted": (
        "调解员已关闭您的麦克风，可举手申请。",
        "The mediator has shut your microphone; raise your hand to ask for it.",
    ),
    "mute.mediator": ("调解员的麦克风由本人开关。", "Mediators switch their own microphones."),
    "screen.not_allowed": ("共享屏幕须先经调解员允许。", "The mediator has to let you share your screen first."),
    "screen.taken": (
        "有人正在共享屏幕，请等对方停止。",
        "Somebody is sharing a screen already; please wait until they stop.",
    ),
    "seat.not_here": ("对方现在不在这里。", "That person is not here now."),
    "document.private": (
        "这份材料是在别处单独提交的，不能在这里展示。",
        "This document was brought in private elsewhere and cannot be shown here.",
    ),
    "script.unknown": ("开场告知里没有这一项。", "There is no such item in the opening script."),
    "disclosure.text": (
        "请写明是什么关系，须有1到{limit}个字。",
        "Please say what the relation is: 1 to {limit} characters.",
    ),
    "disclosure.full": ("披露最多{limit}条。", "At most {limit} disclosures."),
    "disclosure.unknown": ("没有这一条披露。", "There is no such disclosure."),
    "fact.unattended": (
        "调解员在共同会谈中时，才能提出或者改写无争议事实。",
        "Undisputed facts are proposed and reworded only while a mediator is in the joint session.",
    ),
    "fact.words": ("请写明事实，须有1到{limit}个字。", "Please write the fact: 1 to {limit} characters."),
    "fact.line_unknown": ("没有您说的那一条发言。", "There is no such line."),
    "fact.proposal": (
        "这一条发言是让步或者方案，说的人无权确认，不能列为无争议事实。",
        "That line is a concession or proposal by somebody who cannot confirm facts; it cannot become one.",
    ),
    "fact.unknown": ("没有这一条事实。", "There is no such fact."),
    "facts.full": ("无争议事实最多{limit}条。", "At most {limit} undisputed facts."),
    "fact.not_yours": (
        "只有提出这一条的人或者调解员可以这样操作。",
        "Only who proposed this fact, or a mediator, can do this.",
    ),
    "fact.not_asked": ("这一条不需要您确认。", "You are not asked to confirm this fact."),
    "fact.changed": ("文字已经改过，请看清新的文字再确认。", "The words have changed; please read them anew."),
    "fact.refused": (
        "有人不同意这一条，改写后才能再确认。",
        "Somebody refused this fact; it has to be reworded first.",
    ),
    "fact.settled": ("这一条已经确认或者撤回，不能再改。", "This fact was entered or withdrawn and changes no more."),
    "document.unknown": ("没有这份材料。", "There is no such document."),
    "document.name": ("文件名须有1到{limit}个字。", "A file's name has 1 to {limit} characters."),
    "document.page": ("这份材料只有{pages}页。", "This document has {pages} pages only."),
    "document.another_shows": (
        "正在展示其他人的材料，请等对方停止，或请调解员停止。",
        "Somebody else is showing a document; wait until they stop, or ask the mediator.",
    ),
    "documents.full": ("材料太多，这里最多{limit}份。", "Too many documents: at most {limit} here."),
    "person.unknown": ("这个席位上没有这个人。", "There is no such person in this seat."),
    "session.nobody_there": (
        "还没有人进入，本场调解尚未开始。",
        "Nobody has entered yet; the session has not started.",
    ),
    "session.not_begun": (
        "共同调解还没有开始，请先完成核验，再开始共同调解。",
        "The joint session has not begun; finish the checks first, then begin it.",
    ),
    "session.begun": ("共同调解已经开始。", "The joint session has begun already."),
    "session.in_break": ("正在休息，请先结束休息。", "It is a break; end the break first."),
    "session.no_break": ("现在没有在休息。", "There is no break now."),
    "session.interrupted": ("调解已经中断，请先继续。", "The session is interrupted; resume it first."),
    "session.not_interrupted": ("调解没有中断。", "The session is not interrupted."),
    "session.closed": ("本场调解已经结束。", "The session is over."),
    "session.caucus_open": ("还有单独会谈没有结束。", "A private talk is still open."),
    "session.host_is_there": ("主持的调解员还在。", "The leading mediator is there."),
    "session.nobody_cleared": (
        "等候室里还没有人核验完毕，请先核验。",
        "Nobody in the lobby has been checked yet; please check somebody first.",
    ),
    "gate.identity": (
        "{name}还没有核实身份：请对照身份证件和本人，或者用验证码。",
        "{name} has not been identified: compare the person with an ID document, or use a one-time code.",
    ),
    "gate.notice": ("{name}还没有读完权利义务告知书。", "{name} has not read the notice of rights to its end."),
    "gate.consents": ("{name}还没有逐项选择是否同意。", "{name} has not decided on each consent."),
    "gate.online_mediation": ("{name}没有同意在线调解。", "{name} has not consented to online mediation."),
    "gate.false_mediation": (
        "{name}还没有确认知晓虚假调解的法律后果。",
        "{name} has not confirmed the warning of false mediation.",
    ),
    "gate.no_recording": ("{name}还没有承诺不录音录像。", "{name} has not declared not to record."),
    "gate.company": (
        "{name}还没有回答身边有没有别人。",
        "{name} has not said who else is in the room with them.",
    ),
    "gate.disclosure": (
        "{name}还没有就调解员的披露表示同意继续。",
        "{name} has not agreed to go on after what the mediator disclosed.",
    ),
    "gate.authority": ("{name}的代理权限还没有写明。", "It is not on file how far {name} may act as an agent."),
    "gate.papers": ("{name}的授权委托书还没有核对。", "The power of attorney of {name} has not been seen."),
    "gate.not_cleared": ("{name}还没有核验完毕。", "{name} has not been cleared yet."),
    "identity.face_alone": (
        "只看人脸不能确认身份，请对照身份证件，或者用验证码。",
        "A face alone identifies nobody; compare it with an ID document, or use a one-time code.",
    ),
    "identity.not_together": (
        "请先呼叫对方进入核验，对照本人和证件后再确认。",
        "Call the person to the check first, then compare the live face with the document.",
    ),
    "notice.outdated": ("告知书已有新的版本，请重新阅读。", "There is a newer text of the notice; please read it."),
    "notice.not_opened": ("请先打开告知书。", "Please open the notice first."),
    "notice.too_fast": (
        "请从头读到尾（或者听完），至少需要{seconds}秒。",
        "Please read, or hear, the notice to its end; that takes at least {seconds} seconds.",
    ),
    "company.too_long": (
        "请简短写明身边还有谁，不超过{limit}个字。",
        "Please say briefly who is there: at most {limit} characters.",
    ),
    "papers.no_agent": (
        "只有代理人，或者代表单位到场的人，需要核对授权委托书。",
        "Only an agent, or who comes for a company, has a power of attorney to be seen.",
    ),
    "papers.missing": (
        "还缺{paper}。请代理人上传，或由您代为上传，看过再确认。",
        "Still missing: {paper_en}. The agent, or you, upload it; look at it, then confirm.",
    ),
    "credential.paper": ("这个席位不需要这种材料。", "This seat hands in no such paper."),
    "credentials.full": ("每个席位最多上传{limit}份证件材料。", "At most {limit} identity papers for a seat."),
    "identity.paper_unknown": ("没有这份证件，请重新选择。", "There is no such document; please choose again."),
    "check.not_there": ("请先呼叫对方进入核验。", "Call the person to the check first."),
    "seat.known": ("这个席位已经有了。", "There is such a seat already."),
    "seats.full": ("席位太多，每场最多{limit}个。", "Too many seats: at most {limit} in a session."),
    "seat.side": ("这种身份不能坐在这一方。", "Somebody in that capacity cannot be on that side."),
    "seat.persons": (
        "席位上的人不对：每人只能在一个席位上，至少一人。",
        "The people in this seat are not right: at least one, and each in one seat only.",
    ),
    "agent.authority": (
        "请写明代理人是一般授权还是特别授权。",
        "Say whether the agent's authority is general or special.",
    ),
    "agent.principal": (
        "{name}代没有到场的第三人签署，请写明代谁参加。",
        "{name} signs for a third person who is not there: say for whom.",
    ),
    "agents.too_many": ("每一方最多{limit}名代理人。", "At most {limit} agents on a side."),
    "screen.mediator": (
        "只能隔开两个不同的席位，调解员不能隔开。",
        "Two different seats are screened, and never a mediator.",
    ),
    "screen.together": (
        "两人正在同一个单独会谈里，请先让其中一人离开。",
        "Both are in the same private talk; let one of them leave first.",
    ),
    "schedule.past": ("请选择以后的时间。", "Please choose a time to come."),
    "minutes.range": ("请填{least}到{most}分钟。", "Please give {least} to {most} minutes."),
    "caucus.unknown": ("没有这个单独会谈，或者已经结束。", "There is no such private talk, or it is over."),
    "caucus.closing": ("这个单独会谈正在结束。", "This private talk is being closed."),
    "caucus.full": ("单独会谈太多，每场最多{limit}次。", "Too many private talks: at most {limit} in a session."),
    "caucus.seats": ("请选择要请来的人。", "Please choose who is asked in."),
    "caucus.not_at_table": ("{name}还没有接入会谈，请先准入。", "{name} is not at the table; admit them first."),
    "caucus.inside": ("{name}已经在这个单独会谈里。", "{name} is in this private talk already."),
    "caucus.screened": (
        "{name}与其中的人已被隔开，不能在同一个单独会谈里。",
        "{name} is screened from somebody there and cannot be in the same private talk.",
    ),
    "caucus.not_called": ("没有人在请您进入这个单独会谈。", "You are not being called into this private talk."),
    "caucus.locked": (
        "这个单独会谈已锁定，请等调解员再次邀请。",
        "This private talk is locked; wait to be called again.",
    ),
    "caucus.not_delegated": (
        "主持的调解员在场时，由其安排单独会谈。",
        "While the leading mediator is there, private talks are theirs to arrange.",
    ),
    "guard.everybody_cleared": ("在等候的每个人都已核验完毕", "everybody who waits has been cleared"),
    "guard.somebody_cleared": ("至少有一人核验完毕", "at least one person has been cleared"),
    "guard.separate_talks_told": ("已告知各方可能分别会谈", "all were told that there may be separate talks"),
    "guard.host_lost": ("三十秒没有调解员在场", "no mediator for thirty seconds"),
    "guard.no_caucus_open": ("单独会谈都已结束", "no private talk is open"),
    "guard.was_lobby": ("中断前在等候", "it was LOBBY before"),
    "guard.was_check": ("中断前在核验", "it was CHECK before"),
    "guard.was_joint": ("中断前在共同调解", "it was JOINT before"),
    "guard.was_caucus": ("中断前在单独会谈", "it was CAUCUS before"),
    "guard.was_break": ("中断前在休息", "it was BREAK before"),
    "reason.needed": ("请写明原因（不超过200字）。", "Please give a reason (at most 200 characters)."),
}


class Refusal(SpokenRefusal):
    """A plain no of the room."""

    sentences = SENTENCES


class NotPermitted(Refusal):
    """The table in `permissions` says no."""


class Unmet(Refusal):
    """A guard is missing; the sentence names it."""


class Unfit(Refusal):
    """The content cannot be taken."""
