// Where the focus was in a part of the page that is put in the place of another, so that it is there again.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Give what puts the focus back after the content was replaced: on the same control, or else on the whole. */
export function focusIn(content: HTMLElement): () => void {
  const focused = document.activeElement;
  if (focused === null || focused === content || !content.contains(focused)) return () => undefined;
  const [name, text, tag] = [focused.getAttribute("name"), textOf(focused), focused.tagName];
  return () => {
    const all = [...content.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((each) => each.tagName === tag);
    const same = name === null ? all.find((each) => textOf(each) === text) : all.find((each) => each.getAttribute("name") === name);
    (same ?? content).focus();
  };
}

function textOf(element: Element): string {
  return (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
}
