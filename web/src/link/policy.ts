/** How the page goes on when something is lost: numbers and decisions only, no clocks and no sockets. */

const FIRST_MS = 400;
/** Whoever was without a network is to be back within five seconds of its return: this, and an attempt that ran into the end of the outage. */
const LONGEST_MS = 2000;

/** Wait before connection attempt `attempt` (from 1): doubling, capped, and half of it by chance, so that a restarted server is not stormed. `chance` lies in [0, 1). */
export function backoffMs(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(full / 2 + (full / 2) * chance);
}

/** What a sign of the media path going bad calls for. */
export type Recovery = "none" | "wait" | "restart" | "fresh";

/** Two restarts of ICE are tried before a fresh connection; a path that is closed for good cannot be restarted. */
export const RESTARTS = 2;

export function recovery(state: RTCIceConnectionState, failures: number): Recovery {
  switch (state) {
    case "connected":
    case "completed":
      return "none";
    case "disconnected":
      return failures === 0 ? "wait" : failures <= RESTARTS ? "restart" : "fresh";
    case "closed":
      return "fresh";
    case "failed":
      return failures <= RESTARTS ? "restart" : "fresh";
    case "new":
    case "checking":
      // A first connection that does not come about, or a restart without effect.
      return failures <= RESTARTS ? "restart" : "fresh";
  }
}

/** So long after a sign of another network, what is lost is taken to be lost for that reason. */
const MOVED_MS = 10_000;

/**
 * What to do with the media path when the signalling line is back: `restart` one that is known or sure to be lost, and
 * `watch` whether any other still answers. `movedMs`: since the browser last told of another network.
 */
export function revival(state: RTCIceConnectionState, movedMs: number): "restart" | "watch" {
  return movedMs < MOVED_MS || recovery(state, 1) !== "none" ? "restart" : "watch";
}

/** Whether the answer is another session's than the one before (RFC 8866 §5.2: name and id): the server was restarted. */
export function beganAnew(former: string, answer: string): boolean {
  return sessionOf(former) !== sessionOf(answer);
}

function sessionOf(sdp: string): string | undefined {
  return /^o=(\S+ \S+)/m.exec(sdp)?.[1];
}

/** How the person is told of a bad line: nothing for two seconds, then a banner, after fifteen with more to do. */
export type LineQuality = "steady" | "shaky" | "lost";

const SHAKY_AFTER_MS = 2000;
const LOST_AFTER_MS = 15000;

/** `silentMs`: since the server last answered. */
export function lineQuality(silentMs: number): LineQuality {
  if (silentMs >= LOST_AFTER_MS) return "lost";
  return silentMs >= SHAKY_AFTER_MS ? "shaky" : "steady";
}
