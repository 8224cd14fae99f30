// What this page receives and sends, read from the browser's own statistics of the newest connection the page has made.
(() => {
  const Real = window.RTCPeerConnection;
  const made = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...given) {
      super(...given);
      made.push(this);
    }
  };

  function sum(rows, type, kind, field) {
    return rows.filter((row) => row.type === type && row.kind === kind).reduce((total, row) => total + (row[field] || 0), 0);
  }

  async function read() {
    const newest = made[made.length - 1];
    const rows = newest ? Array.from((await newest.getStats()).values()) : [];
    return {
      packets: sum(rows, "inbound-rtp", "audio", "packetsReceived"),
      samples: sum(rows, "inbound-rtp", "audio", "totalSamplesReceived"),
      concealed: sum(rows, "inbound-rtp", "audio", "concealedSamples"),
      repairs: sum(rows, "inbound-rtp", "audio", "fecPacketsReceived"),
      frames: sum(rows, "inbound-rtp", "video", "framesDecoded"),
      picture_bytes: sum(rows, "inbound-rtp", "video", "bytesReceived"),
      sent_picture_bytes: sum(rows, "outbound-rtp", "video", "bytesSent"),
      sent_sound_bytes: sum(rows, "outbound-rtp", "audio", "bytesSent"),
      connections: made.length,
    };
  }

  // Waits until so much more of it has come. A new connection counts from zero.
  async function grows(field, more, ms) {
    const end = performance.now() + ms;
    let last = (await read())[field];
    let grown = 0;
    while (grown < more) {
      await new Promise((done) => setTimeout(done, 20));
      const now = (await read())[field];
      grown += now >= last ? now - last : now;
      last = now;
      if (performance.now() > end) throw new Error(`${grown} ${field} more in ${ms} ms`);
    }
  }

  window.flows = { read, grows };
})();
