// A network in its place on a page: the frame it is drawn in, and where a click leads.
import type { Core } from "cytoscape";
import { drawNetwork } from "./drawing";

export function showNetwork(place: HTMLElement, table: HTMLTableElement, chosen: URLSearchParams, ...below: HTMLElement[]): Core {
  const frame = document.createElement("div");
  frame.className = "network";
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", "The network: the table below has its numbers");
  place.replaceChildren(frame, ...below);
  const here = place.dataset["here"] ?? "/";
  const core = drawNetwork(frame, table, chosen);
  core.on("tap", "node", (event) => location.assign(`${here}actor/${encodeURIComponent(event.target.id())}`));
  core.on("tap", "edge", (event) => {
    const ends = [event.target.source().id(), event.target.target().id()].map(encodeURIComponent);
    location.assign(`${here}relation/${ends.join("/")}`);
  });
  return core;
}
