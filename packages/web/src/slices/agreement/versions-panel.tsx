import { listVersions } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { DownloadIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { fateOf } from "./draft/overtaken.ts";
import { inForceSince } from "./find-lines.ts";
import { goneWords, sideNames } from "./side-words.ts";
import { shortHash } from "./signature-bar.tsx";
import { versionName } from "./version-words.ts";
import css from "./agreement.module.css";

type Version = OutputOf<typeof listVersions>["versions"][number];

/** Every version there has been, newest first, with who signed it. */
export function VersionsPanel({ open, onClose, onText }: { open: boolean; onClose: () => void; onText: (version: number) => void }) {
  const read = useOperation(listVersions, {}, { enabled: open });
  return (
    <SidePanel open={open} onClose={onClose} title="Versions">
      {read.error && !read.data && <ErrorState title="The versions could not be loaded" error={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <SkeletonLines lines={4} />}
      <ol className={css.versions}>
        {read.data?.versions.map((version) => <VersionItem key={version.version} version={version} versions={read.data.versions} onText={onText} />)}
      </ol>
      <p className="label" style={{ marginTop: 12 }}>A version never changes. A new one is a new text with its own hash and its own two signatures.</p>
    </SidePanel>
  );
}

function VersionItem({ version, versions, onText }: { version: Version; versions: readonly Version[]; onText: (version: number) => void }) {
  const format = useFormat();
  const fate = fateOf(version, versions);
  return (
    <li className={css.version}>
      <div className={css.versionHead}>
        <p className={css.versionName}>
          {versionName(version)} {version.inForce && <Chip tone="good">In force</Chip>} {version.founding && <Chip>Founding exception</Chip>} {fate && <Chip tone={fate.contained ? "neutral" : "warn"}>{fate.chip}</Chip>}{" "}
          {!version.overtaken && Date.parse(version.effectiveFrom) > format.now && <Chip tone="accent">Waits for its date</Chip>} {version.breakGlass && <Chip tone="breach">Unsigned</Chip>}
        </p>
        <span className={css.versionAct}>{versions.length > 1 && <Link to="/agreement/compare" search={{ after: `version:${version.version}` } as never}>Compare</Link>} <Button kind="quiet" icon={DownloadIcon} onClick={() => onText(version.version)}>Text…</Button></span>
      </div>
      <p className="ink2">{version.name}, {version.overtaken ? "signed for" : version.inForce ? "in force since" : "effective from"} {format.date(inForceSince(version))}</p>
      {fate && <p className="ink2">{fate.words}{version.overtaken?.draft && <> Its text waits for signatures as <Link to={`/agreement/drafts/${version.overtaken.draft.id}`}>draft {version.overtaken.draft.number}</Link>.</>}</p>}
      <p className="second ink3">
        {(["marketing", "sales"] as const).map((side, i) => {
          const signature = version.signatures.find((one) => one.side === side);
          return <span key={side}>{i > 0 && " · "}{signature ? <>{signature.name}{signature.gone && ` (${goneWords[signature.gone]})`} for {sideNames[side]}, <RelativeTime at={signature.signedAt} /></> : `${sideNames[side]} has not signed`}</span>;
        })}
      </p>
      <p className="mono ink3" title={version.hash}>sha256 {shortHash(version.hash)}</p>
    </li>
  );
}
