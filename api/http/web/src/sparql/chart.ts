// A chart of an answer: bars by name, or a line through time.
import * as Plot from "@observablehq/plot";
import type { Series } from "./series";

type Point = Series["points"][number];

export function chartOf({ by, of, points, dated }: Series): HTMLElement {
  const title = (point: Point): string => `${point.name}: ${point.number}`;
  const inTime = [...points].sort((a, b) => Number(a.date) - Number(b.date));
  const chart = Plot.plot({
    width: 720,
    marginLeft: dated ? 50 : 170,
    x: dated ? { type: "utc", label: null } : { label: of, grid: true, nice: true },
    y: dated ? { label: of, grid: true, nice: true } : { label: null, domain: points.map(({ name }) => name) },
    marks: dated
      ? [Plot.lineY(inTime, { x: "date", y: "number", stroke: "var(--accent)" }), Plot.dot(inTime, { x: "date", y: "number", fill: "var(--accent)", title })]
      : [Plot.barX(points, { x: "number", y: "name", fill: "var(--accent)", title })],
  });
  // The policy of the pages lets in no style that a script writes; ours has all that it says.
  for (const style of chart.querySelectorAll("style")) style.remove();
  for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `${of} by ${by}: the table below has the numbers`);
  const figure = document.createElement("figure");
  figure.append(chart);
  return figure;
}
