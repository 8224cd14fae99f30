/** Says aloud that somebody has written where nobody looks now, and in which conversation. */
import { watch, watchEffect, type Ref } from "vue";

import { channelName } from "./channels";
import { useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";
import { announce } from "@/ui/announcer";

export function useIncoming(shown: Ref<boolean>): void {
  const { session, view } = useRoom();
  const words = useWords();
  watchEffect(() => (session.chat.watched.value = shown.value));
  watch(session.chat.newest, (line, before) => {
    if (!line || line.id === before?.id || line.author === view.value.you.seat) return;
    const channel = view.value.channels.find((one) => one.channel === line.channel);
    const said = words.value.room.lines;
    const joint = !channel || channel.kind === "joint";
    announce(joint ? said.incoming(line.name) : said.incomingIn(line.name, channelName(view.value, channel, words.value)));
  });
}
