import { listSources } from "@tandem/contract/access/sources";
import { createImport } from "@tandem/contract/imports/imports";
import { Link } from "../ui/link.tsx";
import { useMay } from "./session.ts";

/** For what is still empty: where people and what they did come from, as far as the reader may open it. */
export function WaysIn() {
  const may = useMay();
  return (
    <>
      {may(listSources) && <Link to="/settings/sources">Connect a website</Link>}
      {may(createImport) && <Link to="/settings/imports">Import from CSV</Link>}
    </>
  );
}
