// Answers on the page: a table whose terms lead where they can, a chart or a network where the columns allow one, and files.
import { type Answer, type Row, type Term } from "./asking";
import { counted, written } from "../parts/wording";
import { labelsOf } from "./labels";
import { labelled, pairsOf, type Found } from "./pairs";
import { seriesOf } from "./series";

const MOST = 2000;

/** Show an answer in its place, and give the heading above it. */
export async function showAnswer(place: HTMLElement, answer: Answer, files: readonly [string, string][]): Promise<HTMLElement> {
  const heading = document.createElement("h2");
  heading.tabIndex = -1;
  heading.textContent = headingOf(answer);
  place.replaceChildren(heading);
  if (answer.kind === "triples") place.append(textOf(answer.text));
  else if (answer.kind === "rows" && answer.rows.length > 0) {
    const series = seriesOf(answer.names, answer.rows);
    if (series !== null) {
      // The library of charts is large, and most answers have none.
      const { chartOf } = await import("./chart");
      place.append(chartOf(series));
    }
    const network = pairsOf(answer.names, answer.rows, place.dataset["base"] ?? "");
    if (network !== null) place.append(asNetwork(network, place.dataset, series === null));
    place.append(tableOf(answer.names, answer.rows, place.dataset));
    if (answer.rows.length > MOST) place.append(paragraph(`These are the first ${written(MOST)} rows; the files have all.`, "quiet"));
  }
  place.append(linksOf(files));
  return heading;
}

// The library of networks is larger still: it is loaded when one opens the part.
function asNetwork(found: Found, { here = "/", worker }: DOMStringMap, open: boolean): HTMLElement {
  const part = document.createElement("details");
  const summary = document.createElement("summary");
  const place = document.createElement("div");
  summary.textContent = "As a network";
  place.dataset["network"] = "";
  place.dataset["here"] = here;
  if (worker !== undefined) place.dataset["worker"] = worker;
  part.append(summary, place);
  const draw = async (): Promise<void> => {
    const [{ showNetwork }, labels] = await Promise.all([import("../network/showing"), labelsOf(`${here}sparql`, [...found.iris.values()])]);
    showNetwork(place, labelled(found, labels), new URLSearchParams());
  };
  part.addEventListener("toggle", () => void draw(), { once: true });
  part.open = open;
  return part;
}

export function showProblem(place: HTMLElement, text: string): void {
  const alert = paragraph(text, "alert");
  alert.setAttribute("role", "alert");
  place.replaceChildren(alert);
  place.removeAttribute("aria-busy");
}

function headingOf(answer: Answer): string {
  if (answer.kind === "truth") return answer.truth ? "Yes" : "No";
  if (answer.kind === "triples") return "Triples";
  return counted(answer.rows.length, "row");
}

function tableOf(names: readonly string[], rows: readonly Row[], data: DOMStringMap): HTMLElement {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST)) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().append(shown(row[name], data));
  }
  const region = document.createElement("div");
  region.className = "scroll";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", "Rows");
  region.append(table);
  return region;
}

// Only an address of the web becomes a link; what is ours leads to this server, whatever the base of the graph.
function shown(term: Term | undefined, { base = "", here = "/" }: DOMStringMap): Node | string {
  if (term === undefined) return "";
  if (term.type !== "uri" || !/^https?:\/\//.test(term.value)) return term.value;
  const ours = base !== "" && term.value.startsWith(base);
  const link = document.createElement("a");
  link.href = ours ? here + term.value.slice(base.length).replace(/^[/\\]+/, "") : term.value;
  link.rel = "noreferrer";
  link.textContent = ours ? term.value.slice(base.length) : term.value;
  return link;
}

function linksOf(files: readonly [string, string][]): HTMLElement {
  const all = paragraph("Save as", "links");
  for (const [name, address] of files) {
    const link = document.createElement("a");
    link.href = address;
    link.download = `answer.${name}`;
    link.textContent = name;
    all.append(link);
  }
  return all;
}

function textOf(text: string): HTMLElement {
  const all = document.createElement("pre");
  all.tabIndex = 0;
  all.textContent = text.slice(0, 1 << 20);
  return all;
}

function paragraph(text: string, name: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}
