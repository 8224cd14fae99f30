// A computer without a camera, as the browser reports it.
(() => {
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function getUserMedia(constraints) {
    if (constraints.video) return Promise.reject(new DOMException("Requested device not found", "NotFoundError"));
    return ask.call(this, constraints);
  };
})();
