/** Sounds the page makes itself, and the level of the microphone. No sound files: WebAudio draws the tones. */

let shared: AudioContext | null = null;

/** The one audio context; null where the browser has none. Asleep until the person has touched the page. */
export function audioContext(): AudioContext | null {
  if (typeof AudioContext === "undefined") return null;
  shared ??= new AudioContext();
  if (shared.state === "suspended") void shared.resume().catch(() => undefined);
  return shared;
}

interface Tone {
  hz: number;
  startS: number;
  lengthS: number;
}

const SOMEBODY_WAITS: readonly Tone[] = [
  { hz: 587, startS: 0, lengthS: 0.35 },
  { hz: 784, startS: 0.22, lengthS: 0.5 },
];
const SPEAKER_TEST: readonly Tone[] = [
  { hz: 523, startS: 0, lengthS: 0.4 },
  { hz: 659, startS: 0.35, lengthS: 0.4 },
  { hz: 784, startS: 0.7, lengthS: 0.6 },
];

/** Two soft tones: somebody asks to come in. */
export function chime(): void {
  const context = audioContext();
  if (context) play(context, context.destination, SOMEBODY_WAITS, 0.12);
}

/** Three rising tones through the chosen speaker; ends when they have ended. */
export async function testSpeaker(speaker: string): Promise<void> {
  const context = audioContext();
  if (!context) return;
  await context.resume();
  const outlet = speaker === "" ? null : context.createMediaStreamDestination();
  if (outlet) await throughSpeaker(outlet.stream, speaker);
  play(context, outlet ?? context.destination, SPEAKER_TEST, 0.25);
  await new Promise((done) => window.setTimeout(done, 1400));
}

async function throughSpeaker(stream: MediaStream, speaker: string): Promise<void> {
  const element = new Audio();
  element.srcObject = stream;
  await toSpeaker(element, speaker);
  await element.play();
}

/** Sends an element's sound to that output, where the browser can choose one; else to the usual one. */
export async function toSpeaker(element: HTMLMediaElement, speaker: string): Promise<void> {
  if (!canChooseSpeaker() || element.sinkId === speaker) return;
  // A headset that is gone since: the usual output is what the person expects then.
  await element.setSinkId(speaker).catch(() => undefined);
}

export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement.prototype.setSinkId === "function";
}

function play(context: AudioContext, outlet: AudioNode, tones: readonly Tone[], loudness: number): void {
  for (const { hz, startS, lengthS } of tones) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const begins = context.currentTime + startS;
    oscillator.frequency.value = hz;
    gain.gain.setValueAtTime(0, begins);
    gain.gain.linearRampToValueAtTime(loudness, begins + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, begins + lengthS);
    oscillator.connect(gain).connect(outlet);
    oscillator.start(begins);
    oscillator.stop(begins + lengthS);
  }
}

/** Reports the microphone's level from 0 to 1 at each animation frame; returns how to stop. */
export function measureLevel(track: MediaStreamTrack, report: (level: number) => void): () => void {
  const context = audioContext();
  if (!context) return () => undefined;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  let frame = requestAnimationFrame(measure);
  function measure(): void {
    analyser.getByteTimeDomainData(samples);
    report(loudness(samples));
    frame = requestAnimationFrame(measure);
  }
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
  };
}

/** Root mean square of 8-bit samples around 128, scaled so that ordinary speech fills most of a meter. */
export function loudness(samples: Uint8Array): number {
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  return Math.min(1, Math.sqrt(sum / samples.length) * 4);
}
