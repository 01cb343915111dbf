// Days that are being typed: a browser tells of a change at every digit, and what follows a change would take the next.

let typed: EventTarget | null = null;
let waiting: (() => void) | null = null;

/** Do what follows a change of a field: at once, or where a day is being typed, when one leaves the field. */
export function whenTyped(field: EventTarget | null, follow: () => void): void {
  if (field === typed) waiting = follow;
  else follow();
}

/** Forget what waits, for it was asked for in another way. */
export function forgetTyped(): void {
  waiting = null;
}

export function watchTyping(): void {
  document.addEventListener("keydown", ({ target, key }) => {
    // A blank opens the calendar, in which a day is chosen at once.
    if (target instanceof HTMLInputElement && target.type === "date") typed = key === " " ? null : target;
  });
  document.addEventListener("pointerdown", () => (typed = null));
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target !== typed || target === relatedTarget) return;
    typed = null;
    waiting?.();
    waiting = null;
  });
}
