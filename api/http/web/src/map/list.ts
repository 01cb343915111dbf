// The places that the map shows, by name, those of most events first.
import { liveRegion } from "../parts/announcing";
import { counted } from "../parts/wording";
import type { Spot } from "./spots";

const MOST = 100;

/** Show the places, and give the heading above them. */
export function listed(list: HTMLElement, spots: readonly Spot[], where: string): HTMLElement {
  const heading = document.createElement("h2");
  heading.tabIndex = -1;
  heading.textContent = `${counted(spots.length, "place")} ${where}`.trim();
  const items = document.createElement("ul");
  items.className = "plain";
  items.append(...[...spots].sort((one, other) => other.events - one.events).slice(0, MOST).map(itemOf));
  list.replaceChildren(heading, items);
  liveRegion().textContent = heading.textContent;
  return heading;
}

function itemOf({ label, address, events }: Spot): HTMLElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = label;
  const number = document.createElement("span");
  number.className = "quiet";
  number.textContent = ` ${counted(events, "event")}`;
  item.append(link, number);
  return item;
}
