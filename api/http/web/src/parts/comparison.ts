// What each data set tells of two actors by period: a row of bars for each, on one scale of time and of numbers.
import * as Plot from "@observablehq/plot";
import { bars, countOf, highest } from "./bars";
import type { Period } from "./charts";
import { figureOf, tidy } from "./plots";

const ROW = 130;

export function drawComparison(place: HTMLElement, periods: readonly Period[], labels: readonly string[]): void {
  const width = Math.max(320, place.clientWidth);
  const names = [...new Set(periods.map(({ series }) => series))];
  const start = new Date(Math.min(...periods.map((period) => period.start.getTime())));
  const end = new Date(Math.max(...periods.map((period) => period.end.getTime())));
  const most = highest(periods);
  const chart = Plot.plot({
    width,
    height: 30 + ROW * names.length,
    marginLeft: 44,
    marginRight: 96,
    x: { type: "utc", domain: [start, end], label: null },
    y: { label: null, grid: true, ticks: 3, tickFormat: countOf, domain: [-most, most] },
    fy: { label: null, domain: names },
    marks: [bars(periods, labels, width / (periods.length / names.length) > 6), Plot.ruleY([0])],
  });
  tidy(chart, `Events by period of ${names.join(", ")}: the table below has the numbers`);
  place.replaceChildren(figureOf(chart, "Cooperation upwards, conflict downwards, on the same scale for all."));
}
