// Events by place on the countries of Natural Earth. What is too near to be told apart is one circle, which opens by a
// click; beside the map stand the places in view by name, so that nobody needs to see them or to point at them.
import { geoCentroid, geoPath, type ExtendedFeatureCollection, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countries from "world-atlas/countries-110m.json";
import { button } from "../parts/buttons";
import { drawn, svg } from "./circles";
import { listed } from "./list";
import { LARGEST, projectionOf, seen, sightOf, whole, type Sight, type Size } from "./sight";
import { circlesOf, mostOf, radiusOf, spotsOf, type Circle } from "./spots";

const STEP = 2;

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
    pannable(picture, (moved) => show(seen(sight, size, sight.times, moved)));
    frame.replaceChildren(picture);
    listed(list, circles.flatMap((circle) => circle.spots), sight.times === 1 ? "" : "in this part of the map");
    nearer.disabled = sight.times >= LARGEST;
    further.disabled = all.disabled = sight.times === 1;
  };
  const open = (circle: Circle, projection: GeoProjection): void => {
    const next = sightOf(circle, projection, sight, size);
    if (next !== null) show(next);
    listed(list, circle.spots, "in this circle").focus();
  };
  const nearer = button("Zoom in", () => show(seen(sight, size, sight.times * STEP)));
  const further = button("Zoom out", () => show(seen(sight, size, sight.times / STEP)));
  const all = button("Whole world", () => show(whole(size)));
  line.append(nearer, further, all);
  show(sight);
}

function partsOf(place: HTMLElement): [HTMLElement, HTMLElement, HTMLElement] {
  const [around, frame, list, line, told] = ["div", "div", "div", "p", "p"].map((name) => document.createElement(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  around.className = "map";
  list.className = "places";
  line.className = "links";
  told.className = "quiet small";
  told.textContent =
    "The larger a circle, the more events; its parts are their quad classes. A circle with a ring is several places: a click goes nearer. Borders: Natural Earth.";
  around.append(frame, list);
  place.replaceChildren(around, line, told);
  return [frame, list, line];
}

// Who does not see the picture has the list beside it.
function base(land: ExtendedFeatureCollection, projection: GeoProjection, { width, height }: Size): SVGElement {
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  picture.append(svg("path", { class: "land", d: geoPath(projection)(land) ?? "" }));
  return picture;
}

// A finger moves the page, a mouse the map.
function pannable(picture: SVGElement, moved: (by: readonly [number, number]) => void): void {
  picture.addEventListener("pointerdown", (start) => {
    if (start.pointerType === "touch" || (start.target as Element).closest("a") !== null) return;
    const across = picture.getBoundingClientRect().width / Number(picture.getAttribute("viewBox")?.split(" ")[2]);
    picture.setPointerCapture(start.pointerId);
    picture.addEventListener("pointerup", (end) => moved([(end.clientX - start.clientX) / across, (end.clientY - start.clientY) / across]), { once: true });
  });
}
