/** Before whom a document lies, in words. Pure. */
import type { RoomView } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";

export function tableOf(view: Pick<RoomView, "channels">, channel: string, words: Catalogue): string {
  const said = words.documents.tables;
  if (channel === "joint") return said.joint;
  const kind = view.channels.find((one) => one.channel === channel)?.kind ?? channel.split(".")[0];
  return kind === "caucus" || kind === "side" ? said[kind] : said.other;
}
