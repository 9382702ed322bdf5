import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ErrorState } from "../ui/error-state.tsx";
import { Formatting } from "../ui/use-format.ts";
import { queryClient } from "./query.ts";
import { makeOpenRouter, makeRouter } from "./router.tsx";
import { SessionContext, type Door, type Session, type SessionPort } from "./session.ts";
import { forgetUnsent } from "./unsent.ts";

type State =
  | { kind: "opening" }
  | { kind: "failed"; error: unknown }
  | { kind: "outside"; door: Door; port: SessionPort }
  | { kind: "inside"; session: Session; port: SessionPort };

const SignInPage = lazy(() => import("./sign-in-page.tsx").then((module) => ({ default: module.SignInPage })));
const SetupPage = lazy(() => import("./setup-page.tsx").then((module) => ({ default: module.SetupPage })));

const openRouter = makeOpenRouter(location.pathname);

/** Pages for anyone come first; otherwise finds out who is there, then shows the door or the house. */
export function App(props: { port: () => Promise<SessionPort>; gallery: boolean }) {
  return openRouter ? <RouterProvider router={openRouter as never} /> : <Inhabited {...props} />;
}

function Inhabited({ port: loadPort, gallery }: { port: () => Promise<SessionPort>; gallery: boolean }) {
  const [state, setState] = useState<State>({ kind: "opening" });
  const asked = useRef(0);
  const open = useCallback(async () => {
    const number = (asked.current += 1);
    // Only the last who asked decides: a second session would be a second router over the first one's pages.
    const become = (next: State) => number === asked.current && setState(next);
    try {
      const port = await loadPort();
      const session = await port.me();
      become(session ? { kind: "inside", session, port } : { kind: "outside", door: await port.door(), port });
    } catch (error) {
      become({ kind: "failed", error });
    }
  }, [loadPort]);
  useEffect(() => void open(), [open]);
  if (state.kind === "opening") return null;
  if (state.kind === "failed") return <ErrorState center title="Tandem does not answer" error={state.error} onRetry={() => void open()} />;
  if (state.kind === "inside") return <House session={state.session} port={state.port} gallery={gallery} onLeft={open} />;
  return (
    <Suspense fallback={null}>
      {state.door.setup ? <SetupPage onDone={open} /> : <SignInPage door={state.door} port={state.port} onSignedIn={open} />}
    </Suspense>
  );
}

function House({ session, port, gallery, onLeft }: { session: Session; port: SessionPort; gallery: boolean; onLeft: () => Promise<void> }) {
  const router = useMemo(() => makeRouter(session, { gallery }), [session, gallery]);
  const signedIn = useMemo(
    () => ({
      ...session,
      keep: (change: Partial<Session["preferences"]>) => port.keep(change),
      signOut: () =>
        void port.signOut().finally(() => {
          // Nothing of one person may be seen by the next.
          queryClient.clear();
          forgetUnsent(sessionStorage);
          return onLeft();
        }),
    }),
    [session, port, onLeft],
  );
  const formatting = useMemo(() => ({ context: session.format, currency: session.workspace.currency }), [session]);
  return (
    <SessionContext value={signedIn}>
      <Formatting value={formatting}>
        <RouterProvider router={router} />
      </Formatting>
    </SessionContext>
  );
}
