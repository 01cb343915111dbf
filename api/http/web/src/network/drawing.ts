// The network on a canvas, or by WebGL where that is real; places come from a worker as they are found.
import cytoscape from "cytoscape";
import type { LayoutAnswer, LayoutRequest, Place } from "./layouts";
import { mostly, type Edge, type Network, type Node } from "./pairs";

// Where each actor was drawn last, so that a network seen with other filters stays where it was.
const places = new Map<string, Place>();
let running: Worker | undefined;
// How far apart actors are drawn, in pixels.
const APART = 110;
// The size of labels, and how many nodes have one at any zoom.
const FONT = 11;
const NAMED = 25;

export function drawNetwork(frame: HTMLElement, { nodes, edges }: Network, chosen: URLSearchParams): cytoscape.Core {
  running?.terminate();
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const most = Math.max(...nodes.map((node) => sizeOf(node, chosen)));
  forestallStyle();
  const core = cytoscape({
    container: frame,
    elements: [
      ...nodes.map((node) => ({
        data: {
          id: node.id,
          label: node.label,
          size: 10 + 40 * Math.sqrt(sizeOf(node, chosen) / most),
          colour: colourOf(node, colour),
        },
        position: positionOf(places.get(node.id), scaleOf([...places.values()])),
      })),
      ...edges.map((edge, at) => ({
        data: {
          id: `edge-${at}`,
          source: edge.source,
          target: edge.target,
          width: 1 + Math.log2(edge.events),
          colour: colour(`--quad-${mostly(edge)}`),
        },
      })),
    ],
    style: [
      {
        selector: "node",
        style: {
          width: "data(size)",
          height: "data(size)",
          "background-color": "data(colour)",
          "border-width": 1,
          "border-color": colour("--ground"),
          label: "data(label)",
          color: colour("--ink"),
          "font-size": FONT,
          "font-family": "system-ui, sans-serif",
          "text-outline-color": colour("--ground"),
          "text-outline-width": 2,
          "min-zoomed-font-size": 8,
          "text-valign": "bottom",
        },
      },
      {
        selector: "edge",
        style: {
          width: "data(width)",
          "line-color": "data(colour)",
          "target-arrow-color": "data(colour)",
          "target-arrow-shape": "triangle",
          "arrow-scale": 0.7,
          "curve-style": edges.length > 2000 ? "haystack" : "bezier",
          opacity: 0.75,
        },
      },
      { selector: ".faded", style: { opacity: 0.12 } },
    ],
    layout: { name: "preset" },
    // The types do not know yet that the canvas can be drawn by WebGL.
    ...({ renderer: { name: "canvas", webgl: hasRealWebGl() } } as object),
    hideEdgesOnViewport: edges.length > 3000,
    textureOnViewport: edges.length > 3000,
  });
  nameLargest(core);
  return layOut(core, frame, nodes, edges);
}

// However small the whole is drawn, the largest nodes have names that can be read.
function nameLargest(core: cytoscape.Core): void {
  const largest = core.nodes().sort((one, other) => Number(other.data("size")) - Number(one.data("size"))).slice(0, NAMED);
  const write = (): void => {
    const size = FONT / Math.min(1, core.zoom());
    largest.style({ "font-size": size, "text-outline-width": (2 * size) / FONT, "min-zoomed-font-size": 0 });
  };
  core.on("zoom", write);
  write();
}

function layOut(core: cytoscape.Core, frame: HTMLElement, nodes: readonly Node[], edges: readonly Edge[]): cytoscape.Core {
  const address = frame.closest<HTMLElement>("[data-network]")?.dataset["worker"];
  // Until the first places are known, all nodes would lie on one another.
  if (address === undefined || !nodes.some(({ id }) => places.has(id))) core.layout({ name: "circle" }).run();
  if (address === undefined) return core;
  const request: LayoutRequest = {
    nodes: nodes.map(({ id }) => ({ id, place: places.get(id) })),
    edges: edges.map(({ source, target, events }) => ({ source, target, weight: events })),
  };
  running = new Worker(address, { type: "module" });
  running.addEventListener("message", (event: MessageEvent<LayoutAnswer>) => {
    for (const [id, place] of Object.entries(event.data.places)) places.set(id, place);
    if (core.destroyed()) return;
    const scale = scaleOf(Object.values(event.data.places));
    core.batch(() => core.nodes().forEach((node) => void node.position(positionOf(places.get(node.id()), scale))));
    core.fit(undefined, 30);
    if (event.data.done) frame.dataset["done"] = "";
  });
  running.postMessage(request);
  return core;
}

// The library would write a style into the page, which the policy of the pages lets in from nobody; ours has what it says.
function forestallStyle(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id) !== null) return;
  const stands = document.createElement("template");
  stands.id = id;
  document.head.append(stands);
}

// A layout has units of its own: as many actors, as large a picture.
function scaleOf(found: readonly Place[]): number {
  const wide = Math.max(...[0, 1].map((axis) => Math.max(...found.map((at) => at[axis] ?? 0)) - Math.min(...found.map((at) => at[axis] ?? 0))));
  return (APART * Math.sqrt(found.length)) / Math.max(wide, 1e-9);
}

function positionOf(place: Place | undefined, scale: number): { x: number; y: number } {
  return { x: (place?.[0] ?? 0) * scale, y: (place?.[1] ?? 0) * scale };
}

function sizeOf(node: Node, chosen: URLSearchParams): number {
  return chosen.get("size") === "partners" ? node.partners : node.events;
}

function colourOf({ group, goldstein }: Node, colour: (name: string) => string): string {
  return group === "" ? byScore(goldstein, colour) : colour(`--${group}`) || colour("--quiet");
}

function byScore(score: number, colour: (name: string) => string): string {
  if (score > 1) return colour(score > 4 ? "--quad-2" : "--quad-1");
  if (score < -1) return colour(score < -4 ? "--quad-4" : "--quad-3");
  return colour("--quiet");
}

// Software that only plays WebGL is slower than a canvas.
function hasRealWebGl(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = String((info && gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) ?? "");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return gl !== null && name !== "" && !/swiftshader|llvmpipe|software|basic render/i.test(name);
}
