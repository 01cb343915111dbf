// What can be drawn of rows: numbers by name, or by day, month or year.
import type { Row } from "./asking";

export interface Series {
  readonly by: string;
  readonly of: string;
  readonly points: readonly { readonly name: string; readonly date: Date | null; readonly number: number }[];
  /** Whether all points have dates. */
  readonly dated: boolean;
}

const MOST_NAMES = 40;
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

/** Give the series of the first column that names and the first that counts, where each row has both. */
export function seriesOf(names: readonly string[], rows: readonly Row[]): Series | null {
  const of = names.find((name) => rows.every((row) => isNumber(row, name)));
  const by = names.find((name) => name !== of && rows.every((row) => row[name] !== undefined && !isNumber(row, name)));
  if (of === undefined || by === undefined || rows.length < 2) return null;
  const points = rows.map((row) => {
    const name = row[by]?.value ?? "";
    return { name: name.replace(/^https?:.*[/#](?=.)/, ""), date: DATE.test(name) ? new Date(name) : null, number: Number(row[of]?.value) };
  });
  const dated = points.every(({ date }) => date !== null);
  // A bar has one name: where names recur, rows are told apart by what is not drawn.
  if (new Set(points.map(({ name }) => name)).size < points.length) return null;
  return { by, of, points: dated ? points : points.slice(0, MOST_NAMES), dated };
}

/** Tell whether a row has a number in a column. */
export function isNumber(row: Row, name: string): boolean {
  const term = row[name];
  return term?.datatype !== undefined && /#(?:integer|decimal|double|float|int|long)$/.test(term.datatype) && Number.isFinite(Number(term.value));
}
