/** A finger that goes sideways turns the page; up, down or with a second finger it does what the browser does. */
const FAR_PX = 60;

export function useSwipe(enabled: () => boolean, turned: (by: 1 | -1) => void): { touchstart: (event: TouchEvent) => void; touchend: (event: TouchEvent) => void } {
  let from: { x: number; y: number } | null = null;
  return {
    touchstart(event) {
      const [touch, second] = [event.touches[0], event.touches[1]];
      from = touch && !second && enabled() ? { x: touch.clientX, y: touch.clientY } : null;
    },
    touchend(event) {
      const touch = event.changedTouches[0];
      if (!from || !touch) return;
      const [across, down] = [touch.clientX - from.x, touch.clientY - from.y];
      from = null;
      if (Math.abs(across) >= FAR_PX && Math.abs(across) > 2 * Math.abs(down)) turned(across < 0 ? 1 : -1);
    },
  };
}
