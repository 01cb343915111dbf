// The map moved by a pointer: by a mouse at any time, by a finger where it is looked at from near; else a finger moves the page.

// A pointer that moved less, in pixels, was to click.
const STILL = 6;

/** Let a picture be moved; `moved` is told by how much, in units of the picture, when it was let go. */
export function pannable(picture: SVGElement, near: boolean, moved: (by: readonly [number, number]) => void): void {
  const [, , width = 0, height = 0] = (picture.getAttribute("viewBox") ?? "").split(" ").map(Number);
  let start: PointerEvent | null = null;
  const by = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const scale = width / Math.max(1, picture.getBoundingClientRect().width);
    return [(clientX - (start?.clientX ?? clientX)) * scale, (clientY - (start?.clientY ?? clientY)) * scale];
  };
  const view = ([across, down]: readonly [number, number]): void => picture.setAttribute("viewBox", `${-across} ${-down} ${width} ${height}`);
  picture.classList.toggle("near", near);
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("pointerdown", (event) => {
    // A second finger does something else.
    if (!event.isPrimary) start = null;
    if (event.isPrimary && event.button === 0 && (near || event.pointerType !== "touch")) start = event;
  });
  picture.addEventListener("pointermove", (event) => {
    if (start === null || event.pointerId !== start.pointerId) return;
    const far = by(event);
    if (!picture.hasPointerCapture(event.pointerId) && Math.hypot(...far) < STILL) return;
    picture.setPointerCapture(event.pointerId);
    view(far);
  });
  picture.addEventListener("pointerup", (event) => {
    const far = by(event);
    const panned = start !== null && picture.hasPointerCapture(event.pointerId);
    start = null;
    if (panned) moved(far);
  });
  picture.addEventListener("pointercancel", () => {
    if (start !== null) view([0, 0]);
    start = null;
  });
}
