/**
 * The one peer connection of this seat: microphone, camera and screen out, numbered receive slots in, offered once.
 *
 * No trickle: the server is ICE-lite and its answer holds its addresses. What goes out changes by `replaceTrack`, who
 * comes in by `media.slots`; only a lost path is offered again (policy.ts says how).
 */
import { shallowReactive, shallowRef } from "vue";

import type { Sent } from "./capture";
import type { SlotKind } from "./slots";
import type { MediaAnswer, MediaOffer } from "@/contract/socket";
import { beganAnew, recovery, RESTARTS, revival } from "@/link/policy";
import type { Answer } from "@/link/RoomLink";

export interface Path {
  /** Sends the offer; the answer's SDP comes by `answered`. */
  offer: (offer: MediaOffer) => Promise<Answer>;
  /** Whether the signalling line is up: without it nothing can be offered. */
  up: () => boolean;
}

const GRACE_MS = 4000;
const STEP_MS = 6000;
const LOOK_MS = 250;

export class SeatConnection {
  /** Received tracks by mid. */
  readonly tracks = shallowReactive(new Map<string, MediaStreamTrack>());
  /** What each receiving mid carries. */
  readonly kinds = shallowRef<ReadonlyMap<string, SlotKind>>(new Map());
  readonly state = shallowRef<RTCIceConnectionState>("new");
  private peer: RTCPeerConnection | null = null;
  private senders: Partial<Record<Sent, RTCRtpSender>> = {};
  private offered = 0;
  private failures = 0;
  private timer = 0;
  private movedAt = -Infinity;

  constructor(
    private readonly path: Path,
    private readonly receive: { audio: number; video: number },
    private readonly outgoing: Record<Sent, MediaStreamTrack | null>,
    private readonly encodings: Record<Sent, RTCRtpEncodingParameters>,
  ) {}

  /** Builds the connection and offers it; one that stands already is replaced. */
  async start(): Promise<void> {
    this.drop();
    for (const sign of MOVES) window.addEventListener(sign, this.moved);
    this.failures = 0;
    await this.offerFresh();
  }

  async answered({ offer, sdp }: MediaAnswer): Promise<void> {
    const peer = this.peer;
    if (!peer || offer !== this.offered || peer.signalingState !== "have-local-offer") return;
    const former = peer.currentRemoteDescription;
    if (former && beganAnew(former.sdp, sdp)) return this.offerFresh();
    try {
      await peer.setRemoteDescription({ type: "answer", sdp });
      this.watch(STEP_MS);
    } catch {
      // An answer this connection cannot take: only a new connection can.
      if (peer === this.peer) this.giveUp();
    }
  }

  /** Sends another track of that kind, or none, without a new offer. */
  async replace(kind: Sent, track: MediaStreamTrack | null): Promise<void> {
    this.outgoing[kind] = track;
    await this.senders[kind]?.replaceTrack(track);
  }

  /** The signalling line is back: what was lost with it is offered again at once, or once the media path proves dead. */
  async revived(): Promise<void> {
    const peer = this.peer;
    if (!peer) return;
    const movedMs = performance.now() - this.movedAt;
    this.movedAt = -Infinity;
    if (revival(peer.iceConnectionState, movedMs) === "restart") return this.renew(peer);
    if ((await this.answers(peer)) || peer !== this.peer) return;
    await this.offerFresh();
  }

  stop(): void {
    for (const sign of MOVES) window.removeEventListener(sign, this.moved);
    this.drop();
    this.state.value = "closed";
  }

  private drop(): void {
    window.clearTimeout(this.timer);
    this.peer?.close();
    this.peer = null;
    this.senders = {};
    this.tracks.clear();
  }

  private async offerFresh(): Promise<void> {
    this.drop();
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.peer = peer;
    this.state.value = "new";
    this.senders.microphone = this.sending(peer, "microphone");
    this.senders.camera = this.sending(peer, "camera");
    this.senders.screen = this.sending(peer, "screen");
    const slots = slotKinds(this.receive).map((kind) => ({ kind, at: receiving(peer, kind) }));
    for (const transceiver of peer.getTransceivers()) offerOnly(COMMON_CODECS, transceiver);
    peer.addEventListener("iceconnectionstatechange", () => this.changed(peer));
    peer.addEventListener("connectionstatechange", () => this.changed(peer));
    await this.offer(peer, {});
    this.number(slots);
  }

  private sending(peer: RTCPeerConnection, kind: Sent): RTCRtpSender {
    const made = this.outgoing[kind] ?? (kind === "microphone" ? "audio" : "video");
    return peer.addTransceiver(made, { direction: "sendonly", sendEncodings: [this.encodings[kind]] }).sender;
  }

