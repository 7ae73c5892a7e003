/** A recorded run that can be played. */
import type { ComponentChildren, JSX } from "preact";
import type { Json } from "../model/notebook";

export function PlayerOutput({ children }: { value: Json; children: ComponentChildren }): JSX.Element {
  return <>{children}</>;
}
