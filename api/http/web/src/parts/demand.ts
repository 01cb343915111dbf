// Parts of a page that are large to draw: each leads to a page of its own, and is taken from there when one opens it.

export function drawOnDemand(content: ParentNode): void {
  for (const part of content.querySelectorAll<HTMLDetailsElement>("details[data-draws]")) {
    part.addEventListener("toggle", () => void draw(part, part.dataset["draws"] ?? ""), { once: true });
  }
}

async function network(place: HTMLElement, table: HTMLTableElement, link: HTMLAnchorElement): Promise<void> {
  const { networkOf, showNetwork } = await import("../network/showing");
  showNetwork(place, networkOf(table), new URL(link.href).searchParams);
}

async function draw(part: HTMLDetailsElement, kind: string): Promise<void> {
  const link = part.querySelector("a");
  if (link === null) return;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const place = page.querySelector<HTMLElement>(`[data-${kind}]`);
    const table = page.querySelector<HTMLTableElement>(`table[data-of="${kind}"]`);
    const numbers = table?.closest("details");
    if (place === null || table === null || !numbers) throw new Error("there is nothing to draw");
    numbers.removeAttribute("open");
    part.append(place, numbers);
    if (kind === "map") (await import("../map/drawing")).drawMap(place, table);
    else await network(place, table, link);
  } catch {
    // The page to which the link leads says the same.
    part.append("Nothing could be drawn here.");
  }
  part.removeAttribute("aria-busy");
}
