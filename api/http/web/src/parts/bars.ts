// Bars of events by period and quad class: cooperation upwards, conflict downwards.
import * as Plot from "@observablehq/plot";
import type { Period } from "./charts";
import { written } from "./wording";

interface Bar extends Period {
  readonly quad: number;
  readonly number: number;
}

/** Give the bars; where there are several series they stand in rows, each with its name. */
export function bars(periods: readonly Period[], labels: readonly string[], apart: boolean): Plot.Markish {
  const all = periods.flatMap((period) => period.quads.map((number, at): Bar => ({ ...period, quad: at + 1, number: at < 2 ? number : -number })));
  return Plot.rectY(all, {
    x1: "start",
    x2: "end",
    y: "number",
    ...(periods.some(({ series }) => series !== "") ? { fy: "series" } : {}),
    fill: (bar: Bar) => `var(--quad-${bar.quad})`,
    inset: 0,
    insetRight: apart ? 1 : 0,
    title: ({ name, series, number, quad }: Bar) => `${[name, series].filter(Boolean).join(", ")}: ${written(Math.abs(number))} ${labels[quad - 1]?.toLowerCase() ?? ""}`,
  });
}

/** Give how far the highest of the bars reaches, up or down. */
export function highest(periods: readonly Period[]): number {
  return Math.max(1, ...periods.flatMap(({ quads: [a = 0, b = 0, c = 0, d = 0] }) => [a + b, c + d]));
}

/** Give a number of an axis below and above nothing; between whole numbers there are no events. */
export function countOf(number: number): string {
  return Number.isInteger(number) ? written(Math.abs(number)) : "";
}
