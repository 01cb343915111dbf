// A network in its place on a page: the frame it is drawn in, buttons to look nearer, and what is selected in it.
import type { Core } from "cytoscape";
import { button } from "../parts/buttons";
import { drawNetwork } from "./drawing";
import { edgesOf, nodesOf } from "./pairs";
import { selectable } from "./selection";

const STEP = 1.5;
const EDGE = 30;

export function showNetwork(place: HTMLElement, table: HTMLTableElement, chosen: URLSearchParams, ...below: HTMLElement[]): Core {
  const edges = edgesOf(table);
  const nodes = nodesOf(table, edges);
  const frame = document.createElement("div");
  frame.className = "network";
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", "The network: the table below has its numbers");
  place.replaceChildren(frame);
  const core = drawNetwork(frame, nodes, edges, chosen);
  const quads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(3, 7).map((cell) => cell.textContent ?? "");
  place.append(nearer(core), selectable(core, nodes, edges, place.dataset["here"] ?? "/", quads), ...below);
  return core;
}

function nearer(core: Core): HTMLElement {
  const line = document.createElement("p");
  line.className = "links";
  const zoom = (by: number): void => void core.zoom({ level: core.zoom() * by, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
  line.append(
    button("Zoom in", () => zoom(STEP)),
    button("Zoom out", () => zoom(1 / STEP)),
    button("Whole network", () => void core.fit(undefined, EDGE)),
  );
  return line;
}
