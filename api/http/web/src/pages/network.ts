// The page of the network: the drawing, a slider over years that plays, and the picture as a file.
import type { Core } from "cytoscape";
import { networkOf } from "../network/pairs";
import { showNetwork } from "../network/showing";
import { button, enable } from "../parts/buttons";
import { changeFilters } from "../parts/filters";

const STEP = 1500;
// The next year to show while it plays, and what waits to show it.
let following: number | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
// The years of the whole network, which a slice of it does not tell.
let whole: readonly [number, number] | undefined;

function show(): void {
  const place = document.querySelector<HTMLElement>("[data-network]");
  if (place === null || place.dataset["drawn"] !== undefined) return;
  place.dataset["drawn"] = "";
  const table = document.querySelector<HTMLTableElement>('table[data-of="network"]');
  const line = document.createElement("p");
  line.className = "links";
  line.append(...yearsOf(place));
  // A year without events has its slider, too, to go on from.
  if (table === null) return place.replaceChildren(line);
  table.closest("details")?.removeAttribute("open");
  const core = showNetwork(place, networkOf(table), new URLSearchParams(location.search), line);
  line.append(named("picture", button("Save picture", () => save(core))));
}

function yearsOf(place: HTMLElement): HTMLElement[] {
  const [first = 0, last = 0] = (place.dataset["years"] ?? "").split(" ").map(Number);
  const asked = new URLSearchParams(location.search);
  const [from, to] = ["from", "to"].map((name) => asked.get(name)?.slice(0, 4));
  if (whole === undefined || (from === undefined && to === undefined)) whole = [first, last];
  if (whole[1] <= whole[0]) return [];
  const shown = document.createElement("output");
  shown.textContent = from === undefined && to === undefined ? "all" : from === to ? (from ?? "") : `${from ?? ""}\u2013${to ?? ""}`;
  const slider = sliderOf(whole, from ?? "", shown);
  const label = document.createElement("label");
  label.append("Year ", slider, " ", shown);
  const play = named("play", button(following === undefined ? "Play" : "Stop", () => (following === undefined ? begin(from === to ? Number(from) : Number.NaN) : stop())));
  play.dataset["play"] = "";
  const all = named("years", button("All years", () => (stop(), changeFilters({ from: null, to: null }))));
  enable(all, from !== undefined || to !== undefined);
  return [label, play, all];
}

function sliderOf([first, last]: readonly [number, number], from: string, shown: HTMLOutputElement): HTMLInputElement {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.name = "year";
  slider.min = String(first);
  slider.max = String(last);
  slider.value = from === "" ? String(first) : from;
  const tell = (): void => slider.setAttribute("aria-valuetext", shown.textContent === "all" ? "all years" : (shown.textContent ?? ""));
  tell();
  slider.addEventListener("input", () => {
    shown.textContent = slider.value;
    tell();
  });
  slider.addEventListener("change", (event) => {
    event.stopPropagation();
    stop();
    only(Number(slider.value));
  });
  return slider;
}

function begin(year: number): void {
  if (whole === undefined) return;
  following = year >= whole[0] && year < whole[1] ? year + 1 : whole[0];
  for (const each of document.querySelectorAll("[data-play]")) each.textContent = "Stop";
  next();
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

function save(core: Core): void {
  const link = document.createElement("a");
  link.download = "network.png";
  link.href = core.png({ full: true, scale: 2, bg: getComputedStyle(document.body).backgroundColor });
  link.click();
}

// By their names controls have the focus again when the page was changed.
function named(name: string, made: HTMLButtonElement): HTMLButtonElement {
  made.name = name;
  return made;
}

document.addEventListener("explorer:shown", () => {
  show();
  if (following !== undefined) waiting = setTimeout(next, STEP);
});
show();
