/** Light or dark: as the system says, until the reader chooses. The choice is this browser's. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const key = "distlab:theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(system.matches ? "dark" : "light");
system.addEventListener("change", () => {
  systemTheme.value = system.matches ? "dark" : "light";
});

function stored(): ThemeChoice {
  const value = localStorage.getItem(key);
  return value === "light" || value === "dark" ? value : "system";
}

const choice = signal<ThemeChoice>(stored());
export const themeChoice: ReadonlySignal<ThemeChoice> = choice;

export const theme: ReadonlySignal<Theme> = computed(() =>
  choice.value === "system" ? systemTheme.value : choice.value,
);

export function chooseTheme(next: ThemeChoice): void {
  choice.value = next;
  if (next === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, next);
}

/** Writes the theme where the style sheets look for it, now and whenever it changes. */
export function applyTheme(): void {
  theme.subscribe((value) => {
    document.documentElement.dataset["theme"] = value;
    document
      .querySelector('meta[name="theme-color"]')
      ?.setAttribute("content", value === "dark" ? "#15171b" : "#fbfaf7");
  });
}
