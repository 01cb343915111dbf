// Charts of the tables of a page. What is drawn is what the table says; without scripts the table stands alone.
import { numberIn } from "./wording";

export interface Period {
  /** What people call it: `November 2015`. */
  readonly name: string;
  /** Of which of several series it is, nothing where there is one. */
  readonly series: string;
  readonly start: Date;
  readonly end: Date;
  readonly quads: readonly number[];
  readonly goldstein: number;
}

export async function drawCharts(content: ParentNode): Promise<void> {
  const places = [...content.querySelectorAll<HTMLElement>("[data-chart]")];
  if (places.length === 0) return;
  for (const place of places) {
    const kind = place.dataset["chart"] ?? "";
    const table = place.parentElement?.querySelector<HTMLTableElement>(`table[data-of="${kind}"]`);
    if (table === null || table === undefined) continue;
    // Before the numbers, a table of several series names them.
    const first = kind === "timeline" ? 1 : 2;
    const periods = [...(table.tBodies[0]?.rows ?? [])].map((row) => periodOf(row, first));
    if (periods.length < 2) continue;
    const draw = await drawerOf(kind);
    draw(place, periods, labelsOf(table, first));
    table.closest("details")?.removeAttribute("open");
  }
}

// The library of charts is large, and most pages have none.
async function drawerOf(kind: string): Promise<(place: HTMLElement, periods: readonly Period[], labels: readonly string[]) => void> {
  return kind === "timeline" ? (await import("./timeline")).drawTimeline : (await import("./comparison")).drawComparison;
}

function periodOf(row: HTMLTableRowElement, first: number): Period {
  const name = row.dataset["period"] ?? "";
  const series = first > 1 ? (row.cells[1]?.textContent ?? "") : "";
  const numbers = [...row.cells].slice(first).map((cell) => numberIn(cell.textContent?.trim() ?? ""));
  const [start, end] = daysOf(name);
  return { name: row.cells[0]?.textContent?.trim() ?? name, series, start, end, quads: numbers.slice(0, 4), goldstein: numbers[4] ?? Number.NaN };
}

function labelsOf(table: HTMLTableElement, first: number): string[] {
  return [...(table.tHead?.rows[0]?.cells ?? [])].slice(first, first + 4).map((cell) => cell.textContent ?? "");
}

// The first day of a period (a day, an ISO week, a month, a year), and the first after it.
export function daysOf(name: string): [Date, Date] {
  const [year, rest, day] = name.split("-");
  const y = Number(year);
  if (rest === undefined) return [utc(y, 0, 1), utc(y + 1, 0, 1)];
  if (rest.startsWith("W")) {
    const fourth = utc(y, 0, 4);
    const monday = utc(y, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + 7 * (Number(rest.slice(1)) - 1));
    return [monday, utc(monday.getUTCFullYear(), monday.getUTCMonth(), monday.getUTCDate() + 7)];
  }
  const m = Number(rest) - 1;
  if (day === undefined) return [utc(y, m, 1), utc(y, m + 1, 1)];
  return [utc(y, m, Number(day)), utc(y, m, Number(day) + 1)];
}

function utc(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year + date.getUTCFullYear() - 2000);
  return date;
}
