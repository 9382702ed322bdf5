import { listSources } from "@tandem/contract/access/sources";
import { changeForm, createForm, listForms } from "@tandem/contract/capture/forms";
import { useBlocker, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { call, isProblem } from "../../app/api.ts";
import { invalidate, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { FieldRows } from "./field-rows.tsx";
import { draftOf, emptyDraft, inputOf, keyOf, problemsOf, type FormDraft } from "./form-draft.ts";
import { FormPreview } from "./form-preview.tsx";
import type { Form } from "./forms-page.tsx";
import captureCss from "./capture.module.css";
import css from "./form-editor.module.css";

/** One form: made new, or changed. */
export function Page() {
  const { formId } = useParams({ strict: false }) as { formId: string };
  const read = useOperation(listForms);
  const form = read.data?.forms.find(({ id }) => id === formId);
  if (formId === "new") return <Editor key="new" form={null} />;
  if (form) return <Editor key={form.id} form={form} />;
  return (
    <div className={captureCss.page}>
      <PageHeader title="Form" path={path} />
      {read.isPending ? <div className={css.pad}><SkeletonLines lines={10} /></div> : read.error ? <ErrorState title="The form could not be loaded" error={read.error} onRetry={() => void read.refetch()} /> : <EmptyState title="There is no such form." text="It may have another address now." action={<Link to="/settings/forms">All forms</Link>} />}
    </div>
  );
}

const path = [{ label: "Settings", to: "/settings" }, { label: "Forms", to: "/settings/forms" }];

function Editor({ form }: { form: Form | null }) {
  const may = useMay();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<FormDraft>(() => (form ? draftOf(form) : emptyDraft()));
  const [saved, setSaved] = useState(() => JSON.stringify([form ? draft.key : "", inputOf(draft)]));
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const mayEdit = may(form ? changeForm : createForm);
  const changed = JSON.stringify([draft.key, inputOf(draft)]) !== saved;
  const problems = problemsOf(draft);
  const problem = (place: string) => (shown ? problems.get(place) : undefined);
  const edit = (change: Partial<FormDraft>) => { setDraft((before) => ({ ...before, ...change })); setError(null); };
  const leave = useBlocker({ shouldBlockFn: () => changed && !busy, enableBeforeUnload: () => changed, withResolver: true });
  const [gone, setGone] = useState<string | null>(null);
  // The way to the new form is taken only once nothing is unsaved any more.
  useEffect(() => {
    if (gone !== null) void navigate({ to: `/settings/forms/${gone}`, replace: true });
  }, [gone, navigate]);
  const save = async () => {
    setShown(true);
    if (problems.size > 0) return setError("Some answers are missing. They are marked.");
    setBusy(true);
    try {
      const body = inputOf(draft);
      const made = form ? await call(changeForm, { params: { id: form.id }, body }) : await call(createForm, { body: { ...body, key: draft.key } });
      await invalidate(["capture"]);
      setSaved(JSON.stringify([draft.key, body]));
      setError(null);
      toast.say(form ? "Saved. Websites show it from now on" : `${made.title} is created`);
      if (!form) setGone(made.id);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  useKeys("Form", { "mod+s": { label: "Save", typing: true, run: (event) => { event.preventDefault(); void save(); } } });
  const keyTaken = isProblem(error, "form-key-taken");
  return (
    <div className={captureCss.page}>
      <PageHeader title={form ? form.title : "New form"} path={path} note={changed && form ? "Not saved" : undefined}>
        {mayEdit && <Button kind="primary" hint="mod+s" busy={busy} refused={changed || !form ? undefined : "Nothing was changed"} onClick={() => void save()}>{form ? "Save" : "Create form"}</Button>}
      </PageHeader>
      <div className={css.editor}>
        <div className={css.column}>
          {shown && error !== null && !keyTaken && <FormError error={error} />}
          <Section card>
            <div className={captureCss.stack}>
              <TextInput label="Title" value={draft.title} error={problem("title")} placeholder="Ask for a demo" autoFocus={!form} onChange={(title) => edit({ title, ...(!draft.ownKey && { key: keyOf(title) }) })} />
              {form ? (
                <div className={css.fact}><span className="label">Key</span><span className="mono">{form.key}</span><span className="label">Signals of the agreement recognise the form by it, so it stays.</span></div>
              ) : (
                <TextInput label="Key" value={draft.key} error={keyTaken ? error.message : problem("key")} spellCheck={false} className="mono" onChange={(key) => edit({ key: key.toLowerCase(), ownKey: true })} hint={<>Signals of the agreement recognise the form by it: <span className="mono">demo</span>, <span className="mono">contact</span>, <span className="mono">webinar</span>, <span className="mono">whitepaper</span> and <span className="mono">newsletter</span> are known from the start. It stays for good.</>} />
              )}
            </div>
          </Section>
          <Section card title="Fields" definition="Names such as firstName, company or phone fill what is known of the person; all answers are kept with the submission.">
            <FieldRows fields={draft.fields} problem={problem} onChange={(fields) => edit({ fields })} />
            {problem("fields") && <p className={css.problem} role="alert">{problem("fields")}</p>}
          </Section>
          <Section card title="Sending">
            <div className={captureCss.stack}>
              <TextInput label="Button" value={draft.submitLabel} error={problem("submitLabel")} maxLength={60} onChange={(submitLabel) => edit({ submitLabel })} />
              <Textarea label="Afterwards it says" value={draft.thanks} error={problem("thanks")} maxLength={1_000} onChange={(thanks) => edit({ thanks })} />
            </div>
          </Section>
        </div>
        <div className={css.aside}>
          <Section card title="Preview" note="It takes fonts and colours from your page"><FormPreview draft={draft} /></Section>
          {form && <Section card title="On your website" definition={<>Put this where the form shall stand, on a page that carries the website’s own tag, which stands under {may(listSources) ? <Link to="/settings/sources">Sources</Link> : "Sources"}: that fetches the form, and visits and form belong to one person.</>}><CopyBox text={form.snippet} label="the form’s tag" /></Section>}
        </div>
      </div>
      <ConfirmDialog open={leave.status === "blocked"} onClose={() => leave.reset?.()} title="Leave without saving?" lead="What you changed in this form is lost." confirm="Leave" danger onConfirm={() => leave.proceed?.()} />
    </div>
  );
}
