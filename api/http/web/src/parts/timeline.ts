// Events by period: bars by quad class (cooperation upwards, conflict downwards), a line of Goldstein means, a brush.
import * as Plot from "@observablehq/plot";
import { bars, countOf, highest } from "./bars";
import type { Period } from "./charts";
import { changeFilters } from "./filters";
import { figureOf, tidy } from "./plots";
import { written } from "./wording";

const HEIGHT = 240;
// Over a longer time without events, in periods, no line is drawn: it would show means of nothing.
const GAP = 6;
const ISO_DAY = 10;

export function drawTimeline(place: HTMLElement, periods: readonly Period[], labels: readonly string[]): void {
  const width = Math.max(320, place.clientWidth);
  const first = periods[0];
  const last = periods[periods.length - 1];
  if (first === undefined || last === undefined) return;
  const most = highest(periods);
  const scale = most / 10;
  const line = withGaps(periods.filter((period) => !Number.isNaN(period.goldstein)));
  const chart = Plot.plot({
    width,
    height: HEIGHT,
    marginLeft: 44,
    marginRight: 36,
    x: { type: "utc", domain: [first.start, last.end], label: null },
    y: { label: null, grid: true, domain: [-most, most] },
    marks: [
      bars(periods, labels, width / periods.length > 6),
      Plot.ruleY([0]),
      Plot.lineY(line, {
        x: middle,
        y: (period: Period) => period.goldstein * scale,
        stroke: "var(--goldstein)",
        strokeWidth: 2,
        strokeLinecap: "round",
      }),
      Plot.dot(line.length < 60 ? line : [], {
        x: middle,
        y: (period: Period) => period.goldstein * scale,
        fill: "var(--goldstein)",
        r: 2.5,
        title: (period: Period) => `${period.name}: Goldstein mean ${written(period.goldstein, 1)}`,
      }),
      Plot.axisY({ anchor: "left", label: "Events", tickFormat: countOf }),
      Plot.axisY({ anchor: "right", label: "Goldstein mean", ticks: [-most, 0, most], tickSize: 0, tickFormat: (n: number) => written(n / scale, 0) }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  tidy(chart, `Events by period, from ${first.name} to ${last.name}: the table below has the numbers`);
  place.replaceChildren(
    figureOf(
      chart,
      "Cooperation upwards, conflict downwards; the line is the mean Goldstein score, from −10 to 10.",
      "Drag over a span of time to see it alone, or set From and To above.",
    ),
  );
  brush(chart, periods);
}

// The periods with events; behind one after which there are none for long stands one without a mean, where the line breaks.
function withGaps(periods: readonly Period[]): Period[] {
  return periods.flatMap((period, index) => {
    const next = periods[index + 1];
    const length = period.end.getTime() - period.start.getTime();
    const breaks = next !== undefined && next.start.getTime() - period.end.getTime() > GAP * length;
    return breaks ? [period, { ...period, goldstein: NaN }] : [period];
  });
}

function middle(period: Period): Date {
  return new Date((period.start.getTime() + period.end.getTime()) / 2);
}

function brush(chart: SVGSVGElement & Plot.Plot, periods: readonly Period[]): void {
  const x = chart.scale("x");
  if (x?.range === undefined || x.invert === undefined) return;
  const invert = x.invert as (place: number) => Date;
  const [left = 0, right = 0] = x.range as Iterable<number> as number[];
  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ y: "0", height: String(HEIGHT), fill: "currentColor", "fill-opacity": "0.15", "pointer-events": "none" })) {
    band.setAttribute(name, value);
  }
  chart.append(band);
  chart.setAttribute("data-brush", "");
  let from: number | null = null;
  const at = (event: PointerEvent): number => {
    const box = chart.getBoundingClientRect();
    const place = ((event.clientX - box.left) * chart.viewBox.baseVal.width) / box.width;
    return Math.min(right, Math.max(left, place));
  };
  const draw = (to: number): void => {
    band.setAttribute("x", String(Math.min(from ?? to, to)));
    band.setAttribute("width", String(Math.abs(to - (from ?? to))));
  };
  chart.addEventListener("pointerdown", (event) => {
    from = at(event);
    chart.setPointerCapture(event.pointerId);
    draw(from);
  });
  chart.addEventListener("pointermove", (event) => {
    if (from !== null) draw(at(event));
  });
  chart.addEventListener("pointercancel", () => {
    from = null;
    band.setAttribute("width", "0");
  });
  chart.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const ends = [from, at(event)].sort((one, other) => one - other);
    from = null;
    const [first, last] = ends.map((place) => invert(place));
    if (first === undefined || last === undefined) return;
    const inside = periods.filter((period) => period.end > first && period.start <= last);
    const [begin, end] = [inside[0], inside[inside.length - 1]];
    if (begin === undefined || end === undefined || inside.length === periods.length) return void band.setAttribute("width", "0");
    changeFilters({ from: day(begin.start), to: day(new Date(end.end.getTime() - 1)) });
  });
}

function day(date: Date): string {
  return date.toISOString().slice(0, ISO_DAY);
}
