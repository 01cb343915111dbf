// The page of the network: the drawing, a slider over time that plays, and the picture as a file.
import type { Core } from "cytoscape";
import { showNetwork } from "../network/showing";
import { changeFilters } from "../parts/filters";

const STEP = 1500;
// The next year to show while it plays, and what waits to show it.
let following: number | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
// The years of the whole network, which a slice of it does not tell.
let whole: readonly [number, number] | undefined;

function show(): void {
  const place = document.querySelector<HTMLElement>("[data-network]");
  const table = document.querySelector<HTMLTableElement>('table[data-of="network"]');
  if (place === null || table === null || place.dataset["drawn"] !== undefined) return;
  place.dataset["drawn"] = "";
  const below = controls(table, () => core);
  table.closest("details")?.removeAttribute("open");
  const core = showNetwork(place, table, new URLSearchParams(location.search), below);
}

function controls(table: HTMLTableElement, core: () => Core): HTMLElement {
  const line = document.createElement("p");
  line.className = "links";
  const years = yearsOf(table);
  if (whole === undefined || new URLSearchParams(location.search).get("from") === null) whole = years;
  const [first, last] = whole;
  if (last > first) {
    const from = Number(new URLSearchParams(location.search).get("from")?.slice(0, 4) ?? first);
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = String(first);
    slider.max = String(last);
    slider.value = String(from);
    const label = document.createElement("label");
    label.append("Year ", slider);
    slider.addEventListener("change", (event) => {
      event.stopPropagation();
      stop();
      only(Number(slider.value));
    });
    const play = button(following === undefined ? "Play" : "Stop", () => {
      if (following !== undefined) return stop();
      following = new URLSearchParams(location.search).has("from") && from < last ? from + 1 : first;
      play.textContent = "Stop";
      next();
    });
    play.dataset["play"] = "";
    line.append(label, play);
  }
  line.append(
    button("Save picture", () => {
      const link = document.createElement("a");
      link.download = "network.png";
      link.href = core().png({ full: true, scale: 2, bg: getComputedStyle(document.body).backgroundColor });
      link.click();
    }),
  );
  return line;
}

function only(year: number): void {
  changeFilters({ from: `${String(year).padStart(4, "0")}-01-01`, to: `${String(year).padStart(4, "0")}-12-31` });
}

// However long an answer takes, the next year is asked for only after it was shown.
function next(): void {
  if (following === undefined || whole === undefined || following > whole[1]) return stop();
  only(following);
  following += 1;
}

function stop(): void {
  clearTimeout(waiting);
  following = undefined;
  for (const each of document.querySelectorAll("[data-play]")) each.textContent = "Play";
}

function button(text: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}

function yearsOf(table: HTMLTableElement): readonly [number, number] {
  const years = [...table.querySelectorAll("tbody time")].map((day) => Number((day as HTMLTimeElement).dateTime.slice(0, 4)));
  return years.length > 0 ? [Math.min(...years), Math.max(...years)] : [0, 0];
}

document.addEventListener("explorer:shown", () => {
  show();
  if (following !== undefined) waiting = setTimeout(next, STEP);
});
show();
