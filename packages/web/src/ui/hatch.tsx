/** The small sign of what is still maturing or not yet known. */
export function Hatch() {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden style={{ flex: "none" }}>
      <rect x=".75" y=".75" width="8.5" height="8.5" rx="1.5" fill="none" stroke="var(--ink2)" />
      <path d="M2.5 7.5l5-5M2 5l3-3M5 8l3-3" stroke="var(--ink2)" strokeWidth=".9" />
    </svg>
  );
}
