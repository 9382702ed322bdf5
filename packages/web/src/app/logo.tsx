/** Two rings that hold each other: Marketing and Sales. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden style={{ flex: "none", display: "block" }}>
      <rect width="24" height="24" rx="6" fill="var(--ink)" />
      <g fill="none" strokeWidth="2">
        <circle cx="9" cy="12" r="3.8" stroke="var(--logo-left)" />
        <circle cx="15" cy="12" r="3.8" stroke="var(--logo-right)" />
        <path d="M12 9.67A3.8 3.8 0 0 1 12.8 12" stroke="var(--logo-left)" />
      </g>
    </svg>
  );
}
