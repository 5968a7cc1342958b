/** Light, dark or as the device says: kept in this browser, set on the root element before anything is drawn. */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "admit.theme";
const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)");

export function readThemeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  showTheme();
}

/** Shows the chosen theme and follows the device from then on. */
export function followTheme(): void {
  showTheme();
  prefersDark().addEventListener("change", showTheme);
}

function showTheme(): void {
  const choice = readThemeChoice();
  const dark = choice === "dark" || (choice === "system" && prefersDark().matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}
