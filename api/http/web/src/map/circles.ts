// Circles whose parts are the quad classes of the events there.
import { counted, written } from "../parts/wording";
import type { Circle } from "./spots";

/** Give a circle as a link to the events of its place; where there are several places, `opened` is told of a click. */
export function drawn(circle: Circle, radius: number, opened: () => void): SVGElement {
  const [spot] = circle.spots;
  const alone = circle.spots.length === 1;
  const link = svg("a", { href: alone ? (spot?.address ?? "") : "#places", tabindex: "-1", ...(alone ? {} : { "data-places": String(circle.spots.length) }) });
  link.append(...parts(circle, radius));
  if (!alone) {
    link.append(svg("circle", { class: "several", cx: String(circle.x), cy: String(circle.y), r: String(radius + 1.5) }));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      opened();
    });
  }
  const title = svg("title", {});
  title.textContent = `${namesOf(circle)}: ${counted(circle.events, "event")}`;
  link.append(title);
  return link;
}

function namesOf({ spots }: Circle): string {
  const names = spots.slice(0, 5).map(({ label }) => label);
  return `${names.join(", ")}${spots.length > 5 ? ` and ${written(spots.length - 5)} more` : ""}`;
}

function parts(circle: Circle, radius: number): SVGElement[] {
  const { x, y, quads, events } = circle;
  const whole = quads.findIndex((number) => number === events);
  if (whole >= 0) return [svg("circle", { class: `quad-${whole + 1}`, cx: String(x), cy: String(y), r: String(radius) })];
  let turn = -Math.PI / 2;
  return quads.flatMap((number, at) => {
    if (number === 0) return [];
    const from = turn;
    turn += (2 * Math.PI * number) / events;
    return [svg("path", { class: `quad-${at + 1}`, d: slice(circle, radius, from, turn) })];
  });
}

function slice({ x, y }: Circle, radius: number, from: number, to: number): string {
  const [x1, y1, x2, y2] = [from, to].flatMap((turn) => [x + radius * Math.cos(turn), y + radius * Math.sin(turn)]);
  return `M${x},${y}L${x1},${y1}A${radius},${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${x2},${y2}Z`;
}

export function svg(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
