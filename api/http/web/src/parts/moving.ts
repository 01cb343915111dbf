// A picture that is moved and brought nearer by keys, for those who have no pointer.

export interface Moved {
  /** Move what is seen by parts of the picture, to the right and down. */
  readonly look: (right: number, down: number) => void;
  readonly nearer: () => void;
  readonly further: () => void;
  readonly whole: () => void;
}

// How far a key moves, in parts of the picture.
const STEP = 0.15;

/** Make a frame take the keys; its role and its name are what the picture is to those who do not see it. */
export function movedByKeys(frame: HTMLElement, role: "img" | "group", name: string, { look, nearer, further, whole }: Moved): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => look(-STEP, 0),
    ArrowRight: () => look(STEP, 0),
    ArrowUp: () => look(0, -STEP),
    ArrowDown: () => look(0, STEP),
    "+": nearer,
    "=": nearer,
    "-": further,
    "0": whole,
  };
  frame.tabIndex = 0;
  frame.setAttribute("role", role);
  frame.setAttribute("aria-label", name);
  frame.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight ArrowUp ArrowDown Plus - 0");
  frame.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}
