// The marked words of an article and the list of its reports light each other up, by pointer and by keyboard.

export function linkMarks(content: ParentNode): void {
  for (const mark of content.querySelectorAll<HTMLElement>("mark[data-reports]")) {
    const items = (mark.dataset["reports"] ?? "")
      .split(" ")
      .map((report) => document.getElementById(`report-${report}`))
      .filter((item) => item !== null);
    light(mark, items);
    for (const item of items) light(item, [mark]);
  }
}

function light(from: HTMLElement, others: readonly HTMLElement[]): void {
  const all = [from, ...others];
  const toggle = (lit: boolean) => () => all.forEach((each) => each.classList.toggle("lit", lit));
  for (const name of ["pointerenter", "focusin"]) from.addEventListener(name, toggle(true));
  for (const name of ["pointerleave", "focusout"]) from.addEventListener(name, toggle(false));
}
