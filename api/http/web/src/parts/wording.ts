// How numbers are written on pages, as the service writes them: thousands apart by narrow blanks, a minus that is no hyphen.

const NARROW = "\u202f";
const MINUS = "\u2212";

/** Give a number as people read it, with at most so many decimals. */
export function written(number: number, decimals = 2): string {
  if (!Number.isFinite(number)) return "\u2013";
  const text = Math.abs(number).toLocaleString("en", { maximumFractionDigits: decimals }).replaceAll(",", NARROW);
  return number < 0 && text !== "0" ? `${MINUS}${text}` : text;
}

/** Give a number with its noun: `1 event`, `2 events`. */
export function counted(number: number, one: string): string {
  return `${written(number)} ${number === 1 ? one : `${one}s`}`;
}

/** Give the number that a text writes so, not a number where it writes none. */
export function numberIn(text: string): number {
  const plain = text.replaceAll(NARROW, "").replaceAll(MINUS, "-");
  return plain === "" ? Number.NaN : Number(plain);
}
