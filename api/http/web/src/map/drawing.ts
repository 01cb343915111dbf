// Events by place on the countries of Natural Earth. What is too near to be told apart is one circle, which opens by a
// click; beside the map stand the places in view by name, so that nobody needs to see them or to point at them.
import { geoCentroid, geoPath, type ExtendedFeatureCollection, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countries from "world-atlas/countries-110m.json";
import { button, enable } from "../parts/buttons";
import { pinchable, type Point } from "../parts/fingers";
import { movedByKeys } from "../parts/moving";
import { drawn, svg } from "./circles";
import { listed } from "./list";
import { pannable } from "./panning";
import { boxOf, LARGEST, projectionOf, seen, sightOf, spread, whole, type Sight, type Size } from "./sight";
import { circlesOf, mostOf, radiusOf, spotsOf, type Circle, type Spot } from "./spots";

const STEP = 2;
const NAME = "The map, moved by arrow keys, plus and minus: the list of places has what it shows";

export function drawMap(place: HTMLElement, table: HTMLTableElement): void {
  const world = countries as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const land = feature(world, world.objects.countries);
  const spots = spotsOf(table, new Map(land.features.map((each) => [String(each.id).padStart(3, "0"), geoCentroid(each)])));
  const [frame, list, line] = partsOf(place);
  const width = Math.max(280, frame.clientWidth);
  const size = { width, height: Math.round(width * 0.48) };
  let sight = whole(size);

  const show = (next: Sight): void => {
    sight = next;
    const projection = projectionOf(sight, land, size);
    const circles = circlesOf(spots, projection, size);
    const picture = base(land, projection, size);
    const most = mostOf(spots);
    picture.append(...circles.map((circle) => drawn(circle, radiusOf(circle, most, width), () => open(circle, projection))));
    pannable(picture, sight.times > 1, (moved) => show(seen(sight, size, sight.times, moved)));
    frame.replaceChildren(picture);
    // A list that became shorter would pull the page away from under the finger.
    list.style.minHeight = sight.times === 1 ? "" : `${list.offsetHeight}px`;
    listed(list, circles.flatMap((circle) => circle.spots), sight.times === 1 ? "" : "in this part of the map");
    enable(nearer, sight.times < LARGEST);
    for (const each of [further, all]) enable(each, sight.times > 1);
  };
  const open = (circle: Circle, projection: GeoProjection): void => {
    const next = sightOf(circle, projection, sight, size);
    if (next !== null) show(next);
    listed(list, circle.spots, "in this circle").focus();
  };
  // From the whole world one goes nearer to where most events are.
  const middle = middleOf(spots, projectionOf(sight, land, size), size);
  const zoom = (by: number) => (): void => show(seen(sight, size, sight.times * by, sight.times === 1 ? middle : [0, 0]));
  const out = (): void => show(whole(size));
  const [nearer, further, all] = [button("Zoom in", zoom(STEP)), button("Zoom out", zoom(1 / STEP)), button("Whole world", out)];
  line.append(nearer, further, all);
  const look = (right: number, down: number): void => show(seen(sight, size, sight.times, [-right * size.width, -down * size.height]));
  pinchable(frame, () => ({ times, from, to }, done) => {
    const scale = size.width / Math.max(1, frame.clientWidth);
    const [begun, ended] = [from, to].map(([x, y]) => [x * scale, y * scale] as const) as [Point, Point];
    if (done) show(spread(sight, size, times, begun, ended));
    else frame.firstElementChild?.setAttribute("viewBox", boxOf(sight, size, times, begun, ended));
  });
  movedByKeys(frame, "group", NAME, { look, nearer: zoom(STEP), further: zoom(1 / STEP), whole: out });
  show(sight);
}

function partsOf(place: HTMLElement): [HTMLElement, HTMLElement, HTMLElement] {
  const [around, frame, list, line, note] = ["div", "div", "div", "p", "p"].map((name) => document.createElement(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  around.className = "map";
  list.className = "places";
  line.className = "links";
  note.className = "quiet small";
  note.textContent =
    "The larger a circle, the more events; its parts are their quad classes. A circle with a ring is several places: a click goes nearer. The mouse, the arrow keys, and where it is seen from near a finger move the map; two fingers bring it nearer. Borders: Natural Earth.";
  around.append(frame, list);
  place.replaceChildren(around, line, note);
  return [frame, list, line];
}

// How far the middle of all events is from that of the picture.
function middleOf(spots: readonly Spot[], projection: GeoProjection, { width, height }: Size): [number, number] {
  const whole = spots.reduce((sum, { events }) => sum + events, 0);
  const points = spots.map(({ at, events }) => (projection([at[0], at[1]]) ?? [width / 2, height / 2]).map((place) => (place * events) / whole));
  const [x = 0, y = 0] = [0, 1].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0));
  return [width / 2 - x, height / 2 - y];
}

// Who does not see the picture has the list beside it.
function base(land: ExtendedFeatureCollection, projection: GeoProjection, { width, height }: Size): SVGElement {
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  picture.append(svg("path", { class: "land", d: geoPath(projection)(land) ?? "" }));
  return picture;
}
