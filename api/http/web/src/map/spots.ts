// The places that the table of the map tells, and which of them are drawn as one, for their circles would overlap.
import type { GeoProjection } from "d3-geo";
import { numberIn } from "../parts/wording";
import type { Size } from "./sight";

export interface Spot {
  readonly label: string;
  readonly address: string;
  readonly at: readonly [number, number];
  readonly quads: readonly number[];
  readonly events: number;
}

export interface Circle {
  x: number;
  y: number;
  readonly quads: number[];
  events: number;
  readonly spots: Spot[];
}

// Radii on a map of this width; on a narrower one they are smaller, but can still be hit.
const ON_WIDTH = 860;
const SMALLEST = 4;
const WIDER = 18;
const WIDEST = 28;
const NARROWEST = 0.55;

export function spotsOf(table: HTMLTableElement, middles: ReadonlyMap<string, [number, number]>): Spot[] {
  return [...(table.tBodies[0]?.rows ?? [])].flatMap((row) => {
    const { country = "", latitude = "", longitude = "" } = row.dataset;
    const at = latitude === "" ? middles.get(country) : ([Number(longitude), Number(latitude)] as const);
    if (at === undefined) return [];
    const link = row.querySelector("a");
    const [events = 0, ...quads] = [...row.cells].slice(1, 6).map((cell) => numberIn(cell.textContent?.trim() ?? ""));
    return [{ label: link?.textContent ?? "", address: link?.href ?? "", at, quads, events }];
  });
}

/** Give how many events the place of most events has. */
export function mostOf(spots: readonly Spot[]): number {
  return Math.max(1, ...spots.map(({ events }) => events));
}

/** Give the radius of a circle; its area grows with its events, up to a size that leaves room for others. */
export function radiusOf({ events }: { readonly events: number }, most: number, width: number): number {
  return Math.min(WIDEST, SMALLEST + WIDER * Math.sqrt(events / most)) * Math.min(1, Math.max(NARROWEST, width / ON_WIDTH));
}

/** Give the circles of the places in view. Circles that overlap become one, where the larger is, until none does. */
export function circlesOf(spots: readonly Spot[], projection: GeoProjection, { width, height }: Size): Circle[] {
  const most = mostOf(spots);
  const waiting = spots
    .flatMap((spot): Circle[] => {
      const [x, y] = projection([spot.at[0], spot.at[1]]) ?? [Number.NaN, Number.NaN];
      const inside = x >= 0 && x <= width && y >= 0 && y <= height;
      return inside ? [{ x, y, quads: [...spot.quads], events: spot.events, spots: [spot] }] : [];
    })
    .sort((one, other) => one.events - other.events);
  const found: Circle[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const circle = next;
    const near = found.findIndex((other) => overlap(other, circle, most, width));
    const larger = near < 0 ? undefined : found.splice(near, 1)[0];
    // What took another in is wider, and may overlap a third.
    if (larger === undefined) found.push(circle);
    else waiting.push(joined(larger, circle));
  }
  return found;
}

function overlap(one: Circle, other: Circle, most: number, width: number): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) < radiusOf(one, most, width) + radiusOf(other, most, width);
}

function joined(one: Circle, other: Circle): Circle {
  const { x, y } = one.events >= other.events ? one : other;
  const quads = one.quads.map((number, at) => number + (other.quads[at] ?? 0));
  const spots = [...one.spots, ...other.spots].sort((first, second) => second.events - first.events);
  return { x, y, quads, events: one.events + other.events, spots };
}
