// Which part of the world the map shows: the world as a whole, or what lies around a point, so many times larger.
import { geoEqualEarth, type ExtendedFeatureCollection, type GeoProjection } from "d3-geo";
import type { Point } from "../parts/fingers";
import type { Circle } from "./spots";

/** The point in the middle, as the whole world is drawn, and how much larger than in this all is. */
export interface Sight {
  readonly x: number;
  readonly y: number;
  readonly times: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

// The edges of the map go through the Bering Strait, so that they cut no country.
const TURNED = -11;
export const LARGEST = 24;
// How much of the picture places fill that are looked at, and how far apart in it they are told apart.
const FILLED = 0.7;
const APART = 12;

export function whole({ width, height }: Size): Sight {
  return { x: width / 2, y: height / 2, times: 1 };
}

export function projectionOf(sight: Sight, land: ExtendedFeatureCollection, { width, height }: Size): GeoProjection {
  const made = geoEqualEarth().rotate([TURNED, 0]).fitSize([width, height], land);
  const [x, y] = made.translate();
  return made
    .scale(made.scale() * sight.times)
    .translate([(x - sight.x) * sight.times + width / 2, (y - sight.y) * sight.times + height / 2])
    .clipExtent([
      [-5, -5],
      [width + 5, height + 5],
    ]);
}

/** Give a part of the world nearer or further, and moved by so many pixels; it never leaves the world. */
export function seen(sight: Sight, size: Size, times: number, [across, down]: readonly [number, number] = [0, 0]): Sight {
  const next = Math.min(LARGEST, Math.max(1, times));
  const inside = (at: number, length: number): number => Math.min(length - length / 2 / next, Math.max(length / 2 / next, at));
  return { x: inside(sight.x - across / sight.times, size.width), y: inside(sight.y - down / sight.times, size.height), times: next };
}

/** Give a part of the world as two fingers leave it, by how many times they spread it and from where to where they went. */
export function spread(sight: Sight, size: Size, times: number, from: Point, to: Point): Sight {
  const by = timesOf(sight, times);
  const [x, y] = [size.width / 2, size.height / 2];
  return seen(sight, size, sight.times * by, [(to[0] - x) / by - (from[0] - x), (to[1] - y) / by - (from[1] - y)]);
}

/** Give what of the picture is seen meanwhile, as a box in it. */
export function boxOf(sight: Sight, { width, height }: Size, times: number, from: Point, to: Point): string {
  const by = timesOf(sight, times);
  return [from[0] - to[0] / by, from[1] - to[1] / by, width / by, height / by].join(" ");
}

function timesOf(sight: Sight, times: number): number {
  return Math.min(LARGEST / sight.times, Math.max(1 / sight.times, times));
}

/** Give the part of the world in which the places of a circle are apart; null where they never are. */
export function sightOf({ spots }: Circle, projection: GeoProjection, sight: Sight, size: Size): Sight | null {
  const points = spots.map(({ at }) => projection([at[0], at[1]]) ?? [0, 0]);
  const [left, right, top, bottom] = [0, 1].flatMap((axis) => [Math.min(...points.map((at) => at[axis] ?? 0)), Math.max(...points.map((at) => at[axis] ?? 0))]) as [number, number, number, number];
  const [wide, high] = [(right - left) / sight.times, (bottom - top) / sight.times];
  if (Math.hypot(wide, high) * LARGEST < APART || sight.times >= LARGEST) return null;
  const times = Math.max(2 * sight.times, Math.min((FILLED * size.width) / wide, (FILLED * size.height) / high));
  const moved = [size.width / 2 - (left + right) / 2, size.height / 2 - (top + bottom) / 2] as const;
  return seen(sight, size, times, moved);
}
