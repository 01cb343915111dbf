// Filters that change the page without loading all of it: the same address, the same page, put in the place of the old.

let loading = new AbortController();

export function followFilters(enhance: (content: ParentNode) => void): void {
  const go = async (address: string, push: boolean): Promise<void> => {
    const main = document.querySelector("main");
    if (main === null) return location.assign(address);
    loading.abort();
    loading = new AbortController();
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: loading.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (fresh === null) return location.assign(address);
      const focused = nameOfFocused(main);
      const open = main.querySelector("details.filters")?.hasAttribute("open") ?? false;
      if (push) history.pushState({}, "", answer.url);
      document.title = page.title;
      main.replaceChildren(...fresh.childNodes);
      // Who opened the filters on a small screen goes on with them.
      main.querySelector("details.filters")?.toggleAttribute("open", open);
      enhance(main);
      document.dispatchEvent(new CustomEvent("explorer:shown"));
      // What scripts add to the page has its names, too.
      if (focused !== null) main.querySelector<HTMLElement>(`:is(form[data-live], [data-drawn]) [name="${focused}"]`)?.focus();
    } catch (error) {
      if (!(error instanceof DOMException)) location.assign(address);
      return;
    }
    main.removeAttribute("aria-busy");
  };

  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-live]");
    if (form !== null) void go(addressOf(form), true);
  });
  document.addEventListener("submit", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-live]");
    if (form === null) return;
    event.preventDefault();
    void go(addressOf(form), true);
  });
  document.addEventListener("explorer:go", (event) => void go((event as CustomEvent<string>).detail, true));
  addEventListener("popstate", () => void go(location.href, false));
}

// Other parts of the page ask by this that it be shown with other filters.
export function changeFilters(changes: Readonly<Record<string, string | null>>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const address = `${location.pathname}${query.size > 0 ? `?${query}` : ""}`;
  document.dispatchEvent(new CustomEvent("explorer:go", { detail: address }));
}

function addressOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") query.append(name, value);
  // A field may be named action, so the property is not always the address.
  return `${form.getAttribute("action") ?? ""}${query.size > 0 ? `?${query}` : ""}`;
}

function nameOfFocused(main: Element): string | null {
  const focused = document.activeElement;
  return focused !== null && main.contains(focused) ? focused.getAttribute("name") : null;
}
