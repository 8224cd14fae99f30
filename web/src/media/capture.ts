/** What this device can capture, and what it is asked for. */

export type Kind = "microphone" | "camera";

/** What goes out by the peer connection: each on a line of its own. */
export type Sent = Kind | "screen";

/** Why a microphone or camera does not work; each has its own explanation. */
export type Trouble = "blocked" | "missing" | "busy" | "insecure" | "unsupported";

/** A phone: touched, and narrow the short way. It sends less and receives fewer slots. */
export function onPhone(): boolean {
  return matchMedia("(pointer: coarse)").matches && Math.min(screen.width, screen.height) < 600;
}

/** Receive slots of the one peer connection, beside the one for a shared screen. */
export function receiveSlots(phone: boolean): { audio: number; video: number } {
  return phone ? { audio: 6, video: 4 } : { audio: 8, video: 8 };
}

/** Whether this page can ask for devices at all; null: it can. */
export function captureTrouble(): Trouble | null {
  // TypeScript holds mediaDevices for certain; in-app browsers and insecure pages do not have it.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (typeof devices?.getUserMedia === "function") return null;
  return window.isSecureContext ? "unsupported" : "insecure";
}

export function microphoneConstraints(deviceId: string): MediaTrackConstraints {
  const wanted: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return deviceId === "" ? wanted : { ...wanted, deviceId: { ideal: deviceId } };
}

export function cameraConstraints(deviceId: string, phone: boolean): MediaTrackConstraints {
  const size: MediaTrackConstraints = phone
    ? { width: { ideal: 320, max: 640 }, height: { ideal: 240, max: 480 }, frameRate: { ideal: 15, max: 20 } }
    : { width: { ideal: 640, max: 1280 }, height: { ideal: 480, max: 720 }, frameRate: { ideal: 20, max: 30 } };
  return deviceId === "" ? { ...size, facingMode: "user" } : { ...size, deviceId: { ideal: deviceId } };
}

/** Whether this browser can show its screen; phones cannot. */
export function canShareScreen(): boolean {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return typeof devices?.getDisplayMedia === "function";
}

/** A page that is read: sharp before it is smooth, and without the sound of the computer. */
export function screenConstraints(): DisplayMediaStreamOptions {
  return { video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 5, max: 10 } }, audio: false };
}

/**
 * What this device sends at most. A room is as many pictures as people, and a phone has to take them all in: sizes of
 * tiles, not of cinemas. Sound goes first wherever the browser has to choose.
 */
export function sendEncodings(phone: boolean): Record<Sent, RTCRtpEncodingParameters> {
  return {
    microphone: { maxBitrate: 24_000, priority: "high", networkPriority: "high" },
    camera: { maxBitrate: phone ? 250_000 : 600_000, priority: "low", networkPriority: "low" },
    screen: { maxBitrate: 900_000, maxFramerate: 10, priority: "low", networkPriority: "low" },
  };
}

/** The trouble a failed getUserMedia tells of. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "blocked";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "unsupported";
}
