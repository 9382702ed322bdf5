import type { ReactNode } from "react";
import css from "./door-frame.module.css";
import { Logo } from "./logo.tsx";

/** The page around signing in and setting up: one column, nothing else. `steps` shows how far along a setup is. */
export function DoorFrame({ title, lead, step, steps, children }: { title: string; lead?: ReactNode; step?: number; steps?: number; children: ReactNode }) {
  return (
    <main className={css.page}>
      <div className={css.column}>
        <header className={css.head}>
          <Logo size={32} />
          <div>
            <h1 className={css.title}>{title}</h1>
            {lead && <p className={css.lead}>{lead}</p>}
          </div>
          {step !== undefined && steps !== undefined && <span className={css.step}>{step} of {steps}</span>}
        </header>
        {children}
      </div>
    </main>
  );
}
