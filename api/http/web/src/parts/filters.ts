// Filters that change the page without loading all of it: the same address, the same page, put in the place of the old.
import { focusIn } from "./focus";
import { liveRegion, announcementOf } from "./announcing";
import { forgetTyped, watchTyping, whenTyped } from "./typing";

let loading = new AbortController();
// What the page shows; a step to another part of it changes only what comes after this in its address.
let shown = "";

export function followFilters(enhance: (content: ParentNode) => void): void {
  const go = async (address: string, push: boolean): Promise<void> => {
    const main = document.querySelector("main");
    if (main === null) return location.assign(address);
    loading.abort();
    loading = new AbortController();
    forgetTyped();
    main.setAttribute("aria-busy", "true");
    const line = liveRegion();
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: loading.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (fresh === null) return location.assign(address);
      if (push && answer.url !== location.href) history.pushState({}, "", answer.url);
      shown = whatIsShown();
      document.title = page.title;
      const focus = focusIn(main);
      replace(main, fresh);
      enhance(main);
      document.dispatchEvent(new CustomEvent("explorer:shown"));
      // What scripts add to the page can have the focus, too.
      focus();
      line.textContent = announcementOf(main);
    } catch (error) {
      if (!(error instanceof DOMException)) location.assign(address);
      return;
    }
    main.removeAttribute("aria-busy");
  };

  shown = whatIsShown();
  watchTyping();
  document.addEventListener("change", ({ target }) => {
    const form = (target as Element).closest<HTMLFormElement>("form[data-live]");
    if (form !== null) whenTyped(target, () => void go(addressOf(form), true));
  });
  document.addEventListener("submit", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-live]");
    if (form === null) return;
    event.preventDefault();
    void go(addressOf(form), true);
  });
  document.addEventListener("explorer:go", (event) => void go((event as CustomEvent<string>).detail, true));
  addEventListener("popstate", () => shown !== whatIsShown() && void go(location.href, false));
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

// Who opened the filters on a small screen goes on with them.
function replace(main: Element, fresh: Element): void {
  const open = main.querySelector("details.filters")?.hasAttribute("open") ?? false;
  main.replaceChildren(...fresh.childNodes);
  main.querySelector("details.filters")?.toggleAttribute("open", open);
}

function whatIsShown(): string {
  return location.pathname + location.search;
}

function addressOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") query.append(name, value);
  // A field may be named action, so the property is not always the address.
  return `${form.getAttribute("action") ?? ""}${query.size > 0 ? `?${query}` : ""}`;
}
