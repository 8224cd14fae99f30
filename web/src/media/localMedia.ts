/**
 * This person's microphone and camera: opened on the device check, kept into the room, the choices remembered.
 * Switching the microphone off silences its track at once and keeps the device; switching the camera off gives it back.
 */
import { reactive, shallowReactive } from "vue";

import { cameraConstraints, captureTrouble, microphoneConstraints, onPhone, troubleOf, type Kind, type Trouble } from "./capture";

interface Choices {
  microphone: string;
  camera: string;
  speaker: string;
}

interface Switches {
  microphone: boolean;
  camera: boolean;
}

const REMEMBERED_AS = "devices";
const DEVICE_KINDS = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const;

class LocalMedia {
  /** Live tracks; null: none. */
  readonly tracks = shallowReactive<Record<Kind, MediaStreamTrack | null>>({ microphone: null, camera: null });
  readonly troubles = reactive<Record<Kind, Trouble | null>>({ microphone: null, camera: null });
  readonly asking = reactive<Record<Kind, boolean>>({ microphone: false, camera: false });
  /** What the person wants; a track may still be on its way or refused. */
  readonly wanted = reactive<Switches>({ microphone: true, camera: true });
  readonly devices = shallowReactive<Record<keyof Choices, MediaDeviceInfo[]>>({ microphone: [], camera: [], speaker: [] });
  readonly choices = reactive<Choices>(remembered());
  /** Whether this page has asked for devices yet; a reloaded page has not. */
  opened = false;
  private listening = false;

  /** What goes out now, or would if a connection stood. */
  get live(): Switches {
    const { microphone, camera } = this.tracks;
    return { microphone: this.wanted.microphone && microphone !== null, camera: this.wanted.camera && camera !== null };
  }

  /** Opens whatever is wanted and not yet open: one question for both where the browser can, each alone where that fails. */
  async open(): Promise<void> {
    this.opened = true;
    this.listen();
    const missing = (["microphone", "camera"] as const).filter((kind) => this.wanted[kind] && this.tracks[kind] === null);
    if (missing.length === 2 && (await this.acquire(missing))) return;
    for (const kind of missing) await this.acquire([kind]);
  }

  async switch(kind: Kind, on: boolean): Promise<void> {
    this.wanted[kind] = on;
    const track = this.tracks[kind];
    if (kind === "camera" && !on) this.release("camera");
    else if (track) track.enabled = on;
    else if (on) await this.acquire([kind]);
  }

  /**
   * Takes another device of that kind, also while it is silenced; the former goes on until the new one is there, and
   * comes back where the new one does not open.
   */
  async choose(kind: keyof Choices, deviceId: string): Promise<void> {
    const former = this.choices[kind];
    this.choices[kind] = deviceId;
    if (kind !== "speaker") await this.change(kind, former);
    remember(this.choices);
  }

  /** Gives every device back. */
  close(): void {
    this.release("microphone");
    this.release("camera");
  }

  private async change(kind: Kind, former: string): Promise<void> {
    const worked = this.tracks[kind] !== null;
    if (!worked && !this.wanted[kind]) return;
    // Phones open one camera at a time: the old one has to go first.
    if (kind === "camera") this.release("camera");
    if ((await this.acquire([kind])) || !worked) return;
    this.choices[kind] = former;
    if (this.tracks[kind] === null) await this.acquire([kind]);
  }

  private async acquire(kinds: readonly Kind[]): Promise<boolean> {
    const trouble = captureTrouble();
    for (const kind of kinds) this.asking[kind] = trouble === null;
    try {
      if (trouble !== null) return this.failed(kinds, trouble);
      const stream = await navigator.mediaDevices.getUserMedia(this.constraints(kinds));
      for (const track of stream.getTracks()) this.take(track);
      await this.list();
      return true;
    } catch (error) {
      return this.failed(kinds, troubleOf(error));
    } finally {
      for (const kind of kinds) this.asking[kind] = false;
    }
  }

  private constraints(kinds: readonly Kind[]): MediaStreamConstraints {
    const asked: MediaStreamConstraints = {};
    if (kinds.includes("microphone")) asked.audio = microphoneConstraints(this.choices.microphone);
    if (kinds.includes("camera")) asked.video = cameraConstraints(this.choices.camera, onPhone());
    return asked;
  }

  private failed(kinds: readonly Kind[], trouble: Trouble): false {
    for (const kind of kinds) this.troubles[kind] = trouble;
    return false;
  }

  private take(track: MediaStreamTrack): void {
    const kind: Kind = track.kind === "audio" ? "microphone" : "camera";
    this.release(kind);
    if (kind === "camera" && !this.wanted.camera) {
      track.stop();
      return;
    }
    track.enabled = this.wanted[kind];
    // A pulled plug or a permission taken back ends the track from outside.
    track.addEventListener("ended", () => this.lost(kind, track));
    this.tracks[kind] = track;
    this.troubles[kind] = null;
  }

  private lost(kind: Kind, track: MediaStreamTrack): void {
    if (this.tracks[kind] !== track) return;
    this.tracks[kind] = null;
    this.troubles[kind] = "missing";
    void this.replaceLost(kind);
  }

  /** A headset was unplugged: the microphone that is left will do, if the page may still use it without asking. */
  private async replaceLost(kind: Kind): Promise<void> {
    await this.list();
    const left = this.devices[kind].length > 0;
    if (kind === "microphone" && left && this.wanted.microphone && this.tracks.microphone === null) await this.acquire([kind]);
  }

  private release(kind: Kind): void {
    const track = this.tracks[kind];
    this.tracks[kind] = null;
    track?.stop();
  }

  private async list(): Promise<void> {
    const found = await navigator.mediaDevices.enumerateDevices();
    for (const [browserKind, kind] of Object.entries(DEVICE_KINDS)) {
      this.devices[kind] = found.filter((device) => device.kind === browserKind && device.deviceId !== "");
    }
  }

  private listen(): void {
    if (this.listening || captureTrouble() !== null) return;
    this.listening = true;
    navigator.mediaDevices.addEventListener("devicechange", () => void this.list());
  }
}

function remembered(): Choices {
  const none: Choices = { microphone: "", camera: "", speaker: "" };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(REMEMBERED_AS) ?? "{}") as Partial<Choices>) };
  } catch {
    return none;
  }
}

function remember(choices: Choices): void {
  try {
    localStorage.setItem(REMEMBERED_AS, JSON.stringify(choices));
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** One person, one microphone, one camera. */
export const localMedia = new LocalMedia();
