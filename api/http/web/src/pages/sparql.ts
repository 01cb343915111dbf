// The view of queries: an editor in the place of the text field, and each answer beside the query that got it.
import { ask, saveable } from "../sparql/asking";
import { showAnswer, showProblem } from "../sparql/answers";
import { edit } from "../sparql/editor";
import { liveRegion } from "../parts/announcing";

function start(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLTextAreaElement>("textarea");
  const place = document.querySelector<HTMLElement>("[data-answer]");
  if (field === null || place === null) return;
  const written = new URLSearchParams(location.hash.slice(1)).get("query");
  if (written !== null) field.value = written;
  let asked = new AbortController();

  const run = async (leads = false): Promise<void> => {
    const query = editor.text();
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    history.replaceState({}, "", `#${new URLSearchParams({ query })}`);
    editor.mark(null);
    place.setAttribute("aria-busy", "true");
    try {
      const timeout = form.querySelector<HTMLInputElement>('input[name="timeout"]')?.value ?? "";
      const got = await ask(form.action, query, timeout, signal);
      if (got.kind === "problem") {
        editor.mark(got.line);
        showProblem(place, got.text);
      } else {
        const heading = await showAnswer(place, got, saveable(form.action, query, got.kind));
        liveRegion().textContent = heading.textContent;
        if (leads) heading.focus();
      }
    } catch (error) {
      if (signal.aborted) return;
      showProblem(place, `The service did not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
    place.removeAttribute("aria-busy");
  };

  const editor = edit(field, () => void run());
  form.addEventListener("submit", (event) => {
    field.value = editor.text();
    if (new FormData(form).get("format") !== "html") return;
    event.preventDefault();
    void run();
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-query]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      editor.write(link.dataset["query"] ?? "");
      form.scrollIntoView({ block: "start" });
      // Who asked from below goes on at the answer.
      void run(true);
    });
  }
  if (written !== null) void run();
}

const form = document.querySelector<HTMLFormElement>("form[data-sparql]");
if (form !== null) start(form);
