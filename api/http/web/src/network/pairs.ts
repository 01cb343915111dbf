// The network that the table of its page tells.
import { numberIn } from "../parts/wording";

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
  readonly kind: string;
  readonly events: number;
  readonly partners: number;
  readonly goldstein: number;
}

export function edgesOf(table: HTMLTableElement): Edge[] {
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

export function nodesOf(table: HTMLTableElement, edges: readonly Edge[]): Node[] {
  const found = new Map<string, { label: string; kind: string; events: number; sum: number; partners: Set<string> }>();
  const rows = table.tBodies[0]?.rows ?? [];
  edges.forEach((edge, at) => {
    const row = rows[at];
    const kinds = (row?.dataset["kinds"] ?? "").split(" ");
    [edge.source, edge.target].forEach((id, end) => {
      const label = row?.cells[end]?.textContent?.trim() ?? id;
      const node = found.get(id) ?? { label, kind: kinds[end] ?? "Body", events: 0, sum: 0, partners: new Set<string>() };
      node.events += edge.events;
      node.sum += edge.goldstein * edge.events;
      node.partners.add(end === 0 ? edge.target : edge.source);
      found.set(id, node);
    });
  });
  return [...found].map(([id, node]) => ({
    id,
    label: node.label,
    kind: node.kind,
    events: node.events,
    partners: node.partners.size,
    goldstein: node.events > 0 ? node.sum / node.events : 0,
  }));
}

// The quad class of most of an edge's events, 1 to 4.
export function mostly(edge: Edge): number {
  return edge.quads.indexOf(Math.max(...edge.quads)) + 1;
}
