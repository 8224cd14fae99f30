/** A browser with devices, as far as the page asks it for them: what can be opened is up to the test. */

export class Track extends EventTarget {
  enabled = true;
  readyState: "live" | "ended" = "live";
  contentHint = "";

  constructor(
    readonly kind: "audio" | "video",
    readonly device: string,
  ) {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** The device went, or the browser's own bar ended it. */
  fail(): void {
    this.stop();
    this.dispatchEvent(new Event("ended"));
  }
}

export class Devices extends EventTarget {
  readonly asked: MediaStreamConstraints[] = [];
  /** Devices that do not open. */
  readonly broken = new Set<string>();
  plugged: { kind: MediaDeviceKind; deviceId: string; label: string }[] = [];
  picker: "chooses" | "closes" = "chooses";

  getUserMedia(constraints: MediaStreamConstraints): Promise<{ getTracks: () => Track[] }> {
    this.asked.push(constraints);
    const wanted = [
      ["audio", constraints.audio],
      ["video", constraints.video],
    ] as const;
    const tracks = wanted.filter(([, one]) => one !== undefined).map(([kind, one]) => new Track(kind, deviceOf(one)));
    const refused = tracks.some(({ device }) => this.broken.has(device));
    return refused ? Promise.reject(named("NotReadableError")) : Promise.resolve({ getTracks: () => tracks });
  }

  getDisplayMedia(): Promise<{ getVideoTracks: () => Track[] }> {
    if (this.picker === "closes") return Promise.reject(named("NotAllowedError"));
    return Promise.resolve({ getVideoTracks: () => [new Track("video", "screen")] });
  }

  enumerateDevices(): Promise<{ kind: MediaDeviceKind; deviceId: string; label: string }[]> {
    return Promise.resolve(this.plugged);
  }
}

/** Gives the page these devices, and an empty storage. */
export function plug(devices: Partial<Devices>): void {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: devices });
  localStorage.clear();
}

function deviceOf(constraints: boolean | MediaTrackConstraints | undefined): string {
  const id = typeof constraints === "object" ? constraints.deviceId : undefined;
  return typeof id === "object" && "ideal" in id ? String(id.ideal) : "";
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
