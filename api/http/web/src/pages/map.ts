// The page of the map: a world offline, and what happened where, near places together.
import { drawMap } from "../map/drawing";

function show(): void {
  const place = document.querySelector<HTMLElement>("[data-map]");
  const table = document.querySelector<HTMLTableElement>('table[data-of="map"]');
  if (place === null || table === null || place.childElementCount > 0) return;
  drawMap(place, table);
  table.closest("details")?.removeAttribute("open");
}

document.addEventListener("explorer:shown", show);
show();
