import { createTheme, localStorageColorSchemeManager, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#edf2fe", "#d9e4fc", "#b4c8f8", "#8cabf4", "#6e9bff", "#4a78e6", "#2458d3", "#1f4cb8", "#1a4099", "#14347c",
];

/** Mantine carries the floating parts only; its colours follow our tokens so that nothing falls back to its blue. */
export const theme = createTheme({
  fontFamily: "var(--sans)",
  fontFamilyMonospace: "var(--mono)",
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  autoContrast: true,
  defaultRadius: "var(--radius-button)",
  focusRing: "auto",
  respectReducedMotion: true,
  // A landmark of its own, so that what floats is not outside of every one.
  components: { Portal: { defaultProps: { target: "#float" } } },
  cursorType: "pointer",
  breakpoints: { xs: "30em", sm: "45em", md: "62em", lg: "75em", xl: "88em" },
});

const shared = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink3)",
  "--mantine-color-placeholder": "var(--ink3)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--breach)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line2)",
  "--mantine-font-size-sm": "var(--text-body)",
  "--mantine-font-size-xs": "var(--text-second)",
  "--mantine-primary-color-filled": "var(--accent)",
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: shared, light: shared, dark: shared });

/** The same key is read by `theme.js` before the first paint. */
export const themeMemory = localStorageColorSchemeManager({ key: "tandem-theme" });
