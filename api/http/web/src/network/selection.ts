// Which actor or edge of the network is selected, by a click or by name: the rest fades, and a line tells of it and leads on.
import type { CollectionReturnValue, Core, EdgeSingular, NodeSingular, SingularElementReturnValue } from "cytoscape";
import { counted, written } from "../parts/wording";
import { mostly, type Edge, type Network, type Node } from "./pairs";

const NOTHING = "Nothing is selected. Click an actor or an edge of the picture, or choose one here.";

export function selectable(core: Core, network: Network, here: string): HTMLElement {
  const { nodes, edges } = network;
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const actors = fieldOf("Actor", "selected", [...nodes].sort((one, other) => one.label.localeCompare(other.label, "en")).map(({ id, label }) => [label, id]));
  const acts = fieldOf("Edge", "edge", []);
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  let selected: SingularElementReturnValue | null = null;

  const fade = (around: SingularElementReturnValue | null): void => {
    core.elements().removeClass("faded");
    if (around !== null) core.elements().not(withEnds(around)).addClass("faded");
  };
  const select = (next: SingularElementReturnValue | null): void => {
    selected = next;
    fade(selected);
    const edge = next?.isEdge() ? edges[Number(next.id().replace("edge-", ""))] : undefined;
    const actor = edge === undefined ? (next?.id() ?? "") : [edge.source, edge.target].includes(actors.value) ? actors.value : edge.source;
    actors.value = actor;
    fill(acts, actsOf(actor, edges, labels));
    acts.value = edge === undefined ? "" : (next?.id() ?? "");
    const node = nodes.find(({ id }) => id === next?.id());
    if (edge !== undefined) status.replaceChildren(...ofEdge(edge, labels, network, here));
    else if (node !== undefined) status.replaceChildren(...ofNode(node, network, here));
    else status.replaceChildren(NOTHING);
  };
  const chosen = (id: string): SingularElementReturnValue | null => (id === "" ? null : core.getElementById(id));
  core.on("tap", (event) => select(event.target === core ? null : event.target));
  core.on("mouseover", "node", (event) => fade(event.target));
  core.on("mouseout", "node", () => fade(selected));
  actors.addEventListener("change", (event) => (event.stopPropagation(), select(chosen(actors.value))));
  acts.addEventListener("change", (event) => (event.stopPropagation(), select(chosen(acts.value || actors.value))));
  const all = document.createElement("div");
  all.className = "selected";
  all.append(labelled("Actor ", actors), labelled("Edge ", acts), status);
  for (const part of [all, core.container()]) {
    part?.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      // The links of the line go away.
      if (status.contains(document.activeElement)) actors.focus();
      select(null);
    });
  }
  select(null);
  return all;
}

// An actor with whom it deals, or an edge with its two ends.
function withEnds(element: SingularElementReturnValue): CollectionReturnValue {
  const ends = element.isNode() ? (element as NodeSingular).closedNeighborhood() : (element as EdgeSingular).connectedNodes();
  return ends.union(element);
}

// What an actor did and what was done to it, so that edges, too, are selected without a pointer.
function actsOf(actor: string, edges: readonly Edge[], labels: ReadonlyMap<string, string>): [string, string][] {
  return edges.flatMap(({ source, target }, at): [string, string][] => {
    const label = (id: string): string => labels.get(id) ?? id;
    if (source === actor) return [[`to ${label(target)}`, `edge-${at}`]];
    return target === actor ? [[`from ${label(source)}`, `edge-${at}`]] : [];
  });
}

function fieldOf(label: string, name: string, options: readonly (readonly [string, string])[]): HTMLSelectElement {
  const field = document.createElement("select");
  field.name = name;
  field.setAttribute("aria-label", label);
  fill(field, options);
  return field;
}

function fill(field: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  field.replaceChildren(new Option("none", ""), ...options.map(([text, value]) => new Option(text, value)));
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  const label = document.createElement("label");
  label.append(text, field);
  return label;
}

function ofNode(node: Node, { inWords: events }: Network, here: string): (HTMLElement | string)[] {
  const around = `${here}network?${new URLSearchParams({ around: node.id })}`;
  return [
    `${node.label}: ${events(node.events)} with ${counted(node.partners, "partner")}${scored(node)}. `,
    link("Its page", `${here}actor/${encodeURIComponent(node.id)}`),
    " ",
    link("The network around it", around),
  ];
}

function ofEdge(edge: Edge, labels: ReadonlyMap<string, string>, { inWords: events, quads }: Network, here: string): (HTMLElement | string)[] {
  const [source, target] = [edge.source, edge.target].map((id) => labels.get(id) ?? id);
  const kind = quads[mostly(edge) - 1]?.toLowerCase();
  return [
    `${source} to ${target}: ${events(edge.events)}${kind === undefined ? "" : `, most of them ${kind}`}${scored(edge)}. `,
    link("How the two get on", `${here}relation/${[edge.source, edge.target].map(encodeURIComponent).join("/")}`),
  ];
}

function scored({ goldstein }: { readonly goldstein: number }): string {
  return Number.isNaN(goldstein) ? "" : `, Goldstein mean ${written(goldstein, 1)}`;
}

function link(text: string, address: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = text;
  return made;
}
