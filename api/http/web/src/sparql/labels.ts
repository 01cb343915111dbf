// What the actors of an answer are called: asked of the same service, for an answer names them by IRIs.
import { ask } from "./asking";

const SECONDS = "10";

/** Give the labels of things by IRI; where the service does not tell them, none. */
export async function labelsOf(address: string, iris: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const query = `SELECT ?thing ?label { VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?thing skos:prefLabel ?label }`;
  try {
    const answer = await ask(address, query, SECONDS, new AbortController().signal);
    const rows = answer.kind === "rows" ? answer.rows : [];
    return new Map(rows.map((row) => [row["thing"]?.value ?? "", row["label"]?.value ?? ""]));
  } catch {
    // With ids in the place of names a network is better than none.
    return new Map();
  }
}
