// The network that the table of its page tells.
import { counted, numberIn } from "../parts/wording";

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly events: number;
  readonly quads: readonly number[];
  readonly goldstein: number;
}

export interface Node {
  readonly id: string;
  readonly label: string;
  /** The class whose colour it has, nothing where that is by its score. */
  readonly group: string;
  readonly events: number;
  readonly partners: number;
  readonly goldstein: number;
}

/** A network: its actors, what is between them, what is counted of it, and the names of the quad classes. */
export interface Network {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly quads: readonly string[];
  readonly inWords: (number: number) => string;
}

/** Give the network that a table of pairs tells. */
export function networkOf(table: HTMLTableElement): Network {
  const edges = edgesOf(table);
  const quads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(3, 7).map((cell) => cell.textContent ?? "");
  return { nodes: nodesOf(table, edges), edges, quads, inWords: (number) => counted(number, "event") };
}

function edgesOf(table: HTMLTableElement): Edge[] {
  return [...(table.tBodies[0]?.rows ?? [])].map((row) => {
    const numbers = [...row.cells].slice(2, 8).map((cell) => numberIn(cell.textContent?.trim() ?? ""));
    return {
      source: row.dataset["source"] ?? "",
      target: row.dataset["target"] ?? "",
      events: numbers[0] ?? 0,
      quads: numbers.slice(1, 5),
      goldstein: numbers[5] ?? 0,
    };
  });
}

function nodesOf(table: HTMLTableElement, edges: readonly Edge[]): Node[] {
  const rows = table.tBodies[0]?.rows ?? [];
  return joined(edges, (at, end) => {
    const row = rows[at];
    return { label: row?.cells[end]?.textContent?.trim() ?? "", group: (row?.dataset["classes"] ?? "").split(" ")[end] ?? "" };
  });
}

/** Give the actors at the ends of edges; of each end of each edge it is asked what the actor is called, and by which group it is coloured. */
export function joined(edges: readonly Edge[], described: (at: number, end: number) => { readonly label: string; readonly group: string }): Node[] {
  const found = new Map<string, { label: string; group: string; events: number; sum: number; partners: Set<string> }>();
  edges.forEach((edge, at) => {
    [edge.source, edge.target].forEach((id, end) => {
      const node = found.get(id) ?? { ...described(at, end), events: 0, sum: 0, partners: new Set<string>() };
      node.events += edge.events;
      node.sum += edge.goldstein * edge.events;
      node.partners.add(end === 0 ? edge.target : edge.source);
      found.set(id, node);
    });
  });
  return [...found].map(([id, node]) => ({
    id,
    label: node.label,
    group: node.group,
    events: node.events,
    partners: node.partners.size,
    goldstein: node.events > 0 ? node.sum / node.events : 0,
  }));
}

// The quad class of most of an edge's events, 1 to 4, and 0 where none is known.
export function mostly(edge: Edge): number {
  return edge.quads.indexOf(Math.max(...edge.quads)) + 1;
}
