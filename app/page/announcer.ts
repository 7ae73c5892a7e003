/** Says to screen readers what others see happen: a live region that is written to, one sentence at a time. */

const regions = new Map<"polite" | "assertive", HTMLElement>();

function region(urgency: "polite" | "assertive"): HTMLElement {
  const known = regions.get(urgency);
  if (known !== undefined) return known;
  const element = document.createElement("div");
  element.className = "unseen";
  element.setAttribute("role", urgency === "assertive" ? "alert" : "status");
  element.setAttribute("aria-live", urgency);
  document.body.append(element);
  regions.set(urgency, element);
  return element;
}

/** Must be called once at the start: readers ignore regions that appear together with their text. */
export function prepareAnnouncer(): void {
  region("polite");
  region("assertive");
}

export function announce(sentence: string, urgency: "polite" | "assertive" = "polite"): void {
  const element = region(urgency);
  // The same sentence twice in a row is only spoken twice when the text was gone in between.
  element.textContent = "";
  setTimeout(() => {
    element.textContent = sentence;
  }, 40);
}
