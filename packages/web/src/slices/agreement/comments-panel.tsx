import { SidePanel } from "../../ui/side-panel.tsx";
import { CommentList, wholeText, type Comment } from "./comment-list.tsx";
import type { About } from "./draft/entry-places.ts";
import type { AgreementText } from "./find-lines.ts";

interface CommentsPanelProps {
  agreement: AgreementText;
  open: boolean;
  comments: readonly Comment[];
  about: About | null;
  onAbout: (about: About | null) => void;
  onClose: () => void;
}

/** What people say about the version in force; what was said about its draft stands here too. */
export function CommentsPanel({ agreement, open, comments, about, onAbout, onClose }: CommentsPanelProps) {
  const nameOf = ({ section, key }: About) => {
    const found = agreement.sections.find((one) => one.key === section);
    if (!found) return section === wholeText ? "The whole agreement" : section;
    return key === null ? found.title : `${found.title}: ${found.lines.find((line) => line.key === key)?.name ?? key}`;
  };
  const jump = ({ section }: About) => {
    onClose();
    requestAnimationFrame(() => document.getElementById(section)?.scrollIntoView({ block: "start" }));
  };
  return (
    <SidePanel open={open} onClose={onClose} title={`Comments on version ${agreement.version}`}>
      <p className="label">To change what is agreed, propose a change; what is said here stays with the version.</p>
      <CommentList on={{ version: agreement.version }} whole={`version ${agreement.version}`} comments={comments} about={about} onAbout={onAbout} nameOf={nameOf} onJump={jump} />
    </SidePanel>
  );
}
