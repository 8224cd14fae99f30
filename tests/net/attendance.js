// Who is at the table as this page shows it: every change of it, with the moment. And when the person last pressed.
(() => {
  const changes = [];
  let shown = {};

  function look() {
    const now = {};
    for (const tile of document.querySelectorAll("[data-testid=tile]")) now[tile.dataset.seat] = tile.dataset.presence;
    for (const seat of Object.keys(Object.assign({}, shown, now))) {
      if (shown[seat] !== now[seat]) changes.push({ seat, presence: now[seat] || "gone", at: Date.now() });
    }
    shown = now;
  }

  const all = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-presence", "data-seat"] };
  new MutationObserver(look).observe(document, all);

  const attendance = { changes, pressedAt: 0 };
  document.addEventListener("click", () => (attendance.pressedAt = Date.now()), true);
  window.attendance = attendance;
})();