  /** Mids exist once the offer is set. */
  private number(slots: readonly { kind: SlotKind; at: RTCRtpTransceiver }[]): void {
    const kinds = new Map<string, SlotKind>();
    for (const { kind, at } of slots) {
      if (at.mid === null) continue;
      kinds.set(at.mid, kind);
      this.tracks.set(at.mid, at.receiver.track);
    }
    this.kinds.value = kinds;
  }

  private async offer(peer: RTCPeerConnection, options: RTCOfferOptions): Promise<void> {
    const made = await peer.createOffer(options);
    await peer.setLocalDescription(made);
    const sdp = peer.localDescription?.sdp;
    if (peer !== this.peer || sdp === undefined) return;
    const number = ++this.offered;
    this.watch(STEP_MS);
    const answer = await this.path.offer({ offer: number, sdp });
    // A refused offer changed nothing at the server; what comes next must be a connection of its own.
    if (!answer.ok && number === this.offered && answer.code !== "offline") this.giveUp();
  }

  /** No more restarts of this connection. */
  private giveUp(): void {
    this.failures += RESTARTS;
    this.watch(GRACE_MS);
  }

  private changed(peer: RTCPeerConnection): void {
    if (peer !== this.peer) return;
    // A server that said goodbye closes DTLS while ICE may still look well.
    const state = peer.connectionState === "failed" ? "failed" : peer.iceConnectionState;
    this.state.value = state;
    if (recovery(state, this.failures) === "none") {
      this.failures = 0;
      window.clearTimeout(this.timer);
    } else {
      this.watch(GRACE_MS);
    }
  }

  private watch(afterMs: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.recover(), afterMs);
  }

  private async recover(): Promise<void> {
    const peer = this.peer;
    if (!peer) return;
    const failed = peer.connectionState === "failed" || peer.connectionState === "closed";
    const healthy = recovery(peer.iceConnectionState, 0) === "none" && !failed;
    if (healthy) return;
    // The line first; without it an offer would go nowhere and count for nothing.
    if (!this.path.up()) return this.watch(1000);
    this.failures += 1;
    if (recovery(peer.iceConnectionState, this.failures) === "restart") await this.renew(peer);
    else await this.offerFresh();
  }

  /** Looks for another path under the same keys; a connection that was never answered has none to keep. */
  private async renew(peer: RTCPeerConnection): Promise<void> {
    if (peer.currentRemoteDescription) await this.offer(peer, { iceRestart: true });
    else await this.offerFresh();
  }

  /** Whether the server answers connectivity checks: their count must rise within the grace. */
  private async answers(peer: RTCPeerConnection): Promise<boolean> {
    const before = await checksAnswered(peer);
    for (let waited = 0; waited < GRACE_MS; waited += LOOK_MS) {
      await new Promise((done) => window.setTimeout(done, LOOK_MS));
      if ((await checksAnswered(peer)) > before) return true;
    }
    return false;
  }

  private readonly moved = (): void => {
    this.movedAt = performance.now();
  };
}

/** Events of the page that come when it leaves one network for another. */
const MOVES = ["offline", "online"] as const;

/** The receive slots in the order in which they are offered: who sends a screen gets one in the last. */
function slotKinds({ audio, video }: { audio: number; video: number }): readonly SlotKind[] {
  return [...Array.from({ length: audio }, () => "audio" as const), ...Array.from({ length: video }, () => "video" as const), "screen"];
}

function receiving(peer: RTCPeerConnection, kind: SlotKind): RTCRtpTransceiver {
  return peer.addTransceiver(kind === "audio" ? "audio" : "video", { direction: "recvonly" });
}

/** What the server forwards, and its repair; with all others an offer is three times as long (a weak network notices). */
const COMMON_CODECS: readonly string[] = ["audio/opus", "video/vp8", "video/rtx"];

function offerOnly(codecs: readonly string[], transceiver: RTCRtpTransceiver): void {
  const { track } = transceiver.receiver;
  const known = typeof transceiver.setCodecPreferences === "function" ? RTCRtpReceiver.getCapabilities(track.kind)?.codecs : undefined;
  const wanted = known?.filter(({ mimeType }) => codecs.includes(mimeType.toLowerCase())) ?? [];
  // A browser that cannot choose offers all it has, and the server takes its pick.
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
}

async function checksAnswered(peer: RTCPeerConnection): Promise<number> {
  let answered = 0;
  (await peer.getStats()).forEach((entry: { type: string; responsesReceived?: number }) => {
    if (entry.type === "candidate-pair") answered += entry.responsesReceived ?? 0;
  });
  return answered;
}
