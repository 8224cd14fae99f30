// Measures what a person of this page hears and sees, from the outside: by the elements that play it.
(() => {
  const BINS = 8192;
  const QUIET_DB = -80;
  const CLEAR_DB = -50;
  const TONES = [440, 690, 1130, 1570];
  // For each played track its analyser, and whose tone it carried last.
  const ears = new Map();
  const heardAt = {};
  let clear = {};
  const violations = [];
  let context = null;

  document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));

  function earOf(track) {
    context = context || new AudioContext();
    if (!ears.has(track.id)) {
      const analyser = context.createAnalyser();
      analyser.fftSize = BINS;
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      ears.set(track.id, { analyser, tone: 0 });
    }
    return ears.get(track.id);
  }

  function playedTracks() {
    const elements = Array.from(document.querySelectorAll("audio, video")).filter((element) => element.srcObject && !element.muted);
    return elements.reduce((tracks, element) => tracks.concat(element.srcObject.getAudioTracks()), []);
  }

  // The loudest bin's level in dB, and its frequency, read between the bins by a parabola through three of them.
  function loudest(levels) {
    let best = 1;
    for (let bin = 2; bin < levels.length - 1; bin += 1) if (levels[bin] > levels[best]) best = bin;
    const [left, top, right] = [levels[best - 1], levels[best], levels[best + 1]];
    const shift = isFinite(left + top + right) ? (left - right) / (2 * (left - 2 * top + right)) : 0;
    return { db: top, hz: ((best + shift) * context.sampleRate) / BINS };
  }

  function listen() {
    for (const track of playedTracks()) {
      const ear = earOf(track);
      const levels = new Float32Array(ear.analyser.frequencyBinCount);
      ear.analyser.getFloatFrequencyData(levels);
      const peak = loudest(levels);
      if (peak.db <= QUIET_DB) continue;
      // Anything that is no one's tone counts against whose track it was: a muted person's noise would be heard as well.
      ear.tone = TONES.find((each) => Math.abs(each - peak.hz) < 60) || ear.tone;
      heardAt[ear.tone] = Date.now();
      if (peak.db > CLEAR_DB) clear[ear.tone] = peak.hz;
    }
  }

  // Ears cost as much as the picture does: they are open where somebody is asked what they hear.
  let listening = 0;
  function open() {
    if (listening) return;
    listen();
    listening = setInterval(listen, 60);
  }

  function lastHeard(tone) {
    if (!listening) throw new Error("nobody listens here: what was not heard proves nothing");
    return heardAt[tone] || 0;
  }

  function videoOf(seat) {
    return document.querySelector(`[data-testid=tile][data-seat="${seat}"] video`);
  }

  /** Frequencies the page itself was asked to play: its own tones, not people's voices. */
  const rung = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    rung.push(Math.round(this.frequency.value));
    return start.apply(this, when);
  };

  /** What a person or the line would feel of a move: questions for devices, connections, descriptions sent. */
  const asked = { devices: 0, connections: 0, offers: 0 };
  function counted(owner, name, what) {
    const known = owner && owner[name];
    if (!known) return;
    owner[name] = function (...args) {
      asked[what] += 1;
      return known.apply(this, args);
    };
  }
  // A page that is not served securely has none.
  counted(window.MediaDevices && MediaDevices.prototype, "getUserMedia", "devices");
  counted(RTCPeerConnection.prototype, "createOffer", "offers");
  window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(target, args, made) {
      asked.connections += 1;
      return Reflect.construct(target, args, made);
    },
  });

  window.probe = {
    violations,
    rung,
    /** From here on it is known who was heard. */
    listen: open,
    /** As text, to be compared. */
    asked: () => JSON.stringify(asked),
    /** Milliseconds since 1970 when anything above -80 dB was last heard from whose tone that is; 0: never. */
    lastHeard,
    /** Milliseconds of complete silence of the one whose tone that is; -1: was never heard here. */
    silentFor: (tone) => (lastHeard(tone) === 0 ? -1 : Date.now() - lastHeard(tone)),
    /** The frequency measured where that tone was last clearly heard; 0: not since `deafen`. */
    pitch: (tone) => clear[tone] || 0,
    deafen: () => (clear = {}),
    /** Frames shown so far in a seat's tile; -1: it has no picture. */
    frames: (seat) => {
      const video = videoOf(seat);
      return video ? video.getVideoPlaybackQuality().totalVideoFrames : -1;
    },
    /** Mean red, green and blue of the picture now. */
    colour: (seat) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const paper = canvas.getContext("2d");
      paper.drawImage(videoOf(seat), 0, 0, 1, 1);
      return Array.from(paper.getImageData(0, 0, 1, 1).data.slice(0, 3));
    },
  };
})();
