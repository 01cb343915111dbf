// The network of an answer whose rows name two actors, and perhaps count something between them.
import { joined, type Edge, type Network } from "../network/pairs";
import { written } from "../parts/wording";
import type { Row } from "./asking";
import { isNumber } from "./series";

const MOST = 1000;

/** Give the network of the first two columns that name actors in each row; null where there are none. */
export function pairsOf(names: readonly string[], rows: readonly Row[], base: string): Network | null {
  const actor = `${base}actor/`;
  const ends = names.filter((name) => rows.every((row) => row[name]?.type === "uri" && row[name].value.startsWith(actor))).slice(0, 2);
  const [from, to] = ends;
  if (base === "" || from === undefined || to === undefined) return null;
  const of = names.find((name) => rows.every((row) => isNumber(row, name) && Number(row[name]?.value) > 0));
  const idOf = (row: Row, name: string): string => decodeURIComponent(row[name]?.value.slice(actor.length) ?? "");
  const edges = rows.slice(0, MOST).map((row): Edge => ({
    source: idOf(row, from),
    target: idOf(row, to),
    events: of === undefined ? 1 : Number(row[of]?.value),
    quads: [],
    goldstein: Number.NaN,
  }));
  const nodes = joined(edges, (at, end) => ({ label: edges[at]?.[end === 0 ? "source" : "target"] ?? "", kind: "" }));
  const told = (number: number): string => (of === undefined ? `${written(number)} in rows` : `${of} ${written(number)}`);
  return { nodes, edges, quads: [], told };
}
