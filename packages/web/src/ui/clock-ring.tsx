export type ClockState = "running" | "warning" | "met" | "breached" | "excused" | "paused";

const words: Record<ClockState, string> = {
  running: "Clock running", warning: "Clock in warning", met: "Met", breached: "Breached", excused: "Excused", paused: "Paused",
};

/** A clock at a glance. `share` is how much of its time is used, 0 to 1. States differ in shape as well as colour; it never pulses. */
export function ClockRing({ state, share = 0, size = 16, label }: { state: ClockState; share?: number; size?: number; label?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" role="img" aria-label={label ?? words[state]} style={{ flex: "none", display: "block" }}>
      {state === "running" && <Ring share={share} track="var(--line2)" fill="var(--ink3)" />}
      {state === "warning" && <Ring share={share} track="var(--warn-track)" fill="var(--warn-fill)" />}
      {state === "paused" && (
        <g stroke="var(--ink3)" fill="none">
          <circle cx="8" cy="8" r="6.5" strokeWidth="1.5" strokeDasharray="2.2 1.883" />
          <path d="M6.5 5.9v4.2M9.5 5.9v4.2" strokeWidth="1.4" strokeLinecap="round" />
        </g>
      )}
      {state === "breached" && (
        <>
          <circle cx="8" cy="8" r="7.5" fill="var(--breach-fill)" />
          <path d="M8 4.4v4.3M8 11.3v.1" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" />
        </>
      )}
      {state === "met" && (
        <>
          <circle cx="8" cy="8" r="7.5" fill="var(--good-fill)" />
          <path d="m5 8.2 2.1 2.1L11 6.2" stroke="var(--surface)" strokeWidth="1.7" fill="none" strokeLinecap="round" strokeLinejoin="round" />
        </>
      )}
      {state === "excused" && (
        <>
          <circle cx="8" cy="8" r="7.5" fill="var(--grey-fill)" />
          <path d="m5.2 10.8 5.6-5.6" stroke="var(--surface)" strokeWidth="1.7" strokeLinecap="round" />
        </>
      )}
    </svg>
  );
}

const round = 2 * Math.PI * 6;
function Ring({ share, track, fill }: { share: number; track: string; fill: string }) {
  const used = Math.min(1, Math.max(0, share)) * round;
  return (
    <g fill="none" strokeWidth="2.5">
      <circle cx="8" cy="8" r="6" stroke={track} />
      {used > 0 && <circle cx="8" cy="8" r="6" stroke={fill} strokeDasharray={`${used} ${round}`} transform="rotate(-90 8 8)" />}
    </g>
  );
}
