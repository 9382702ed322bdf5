import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";

export interface Link {
  readonly url: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
}

/** Shows a one-time link, the only time it can be seen. */
export function OneTimeLinkDialog({ link, name, onClose }: { link: Link | null; name: string; onClose: () => void }) {
  return (
    <Dialog
      open={link !== null} onClose={onClose} title={link?.mailed ? "The link is on its way" : "Hand over this link"} width={520}
      lead={link?.mailed ? `It was mailed to ${name}. You can also hand it over yourself; it is shown only now.` : `Mail is not set up, so give it to ${name} yourself. It works once and is shown only now.`}
      actions={<Button kind="primary" onClick={onClose}>Done</Button>}
    >
      {link && (
        <>
          <CopyBox text={link.url} label="the link" />
          <p className="label" style={{ marginTop: 8 }}>It ends <RelativeTime at={link.expiresAt} />.</p>
        </>
      )}
    </Dialog>
  );
}
