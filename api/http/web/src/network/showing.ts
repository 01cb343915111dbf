// A network in its place on a page: the frame it is drawn in, buttons to look nearer, and what is selected in it.
import type { Core } from "cytoscape";
import { button } from "../parts/buttons";
import { movedByKeys } from "../parts/moving";
import { drawNetwork } from "./drawing";
import type { Network } from "./pairs";
import { selectable } from "./selection";
import { touchable } from "./touching";

export { networkOf } from "./pairs";

const STEP = 1.5;
const EDGE = 30;
const NAME = "The network, moved by arrow keys, plus and minus: the table below has its numbers";

export function showNetwork(place: HTMLElement, network: Network, chosen: URLSearchParams, ...below: HTMLElement[]): Core {
  const frame = document.createElement("div");
  frame.className = "network";
  place.replaceChildren(frame);
  const core = drawNetwork(frame, network, chosen);
  const zoom = (by: number) => (): void => void core.zoom({ level: core.zoom() * by, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
  const whole = (): void => void core.fit(undefined, EDGE);
  const look = (right: number, down: number): void => void core.panBy({ x: -right * core.width(), y: -down * core.height() });
  movedByKeys(frame, "img", NAME, { look, nearer: zoom(STEP), further: zoom(1 / STEP), whole });
  fitWhenWider(core, whole);
  touchable(frame, core);
  place.append(buttonsOf(zoom, whole), selectable(core, network, place.dataset["here"] ?? "/"), ...below);
  return core;
}

// A screen that is turned, and paper, have another width; what only grows higher stays as somebody looks at it.
function fitWhenWider(core: Core, whole: () => void): void {
  let width = core.width();
  core.on("resize", () => {
    if (core.width() === width) return;
    width = core.width();
    whole();
  });
}

function buttonsOf(zoom: (by: number) => () => void, whole: () => void): HTMLElement {
  const line = document.createElement("p");
  line.className = "links";
  line.append(button("Zoom in", zoom(STEP)), button("Zoom out", zoom(1 / STEP)), button("Whole network", whole));
  return line;
}
