// What may follow where one types: prefixes, variables and words of SPARQL; after actor: and act: whom and what we know.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";

interface Hits {
  readonly items: readonly { readonly id: string; readonly label: string }[];
}

const WORDS =
  "SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET COUNT SUM AVG MIN MAX EXISTS NOT IN REGEX CONTAINS STR YEAR MONTH";
const words: readonly Completion[] = WORDS.split(" ").map((label) => ({ label, type: "keyword" }));

/** Give the source of completions of a field, whose data say where actors are found, and its lists what else is known. */
export function complete(field: HTMLElement): CompletionSource {
  const prefixes = optionsOf(field.dataset["prefixes"]).map((each): Completion => ({ ...each, type: "namespace" }));
  const actions = optionsOf(field.dataset["actions"]);
  const actors = field.dataset["actors"] ?? "";

  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const typed = context.matchBefore(/[\w?$:.-]+/);
    if (typed === null) return context.explicit ? { from: context.pos, options: [...words, ...prefixes] } : null;
    const local = typed.text.indexOf(":") + 1;
    const from = typed.from + local;
    const rest = typed.text.slice(local);
    if (typed.text.startsWith("act:")) return { from, options: actions, validFor: /^[\w-]*$/ };
    if (typed.text.startsWith("actor:")) return found(context, actors, from, rest);
    if (local > 0) return null;
    return { from: typed.from, options: [...words, ...prefixes, ...variables(context, typed.text)], validFor: /^[\w?$]*$/ };
  };
}

// The service ranks, for it knows names and aliases; so what it found is not filtered by its id again.
async function found(context: CompletionContext, actors: string, from: number, typed: string): Promise<CompletionResult | null> {
  if (typed === "" || actors === "") return null;
  const asked = new AbortController();
  context.addEventListener("abort", () => asked.abort(), { onDocChange: true });
  try {
    const answer = await fetch(`${actors}?${new URLSearchParams({ q: typed.replaceAll("-", " ") })}`, { signal: asked.signal });
    if (!answer.ok) return null;
    const { items } = (await answer.json()) as Hits;
    return { from, filter: false, options: items.map(({ id, label }) => ({ label: id, detail: label })) };
  } catch {
    return null;
  }
}

function variables(context: CompletionContext, typed: string): Completion[] {
  const named = context.state.doc.toString().match(/[?$]\w+/g) ?? [];
  return [...new Set(named)].filter((name) => name !== typed).map((label) => ({ label, type: "variable" }));
}

function optionsOf(list: string | undefined): Completion[] {
  const options = list === undefined ? [] : [...document.querySelectorAll<HTMLOptionElement>(`#${list} option`)];
  return options.map((each) => ({ label: each.value, detail: each.label }));
}
