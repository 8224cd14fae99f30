/** What the mediator tells at the opening; the words of rooms/data/opening_script.json, by its ids. */
import type { Catalogue } from "./zh";

export const openingScript: Catalogue["host"]["openingScript"] = {
  people: {
    heading: "Say who is here",
    words: "I am the mediator. I stand in the middle and decide for nobody. I will now say who is here. Please tell us if anyone else is in the room with you.",
  },
  voluntary: {
    heading: "Free will, and what it costs",
    words: "Mediation is of your own free will. You may say no or end it at any time, and still go to arbitration or court. I will now say whether it costs anything.",
  },
  rights_duties: {
    heading: "Rights and duties",
    words: "You may speak your mind, make proposals, have an agent, refuse or end the mediation. You must tell the truth, keep order and respect the other side. Is anything in the notice of rights unclear?",
  },
  recusal: {
    heading: "Disclosure and recusal",
    words: "I will now say whether I have any family tie, interest or other relation to a party or an agent. You may ask for another mediator; if you know of it and wish to go on with me, please confirm on the page.",
  },
  procedure: {
    heading: "How it goes, and how long",
    words: "Each side tells its story, then we note the facts nobody disputes, then we talk it over, and in the end there is an agreement or there is none. I will now say how long it should take and what time limits run.",
  },
  online: {
    heading: "How the page works",
    words: "Please try your microphone and camera. Raise your hand to speak, or write. If you are cut off, come back by the same link to the same place. You may also ask to meet in person.",
  },
  separate_talks: {
    heading: "Talks with one side alone",
    words: "I may talk with one side alone. What is said there is confidential and not recorded; I will not tell the other side unless you agree. Those left here can only talk among their own side meanwhile.",
  },
  confidentiality: {
    heading: "Confidential, no recording",
    words: "The mediation is not public. Please do not record, take screenshots, stream or pass anything on. The system does not record. Each of you has promised not to.",
  },
  concessions: {
    heading: "Concessions and undisputed facts",
    words: "What you concede to reach a deal must not be used against you in court. But facts that every side has confirmed word for word can be used, so read them well before you confirm.",
  },
  false_mediation: {
    heading: "What false mediation leads to",
    words: "To collude, forge evidence or make up facts in order to harm others through mediation is false mediation. The court will not confirm it and may fine or detain; where it is a crime, it is prosecuted.",
  },
  effect: {
    heading: "What an agreement binds you to",
    words: "An agreement that both sides and I have signed, and the organisation has sealed, must be performed. Before you sign, take your time, ask, or do not sign.",
  },
  confirmation: {
    heading: "Confirmation by the court, and other ways",
    words: "Within thirty days of its taking effect both sides may together ask the court to confirm it; then it can be enforced. It can also go to arbitration for review, or to the court for a payment order where the conditions are met; local practice decides.",
  },
  records: {
    heading: "The record",
    words: "A record is written as we talk. Please check it as it grows, add where you disagree, and each of you confirms it at the end.",
  },
};
