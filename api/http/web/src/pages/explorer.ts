// What every page does with scripts: suggestions while one types, charts of its tables, filters without reloading.
import { drawCharts } from "../parts/charts";
import { followFilters } from "../parts/filters";
import { linkMarks } from "../parts/marks";
import { drawOnDemand } from "../parts/demand";
import { makeSortable } from "../parts/sorting";
import { suggest } from "../parts/suggestions";

function enhance(content: ParentNode): void {
  for (const input of content.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggest(input);
  for (const table of content.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);
  linkMarks(content);
  drawOnDemand(content);
  void drawCharts(content);
}

enhance(document);
followFilters(enhance);
