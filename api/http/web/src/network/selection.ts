// Which actor or edge of the network is selected, by a click or by name: the rest fades, and a line tells of it and leads on.
import type { CollectionReturnValue, Core, EdgeSingular, NodeSingular, SingularElementReturnValue } from "cytoscape";
import { counted, written } from "../parts/wording";
import { mostly, type Edge, type Network, type Node } from "./pairs";

const NOTHING = "Nothing is selected. Click an actor or an edge of the picture, or choose an actor here.";

export function selectable(core: Core, network: Network, here: string): HTMLElement {
  const { nodes, edges } = network;
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const field = fieldOf(nodes);
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  let selected: SingularElementReturnValue | null = null;

  const fade = (around: SingularElementReturnValue | null): void => {
    core.elements().removeClass("faded");
    if (around !== null) core.elements().not(withEnds(around)).addClass("faded");
  };
  const select = (next: SingularElementReturnValue | null): void => {
    selected = next;
    fade(selected);
    field.value = next?.isNode() ? next.id() : "";
    if (next === null) return told.replaceChildren(NOTHING);
    const node = nodes.find(({ id }) => id === next.id());
    const edge = edges[Number(next.id().replace("edge-", ""))];
    if (next.isNode() && node !== undefined) told.replaceChildren(...ofNode(node, network, here));
    else if (edge !== undefined) told.replaceChildren(...ofEdge(edge, labels, network, here));
  };
  core.on("tap", (event) => select(event.target === core ? null : event.target));
  core.on("mouseover", "node", (event) => fade(event.target));
  core.on("mouseout", "node", () => fade(selected));
  field.addEventListener("change", (event) => {
    event.stopPropagation();
    select(field.value === "" ? null : core.getElementById(field.value));
  });
  select(null);
  const label = document.createElement("label");
  label.append("Actor ", field);
  const all = document.createElement("div");
  all.className = "selected";
  all.append(label, told);
  return all;
}

// An actor with whom it deals, or an edge with its two ends.
function withEnds(element: SingularElementReturnValue): CollectionReturnValue {
  const ends = element.isNode() ? (element as NodeSingular).closedNeighborhood() : (element as EdgeSingular).connectedNodes();
  return ends.union(element);
}

function fieldOf(nodes: readonly Node[]): HTMLSelectElement {
  const field = document.createElement("select");
  field.name = "selected";
  field.setAttribute("aria-label", "Actor");
  field.append(new Option("none", ""), ...[...nodes].sort((one, other) => one.label.localeCompare(other.label, "en")).map(({ id, label }) => new Option(label, id)));
  return field;
}

function ofNode(node: Node, { told }: Network, here: string): (HTMLElement | string)[] {
  const around = `${here}network?${new URLSearchParams({ around: node.id })}`;
  return [
    `${node.label}: ${told(node.events)} with ${counted(node.partners, "partner")}${scored(node)}. `,
    link("Its page", `${here}actor/${encodeURIComponent(node.id)}`),
    " ",
    link("The network around it", around),
  ];
}

function ofEdge(edge: Edge, labels: ReadonlyMap<string, string>, { told, quads }: Network, here: string): (HTMLElement | string)[] {
  const [source, target] = [edge.source, edge.target].map((id) => labels.get(id) ?? id);
  const kind = quads[mostly(edge) - 1]?.toLowerCase();
  return [
    `${source} to ${target}: ${told(edge.events)}${kind === undefined ? "" : `, most of them ${kind}`}${scored(edge)}. `,
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
