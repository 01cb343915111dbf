// The network under fingers: two bring it nearer; one moves it where it is looked at from near, else the page below it.
// The library takes two fingers near a node for something else, and one for itself; so it hears of none, and of taps as clicks.
import type { Core } from "cytoscape";
import { pinchable } from "../parts/fingers";

export function touchable(frame: HTMLElement, core: Core): void {
  let finger: Touch | null = null;
  const hear = (name: "touchstart" | "touchmove" | "touchend", act: (event: TouchEvent) => void): void =>
    frame.addEventListener(name, (event) => (event.stopPropagation(), act(event)), { capture: true, passive: false });
  hear("touchstart", ({ touches }) => (finger = touches.length === 1 && frame.classList.contains("near") ? (touches[0] ?? null) : null));
  hear("touchmove", (event) => {
    const next = event.touches[0];
    if (finger === null || next === undefined) return;
    event.preventDefault();
    core.panBy({ x: next.clientX - finger.clientX, y: next.clientY - finger.clientY });
    finger = next;
  });
  hear("touchend", () => (finger = null));
  pinchable(frame, () => {
    const [zoom, pan] = [core.zoom(), { ...core.pan() }];
    return ({ times, from, to }) => {
      const level = Math.min(core.maxZoom(), Math.max(core.minZoom(), zoom * times));
      const by = level / zoom;
      core.viewport({ zoom: level, pan: { x: to[0] - (from[0] - pan.x) * by, y: to[1] - (from[1] - pan.y) * by } });
    };
  });
  core.on("viewport position", () => void requestAnimationFrame(() => frame.classList.toggle("near", isNear(core))));
}

// Whether some of it is out of sight.
function isNear(core: Core): boolean {
  if (core.destroyed()) return false;
  const [all, seen] = [core.nodes().boundingBox({ includeLabels: false }), core.extent()];
  return all.x1 < seen.x1 || all.x2 > seen.x2 || all.y1 < seen.y1 || all.y2 > seen.y2;
}
