// A chart of an answer: bars by name, or a line through time.
import * as Plot from "@observablehq/plot";
import { figureOf, tidy } from "../parts/plots";
import { written } from "../parts/wording";
import type { Series } from "./series";

type Point = Series["points"][number];

export function chartOf({ by, of, points, dated }: Series): HTMLElement {
  const title = (point: Point): string => `${point.name}: ${written(point.number)}`;
  const inTime = [...points].sort((a, b) => Number(a.date) - Number(b.date));
  const chart = Plot.plot({
    width: 720,
    marginLeft: dated ? 50 : 170,
    x: dated ? { type: "utc", label: null } : { label: of, grid: true, nice: true, tickFormat: (n: number) => written(n) },
    y: dated ? { label: of, grid: true, nice: true, tickFormat: (n: number) => written(n) } : { label: null, domain: points.map(({ name }) => name) },
    marks: dated
      ? [Plot.lineY(inTime, { x: "date", y: "number", stroke: "var(--accent)" }), Plot.dot(inTime, { x: "date", y: "number", fill: "var(--accent)", title })]
      : [Plot.barX(points, { x: "number", y: "name", fill: "var(--accent)", title })],
  });
  tidy(chart, `${of} by ${by}: the table below has the numbers`);
  return figureOf(chart, "");
}
