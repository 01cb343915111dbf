// Events by place on the countries of Natural Earth; circles that would touch become one.
import * as Plot from "@observablehq/plot";
import { geoCentroid, geoEqualEarth, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countries from "world-atlas/countries-110m.json";
import { figureOf, tidy } from "../parts/plots";
import { numberIn } from "../parts/wording";

interface Spot {
  readonly label: string;
  readonly address: string;
  readonly at: readonly [number, number];
  readonly quads: readonly number[];
}

interface Cluster {
  x: number;
  y: number;
  events: number;
  quads: number[];
  spots: Spot[];
}

const WIDTH = 1160;
const HEIGHT = 560;
const NEAR = 14;

export function drawMap(place: HTMLElement, table: HTMLTableElement): void {
  const world = countries as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const land = feature(world, world.objects.countries);
  const middles = new Map(land.features.map((each) => [String(each.id).padStart(3, "0"), geoCentroid(each)]));
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], land);
  const spots = [...(table.tBodies[0]?.rows ?? [])].flatMap((row) => spotOf(row, middles));
  const clusters = clustered(spots, projection);
  const most = Math.max(1, ...clusters.map((cluster) => cluster.events));
  const chart = Plot.plot({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    ariaLabel: "Where events were: the table below has the numbers",
    projection: () => projection,
    r: { domain: [0, most], range: [0, 34] },
    marks: [Plot.geo(land, { fill: "var(--raised)", stroke: "var(--line)", strokeWidth: 0.5 })],
  });
  tidy(chart);
  chart.append(...clusters.map((cluster) => circle(cluster, most)));
  place.replaceChildren(figureOf(chart, "Each circle is in parts as its events are; a click leads to them. Borders: Natural Earth."));
}

function spotOf(row: HTMLTableRowElement, middles: ReadonlyMap<string, [number, number]>): Spot[] {
  const { country = "", latitude = "", longitude = "" } = row.dataset;
  const at = latitude === "" ? middles.get(country) : ([Number(longitude), Number(latitude)] as const);
  if (at === undefined) return [];
  const link = row.querySelector("a");
  const quads = [...row.cells].slice(2, 6).map((cell) => numberIn(cell.textContent?.trim() ?? ""));
  return [{ label: link?.textContent ?? "", address: link?.href ?? "", at, quads }];
}

// The largest first; whatever lies near one that is there already joins it.
function clustered(spots: readonly Spot[], projection: GeoProjection): Cluster[] {
  const found: Cluster[] = [];
  for (const spot of spots) {
    const [x, y] = projection([spot.at[0], spot.at[1]]) ?? [Number.NaN, Number.NaN];
    if (Number.isNaN(x)) continue;
    const near = found.find((cluster) => Math.hypot(cluster.x - x, cluster.y - y) < NEAR);
    const cluster = near ?? { x, y, events: 0, quads: [0, 0, 0, 0], spots: [] };
    if (near === undefined) found.push(cluster);
    spot.quads.forEach((number, at) => {
      cluster.quads[at] = (cluster.quads[at] ?? 0) + number;
      cluster.events += number;
    });
    cluster.spots.push(spot);
  }
  return found;
}

function circle(cluster: Cluster, most: number): SVGElement {
  const radius = 4 + 26 * Math.sqrt(cluster.events / most);
  const link = svg("a", { href: cluster.spots[0]?.address ?? "" });
  let turn = -Math.PI / 2;
  cluster.quads.forEach((number, at) => {
    if (number === 0) return;
    const end = turn + (2 * Math.PI * number) / cluster.events;
    link.append(svg("path", { class: `quad-${at + 1}`, d: slice(cluster, radius, turn, Math.min(end, turn + 6.2831)) }));
    turn = end;
  });
  const title = svg("title", {});
  const names = cluster.spots.slice(0, 8).map((spot) => spot.label);
  title.textContent = `${names.join(", ")}${cluster.spots.length > 8 ? " …" : ""}: ${cluster.events} events`;
  link.append(title);
  return link;
}

function slice({ x, y }: Cluster, radius: number, from: number, to: number): string {
  const [x1, y1, x2, y2] = [from, to].flatMap((turn) => [x + radius * Math.cos(turn), y + radius * Math.sin(turn)]);
  return `M${x},${y}L${x1},${y1}A${radius},${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${x2},${y2}Z`;
}

function svg(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
