// A network in its place on a page: the frame it is drawn in, buttons to look nearer, and what is selected in it.
import type { Core } from "cytoscape";
import { button } from "../parts/buttons";
import { drawNetwork } from "./drawing";
import type { Network } from "./pairs";
import { selectable } from "./selection";

export { networkOf } from "./pairs";

const STEP = 1.5;
const EDGE = 30;

export function showNetwork(place: HTMLElement, network: Network, chosen: URLSearchParams, ...below: HTMLElement[]): Core {
  const frame = document.createElement("div");
  frame.className = "network";
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", "The network: the table below has its numbers");
  place.replaceChildren(frame);
  const core = drawNetwork(frame, network, chosen);
  place.append(nearer(core), selectable(core, network, place.dataset["here"] ?? "/"), ...below);
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
