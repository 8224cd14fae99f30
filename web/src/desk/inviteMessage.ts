/** The letter a mediator pastes into WeChat or a text message. It goes to the party, so it is Chinese in either language of the page. */
import { dayAndTime } from "@/i18n/moments";

export interface InviteFacts {
  name: string;
  onBehalfOf: string | null;
  title: string;
  /** ISO. */
  scheduledAt: string;
  url: string;
  organisation: string;
  mediator: string;
  helpPhone: string;
}

export function inviteMessage(facts: InviteFacts): string {
  const addressed = facts.onBehalfOf === null ? `${facts.name}，您好！` : `${facts.name}（${facts.onBehalfOf}），您好！`;
  const signature = [facts.organisation, facts.mediator && `调解员${facts.mediator}`].filter(Boolean).join(" ");
  return [
    `${addressed}请您参加在线调解。`,
    `事项：${facts.title}`,
    `时间：${dayAndTime(facts.scheduledAt, "zh")}（北京时间）`,
    "请提前10分钟用手机或电脑点开下面的链接，不用安装软件，也不用注册：",
    facts.url,
    "这个链接只供您本人使用，请不要转发。",
    facts.helpPhone && `有问题请拨打${facts.helpPhone}。`,
    signature,
  ]
    .filter(Boolean)
    .join("\n");
}
