// Tables whose rows are put in order by a click on the head of a column.
import { numberIn } from "./wording";

export function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.dataset["unsorted"] !== undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((one, other) => compared(cell(one, column), cell(other, column)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}

// Days stand in words, which are in no order; beside them is the day as data.
function cell(row: HTMLTableRowElement, column: number): string {
  const found = row.cells[column];
  return found?.querySelector("time")?.dateTime ?? found?.textContent?.trim() ?? "";
}

function compared(one: string, other: string): number {
  const [first, second] = [numberIn(one), numberIn(other)];
  return Number.isNaN(first) || Number.isNaN(second) ? one.localeCompare(other, "en") : first - second;
}
