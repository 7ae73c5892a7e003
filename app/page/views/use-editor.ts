/** Ties a CodeMirror editor to a component: it is made once, follows the text from outside, and goes with it. */
import type { EditorView } from "@codemirror/view";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { createEditor, replaceText, type EditorOptions } from "../editor/editor";

/**
 * @param text what was rendered: a change of it is the sign to look
 * @param latest reads the text as it is now; what was rendered may be older than what has been typed since
 */
export function useEditor(
  place: RefObject<HTMLDivElement | null>,
  text: string,
  latest: () => string,
  options: Omit<EditorOptions, "parent" | "text">,
): RefObject<EditorView | null> {
  const view = useRef<EditorView | null>(null);
  const given = useRef(options);
  given.current = options;
  useLayoutEffect(() => {
    if (place.current === null) return;
    const made = createEditor({
      ...given.current,
      parent: place.current,
      text,
      // Read at each call: the component may have been given other functions since.
      onChange: (changed) => given.current.onChange(changed),
      onFocus: () => given.current.onFocus?.(),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
    // The editor is made once; later texts come in below.
  }, []);
  useEffect(() => {
    if (view.current !== null) replaceText(view.current, latest());
  }, [text]);
  return view;
}
