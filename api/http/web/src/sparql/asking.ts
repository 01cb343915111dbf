// A query asked of the service, and what came back: rows, yes or no, triples, or why there is no answer.

export interface Term {
  readonly type: string;
  readonly value: string;
  readonly datatype?: string;
}

export type Row = Readonly<Record<string, Term>>;

export type Answer =
  | { readonly kind: "rows"; readonly names: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: "truth"; readonly truth: boolean }
  | { readonly kind: "triples"; readonly text: string };

export interface Problem {
  readonly kind: "problem";
  readonly text: string;
  readonly line: number | null;
}

interface Results {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Row[] };
}

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";
const FORMS = { rows: ["csv", "json", "tsv", "xml"], truth: ["json", "xml"], triples: ["turtle", "ntriples", "jsonld", "rdfxml"] };

export async function ask(address: string, query: string, timeout: string, signal: AbortSignal): Promise<Answer | Problem> {
  const body = new URLSearchParams({ query });
  if (timeout !== "") body.set("timeout", timeout);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: ACCEPT }, signal });
  if (!answer.ok) return problemOf(await answer.text(), answer.status);
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return { kind: "triples", text: await answer.text() };
  const results = (await answer.json()) as Results;
  if (results.boolean !== undefined) return { kind: "truth", truth: results.boolean };
  return { kind: "rows", names: results.head.vars ?? [], rows: results.results?.bindings ?? [] };
}

// The forms in which the same answer can be saved, and where each is.
export function saveable(address: string, query: string, kind: Answer["kind"]): [string, string][] {
  return FORMS[kind].map((format) => [format, `${address}?${new URLSearchParams({ query, format })}`]);
}

function problemOf(text: string, status: number): Problem {
  let message = `The service answered ${status}`;
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === "string") message = detail;
  } catch {
    // What is no problem document has nothing to tell beside its status.
  }
  const at = /\bat (?:line )?(\d+)(?::\d+|,? column)/.exec(message);
  return { kind: "problem", text: message, line: at === null ? null : Number(at[1]) };
}
