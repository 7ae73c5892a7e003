/** Light, dark, or as the system says. */
import type { JSX } from "preact";
import { chooseTheme, themeChoice, type ThemeChoice } from "../theme";
import { Icon, type IconName } from "./icons";

const choices: readonly { choice: ThemeChoice; icon: IconName; label: string }[] = [
  { choice: "light", icon: "sun", label: "Light" },
  { choice: "system", icon: "system", label: "As the system" },
  { choice: "dark", icon: "moon", label: "Dark" },
];

export function ThemeSwitch(): JSX.Element {
  return (
    <div class="theme-switch" role="group" aria-label="Colours">
      {choices.map(({ choice, icon, label }) => (
        <button
          type="button"
          key={choice}
          aria-label={label}
          title={label}
          aria-pressed={themeChoice.value === choice}
          onClick={() => chooseTheme(choice)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
