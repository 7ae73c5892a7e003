/** What a notebook's HTML output runs: finds the place that it was made for, and puts the player there. */
import { mountPlayer } from "./mount";

/** Notebooks run an output's scripts each in their own way, so the place is found by its name and not by the script. */
export function mountAll(name: string, model: unknown): void {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-distlab-player="${name}"]`)) {
    if (place.dataset["mounted"] !== undefined) continue;
    place.dataset["mounted"] = "";
    mountPlayer(place, model);
  }
}
