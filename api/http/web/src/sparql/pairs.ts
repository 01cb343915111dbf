// The network of an answer whose rows name two actors, and perhaps count something between them.
import { joined, type Edge, type Network } from "../network/pairs";
import { written } from "../parts/wording";
import type { Row } from "./asking";
import { isNumber } from "./series";

const MOST = 1000;

/** A network of actors whose labels are their ids, and the IRI of each of these. */
export interface Found {
  readonly network: Network;
  readonly iris: ReadonlyMap<string, string>;
}

/** Give the network of the first two columns that name actors in each row; null where there are none. */
export function pairsOf(names: readonly string[], rows: readonly Row[], base: string): Found | null {
  const actor = `${base}actor/`;
  const ends = names.filter((name) => rows.every((row) => row[name]?.type === "uri" && row[name].value.startsWith(actor))).slice(0, 2);
  const [from, to] = ends;
  if (base === "" || from === undefined || to === undefined) return null;
  const of = names.find((name) => rows.every((row) => isNumber(row, name) && Number(row[name]?.value) > 0));
  const iris = new Map<string, string>();
  const idOf = (row: Row, name: string): string => {
    const iri = row[name]?.value ?? "";
    const id = decodeURIComponent(iri.slice(actor.length));
    iris.set(id, iri);
    return id;
  };
  const edges = rows.slice(0, MOST).map((row): Edge => ({
    source: idOf(row, from),
    target: idOf(row, to),
    events: of === undefined ? 1 : Number(row[of]?.value),
    quads: [],
    goldstein: Number.NaN,
  }));
  const nodes = joined(edges, (at, end) => ({ label: edges[at]?.[end === 0 ? "source" : "target"] ?? "", group: "quad-0" }));
  const inWords = (number: number): string => (of === undefined ? `${written(number)} in rows` : `${of} ${written(number)}`);
  return { network: { nodes, edges, quads: [], inWords }, iris };
}

/** Give the network with what its actors are called, by IRI. */
export function labelled({ network, iris }: Found, labels: ReadonlyMap<string, string>): Network {
  return { ...network, nodes: network.nodes.map((node) => ({ ...node, label: labels.get(iris.get(node.id) ?? "") ?? node.label })) };
}
