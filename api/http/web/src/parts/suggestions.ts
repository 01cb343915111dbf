// A combobox (WAI-ARIA) over a search field: what was perhaps meant, while one types.

interface Suggestion {
  readonly text: string;
  readonly note: string;
  readonly path: string;
}

const PAUSE = 120;
let number = 0;

export function suggest(input: HTMLInputElement): void {
  const source = input.dataset["suggest"];
  const form = input.form;
  if (source === undefined || form === null) return;
  const root = source.slice(0, source.lastIndexOf("/") + 1);
  const list = document.createElement("ul");
  list.id = `suggestions-${(number += 1)}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  })) {
    input.setAttribute(name, value);
  }

  let found: readonly Suggestion[] = [];
  let chosen = -1;
  let asked = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const choose = (index: number): void => {
    chosen = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    const item = list.children[chosen];
    if (item === undefined) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const show = (items: readonly Suggestion[]): void => {
    found = items;
    list.replaceChildren(...items.map((each, at) => option(each, `${list.id}-${at}`)));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const go = (index: number): void => {
    const target = found[index];
    if (target !== undefined) location.assign(root + target.path);
  };
  const ask = async (): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    const typed = input.value.trim();
    if (typed === "") return show([]);
    try {
      const answer = await fetch(`${source}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal });
      if (answer.ok && input.value.trim() === typed) show((await answer.json()) as Suggestion[]);
    } catch (error) {
      if (!(error instanceof DOMException)) show([]);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      // Else the browser would take away what was typed as well.
      event.preventDefault();
      show([]);
    } else if (event.key === "ArrowDown" && list.hidden) void ask();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length === 0) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((Math.max(chosen, step > 0 ? -1 : 0) + step + found.length) % found.length);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      go(chosen);
    }
  });
  input.addEventListener("blur", () => setTimeout(() => show([]), 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = (event.target as Element).closest("li");
    if (item !== null) go([...list.children].indexOf(item));
  });
}

function option(suggestion: Suggestion, id: string): HTMLLIElement {
  const item = document.createElement("li");
  const note = document.createElement("small");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  note.textContent = suggestion.note;
  item.append(suggestion.text, note);
  return item;
}
