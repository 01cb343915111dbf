// An editor of SPARQL in the place of a text field, which stays the field of the form.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Prec, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { complete } from "./completing";

export interface Editor {
  text(): string;
  write(text: string): void;
  /** Mark a line as the one that cannot be read, or none. */
  mark(line: number | null): void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.atom], color: "var(--link)" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--goldstein)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { border: "1px solid var(--line)", borderRadius: "var(--round)", background: "var(--ground)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { font: "var(--code)", minHeight: "11rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--raised)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-wrong": { background: "var(--mark)", boxShadow: "inset 3px 0 var(--alert)" },
  ".cm-tooltip": { background: "var(--ground)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
});

const wrongLine = StateEffect.define<number | null>();
const wrong = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    const effect = change.effects.find((each) => each.is(wrongLine));
    if (effect === undefined) return change.docChanged ? Decoration.none : marks;
    const line = effect.value as number | null;
    if (line === null || line < 1 || line > change.state.doc.lines) return Decoration.none;
    return Decoration.set([Decoration.line({ class: "cm-wrong" }).range(change.state.doc.line(line).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

// Where text is typed over a selection, browsers put inline styles in, which the policy of the pages does not let in.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.state.selection.ranges.length > 1 || view.composing) return false;
    const [from, to] = selected(view);
    if (from === to) return false;
    const text = event.data;
    const insert = (): Transaction =>
      view.state.update({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

// What the browser has selected: on a busy machine the editor is told of it only after the text that goes over it.
function selected(view: EditorView): [number, number] {
  const tree = view.root as Document | (ShadowRoot & Partial<Pick<Document, "getSelection">>);
  const selection = tree.getSelection?.() ?? document.getSelection();
  const { main } = view.state.selection;
  if (selection === null || selection.rangeCount === 0) return [main.from, main.to];
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!view.contentDOM.contains(startContainer) || !view.contentDOM.contains(endContainer)) return [main.from, main.to];
  return [view.posAtDOM(startContainer, startOffset), view.posAtDOM(endContainer, endOffset)];
}

export function edit(field: HTMLTextAreaElement, run: () => void): Editor {
  const place = document.createElement("div");
  // In a shadow tree the styles of the editor are sheets that it adopts, which the policy of the pages lets in.
  const shadow = place.attachShadow({ mode: "open" });
  const view = new EditorView({
    doc: field.value,
    parent: shadow,
    root: shadow,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      closeBrackets(),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      autocompletion({ override: [complete(field)] }),
      typedOver,
      wrong,
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Query", spellcheck: "false" }),
      EditorView.updateListener.of((change) => {
        if (change.docChanged) field.value = change.state.doc.toString();
      }),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
      // Tab leaves the editor, as it leaves every field.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    ],
  });
  field.hidden = true;
  // What is hidden cannot say that it must be filled in.
  field.required = false;
  field.after(place);
  field.labels[0]?.addEventListener("click", () => view.focus());
  return {
    text: () => view.state.doc.toString(),
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (line) => view.dispatch({ effects: wrongLine.of(line) }),
  };
}
