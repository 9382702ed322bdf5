import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../styles/index.css";
import { cssVariables, theme, themeMemory } from "../ui/theme.ts";
import { accessPort } from "./access-port.ts";
import { App } from "./app.tsx";
import { queryClient } from "./query.ts";

/** The gallery of parts stands only in development (and in `vite build --mode gallery`); it needs no server. */
const gallery = import.meta.env.MODE !== "production" && location.pathname.startsWith("/gallery");

const port = () => gallery ? import("./gallery/gallery-session.ts").then((module) => module.gallerySession) : Promise.resolve(accessPort);

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={themeMemory} defaultColorScheme="auto" deduplicateCssVariables={false}>
      <QueryClientProvider client={queryClient}>
        <App port={port} gallery={gallery} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
