// Writes down when the page painted each remote person's pictures, and when "admit" was pressed. Milliseconds since
// 1970, which all browsers of one machine share.
(() => {
  const painted = new Map();
  const watched = new WeakSet();
  let admittedAt = 0;

  function note(video) {
    const tile = video.closest("[data-testid=tile]");
    if (tile) painted.set(tile.dataset.seat, (painted.get(tile.dataset.seat) || []).concat(Date.now()));
    video.requestVideoFrameCallback(() => note(video));
  }

  function look() {
    for (const video of document.querySelectorAll("[data-testid=tile]:not([data-self=true]) video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback(() => note(video));
    }
  }

  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener("click", (event) => event.target.closest("[data-testid=admit]") && (admittedAt = Date.now()), true);

  window.watch = {
    admittedAt: () => admittedAt,
    /** When this page began to load. */
    openedAt: () => performance.timeOrigin,
    /** When that seat's pictures were painted. */
    painted: (seat) => painted.get(seat) || [],
    /** Whether each of these seats has been painted that often after that moment. */
    shows: (seats, times, since) => seats.every((seat) => (painted.get(seat) || []).filter((at) => at > since).length >= times),
  };
})();
