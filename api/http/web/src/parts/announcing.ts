// What a change of the page is told as to those who do not see it: the sentence that sums it up, or how much it shows.
import { counted } from "./wording";

/** Give the line that is read aloud whenever it changes; it is there before the first change. */
export function liveRegion(): HTMLElement {
  const id = "announcement";
  const there = document.getElementById(id);
  if (there !== null) return there;
  const line = document.createElement("p");
  line.id = id;
  line.className = "unseen";
  line.setAttribute("role", "status");
  document.body.append(line);
  return line;
}

/** Give what a page says in short. */
export function announcementOf(content: ParentNode): string {
  const found = content.querySelector<HTMLElement>("[data-announced], [data-counted]");
  const noun = found?.dataset["counted"];
  const text = noun === undefined ? (found?.textContent ?? "") : `${counted(found?.childElementCount ?? 0, noun)} shown`;
  return text.trim().replaceAll(/\s+/g, " ");
}
