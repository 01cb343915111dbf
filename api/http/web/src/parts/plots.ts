// What all charts share: nothing that the policy of the pages does not let in, and a name for who does not see them.

/** Take away what the library writes into a chart as style: the policy lets in none, and ours has all that it says. */
export function tidy(chart: Element, name?: string): void {
  for (const style of chart.querySelectorAll("style")) style.remove();
  for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  if (name === undefined) return;
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", name);
}

/** Give a figure of a chart, with what there is to say below it, and what one can do with it on a screen. */
export function figureOf(chart: Element, caption: string, todo = ""): HTMLElement {
  const figure = document.createElement("figure");
  figure.append(chart);
  if (caption !== "") {
    const written = document.createElement("figcaption");
    const hint = document.createElement("span");
    hint.className = "on-screen";
    hint.textContent = todo;
    written.append(caption, " ", hint);
    figure.append(written);
  }
  return figure;
}
