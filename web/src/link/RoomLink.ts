/**
 * This tab's line to the room: one Socket.IO connection, kept up for as long as the session lasts.
 *
 * Commands are asked and answered; one that gets no answer in time, or has no line, is answered `offline` here, so that
 * every caller has one of two answers to deal with. Nothing is queued: what must not get lost (chat, switches) is kept
 * by those who know what it means.
 */
import { io, type Socket } from "socket.io-client";

import { network } from "./network";
import { backoffMs } from "./policy";
import type { Accepted, Commands, DraftCompared, FieldDone, Pushes, Refused } from "@/contract/socket";

/** `FieldDone` and `DraftCompared` answer some commands of the draft. */
export type Answer = Accepted | FieldDone | DraftCompared | Refused;

export interface RoomLinkEvents {
  /** Connected, again or for the first time: take the seat. */
  connected: () => void;
  /** The line is gone; attempts go on. */
  dropped: () => void;
  /** The server does not know this tab's token, or another page of this very tab's session is in its place. */
  over: (reason: "lost" | "taken_over") => void;
}

type Handlers = { [Name in keyof Pushes]: (push: Pushes[Name]) => void };

const ANSWER_MS = 8000;
const BEAT_MS = 1000;
const DEAD_AFTER_MS = 6000;
const KICKED_AGAIN_MS = 15000;
/** Shorter than the pauses TCP makes after its third knock: a new attempt is sooner heard than that knock. */
const ATTEMPT_MS = 5000;
/** How long a line may take to answer after a sign that the network is another. */
const DOUBT_MS = 2000;
const OFFLINE: Refused = {
  ok: false,
  code: "offline",
  message: { zh: "网络断开，恢复后请再试。", en: "You are offline; try again when the network is back." },
  data: {},
};

export class RoomLink {
  /** When the server last gave a sign, in `performance.now()` milliseconds. */
  heardAt = performance.now();
  /** Attempts since the line was last up. */
  attempts = 0;
  private readonly socket: Socket;
  private beat = 0;
  private retry = 0;
  private kickedAt = -Infinity;
  private closed = false;

  /** `held`: of each conversation the newest line this tab has. */
  constructor(
    token: string,
    held: () => Readonly<Record<string, number>>,
    handlers: Handlers,
    private readonly events: RoomLinkEvents,
  ) {
    this.socket = io({
      path: "/socket.io",
      transports: ["websocket", "polling"],
      // Attempts are made here: the library gives up for good after a refusal that may be a passing one.
      reconnection: false,
      autoConnect: false,
      timeout: ATTEMPT_MS,
      auth: (give) => give({ token, chat: held() }),
    });
    for (const name of Object.keys(handlers) as (keyof Pushes)[]) {
      // The library knows no types; the contract's own are those of `name`.
      const handle = handlers[name] as (push: unknown) => void;
      this.socket.on(name, (push: unknown) => {
        this.heardAt = performance.now();
        handle(push);
      });
    }
    this.socket.on("connect", () => this.connected());
    this.socket.on("disconnect", (reason) => this.disconnected(reason));
    this.socket.on("connect_error", (error) => this.refused(error));
    window.addEventListener("online", this.doubt);
    network()?.addEventListener("change", this.doubt);
    document.addEventListener("visibilitychange", this.doubt);
  }

  open(): void {
    this.socket.connect();
  }

  get up(): boolean {
    return this.socket.connected;
  }

  /** Sends one command; always resolves. */
  ask<Name extends keyof Commands>(name: Name, command: Commands[Name], withinMs = ANSWER_MS): Promise<Answer> {
    if (!this.socket.connected) return Promise.resolve(OFFLINE);
    return new Promise((resolve) => {
      this.socket.timeout(withinMs).emit(name, command, (late: Error | null, answer: Answer) => {
        if (!late) this.heardAt = performance.now();
        resolve(late ? OFFLINE : answer);
      });
    });
  }

  /** Tries at once; for a person who presses the button. */
  readonly hurry = (): void => {
    if (this.closed || this.socket.connected || document.visibilityState === "hidden") return;
    window.clearTimeout(this.retry);
    this.socket.connect();
  };

  /** Asks whether the line still stands; TCP over an address that is gone would not say so for minutes. */
  private readonly doubt = (): void => {
    if (!this.socket.connected) return this.hurry();
    const { engine } = this.socket.io;
    const asked = performance.now();
    void this.ask("beat", {}, DOUBT_MS).then(() => {
      if (this.heardAt < asked && this.socket.io.engine === engine) engine.close();
    });
  };

  close(): void {
    this.closed = true;
    window.clearInterval(this.beat);
    window.clearTimeout(this.retry);
    window.removeEventListener("online", this.doubt);
    network()?.removeEventListener("change", this.doubt);
    document.removeEventListener("visibilitychange", this.doubt);
    this.socket.disconnect();
  }

  private connected(): void {
    this.attempts = 0;
    this.heardAt = performance.now();
    window.clearInterval(this.beat);
    this.beat = window.setInterval(() => this.sendBeat(), BEAT_MS);
    this.events.connected();
  }

  private sendBeat(): void {
    // A line that is silent for this long is dead, though TCP may not say so for minutes.
    if (performance.now() - this.heardAt > DEAD_AFTER_MS) this.socket.io.engine.close();
    else void this.ask("beat", {});
  }

  private disconnected(reason: Socket.DisconnectReason): void {
    window.clearInterval(this.beat);
    if (this.closed) return;
    if (reason === "io server disconnect" && this.kickedTwice()) {
      this.events.over("taken_over");
      return;
    }
    this.events.dropped();
    this.again();
  }

  /** A duplicated browser tab speaks with the same token and throws this one out, again and again. */
  private kickedTwice(): boolean {
    const now = performance.now();
    const again = now - this.kickedAt < KICKED_AGAIN_MS;
    this.kickedAt = now;
    return again;
  }

  private refused(error: Error & { data?: { code?: string } }): void {
    if (this.closed) return;
    if (error.data?.code === "session.unknown") this.events.over("lost");
    else this.again();
  }

  private again(): void {
    this.attempts += 1;
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.socket.connect(), backoffMs(this.attempts, Math.random()));
  }
}
