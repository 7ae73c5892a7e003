/** Ties a CodeMirror editor to a component: it is made once, follows the text from outside, and goes with it. */
import type { EditorView } from "@codemirror/view";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { createEditor, replaceText, type EditorOptions } from "../editor/editor";

export function useEditor(
  place: RefObject<HTMLDivElement | null>,
  text: string,
  options: Omit<EditorOptions, "parent" | "text">,
): RefObject<EditorView | null> {
  const view = useRef<EditorView | null>(null);
  const latest = useRef(options);
  latest.current = options;
  useLayoutEffect(() => {
    if (place.current === null) return;
    const made = createEditor({
      ...latest.current,
      parent: place.current,
      text,
      // Read at each call: the component may have been given other functions since.
      onChange: (changed) => latest.current.onChange(changed),
      onFocus: () => latest.current.onFocus?.(),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
    // The editor is made once; later texts come in below.
  }, []);
  useEffect(() => {
    if (view.current !== null) replaceText(view.current, text);
  }, [text]);
  return view;
}
