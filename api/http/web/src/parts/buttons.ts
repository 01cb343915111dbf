// Buttons that scripts add to a page.

export function button(text: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = text;
  made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && pressed());
  return made;
}

/** Let a button do something or nothing; one that has the focus keeps it, which a disabled one would lose. */
export function enable(made: HTMLButtonElement, enabled: boolean): void {
  made.setAttribute("aria-disabled", String(!enabled));
}
