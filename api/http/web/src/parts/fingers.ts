// Two fingers on a picture: it grows as they part and follows where they go, as people know it from every map.

export type Point = readonly [number, number];

/** How many times further apart two fingers are than at first, and where their middle was and is, from the frame's corner. */
export interface Pinch {
  readonly times: number;
  readonly from: Point;
  readonly to: Point;
}

/** Tell of two fingers on a frame: `begin` gives who is told of each step of theirs, and last that they are done. */
export function pinchable(frame: HTMLElement, begin: () => (pinch: Pinch, done: boolean) => void): void {
  let start: readonly [Point, number] | null = null;
  let last: Pinch | null = null;
  let tell: ((pinch: Pinch, done: boolean) => void) | null = null;
  const on = (name: "touchstart" | "touchmove" | "touchend" | "touchcancel", act: (event: TouchEvent) => void): void =>
    frame.addEventListener(name, act, { capture: true, passive: false });
  const end = (): void => {
    if (last !== null) tell?.(last, true);
    start = last = tell = null;
  };
  on("touchstart", (event) => {
    end();
    if (event.touches.length !== 2) return;
    event.preventDefault();
    start = fingersOn(frame, event);
    tell = begin();
  });
  on("touchmove", (event) => {
    if (start === null || event.touches.length !== 2) return;
    event.preventDefault();
    const [[from, before], [to, now]] = [start, fingersOn(frame, event)];
    last = { times: now / before, from, to };
    tell?.(last, false);
  });
  on("touchend", end);
  on("touchcancel", end);
}

// The middle of two fingers, and how far they are apart.
function fingersOn(frame: HTMLElement, { touches }: TouchEvent): readonly [Point, number] {
  const { left, top } = frame.getBoundingClientRect();
  const [one, other] = [touches[0], touches[1]].map((each) => [(each?.clientX ?? 0) - left, (each?.clientY ?? 0) - top] as const) as [Point, Point];
  return [[(one[0] + other[0]) / 2, (one[1] + other[1]) / 2], Math.max(1, Math.hypot(one[0] - other[0], one[1] - other[1]))];
}
