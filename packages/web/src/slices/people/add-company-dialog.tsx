import { createCompany } from "@tandem/contract/people/companies";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Link } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import css from "./people.module.css";

const blank = { name: "", domain: "", industry: "" };

export function AddCompanyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [given, setGiven] = useState(blank);
  const add = useAct(createCompany, { quietErrors: true, said: () => `${given.name} is added`, onDone: ({ id }) => void navigate({ to: `/companies/${id}` }) });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setGiven(blank);
    reset();
  }, [open, reset]);
  const put = (key: keyof typeof blank) => (value: string) => setGiven((now) => ({ ...now, [key]: value }));
  const known = add.error?.code === "company-exists" ? (add.error.problem.data as { id: string; name: string }) : null;
  const wrong = add.error?.code === "wrong-value" ? add.error.message : undefined;
  return (
    <Dialog
      open={open} onClose={onClose} title="Add company" lead="People with an e-mail of its domain are found for it."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-company" busy={add.isPending}>Add company</Button></>}
    >
      <form id="add-company" className={css.form} noValidate onSubmit={(event) => { event.preventDefault(); add.mutate({ body: { values: Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== "")) } }); }}>
        <TextInput label="Name" value={given.name} onChange={put("name")} data-autofocus error={add.error?.code === "nameless" ? add.error.message : undefined} />
        <TextInput label="Domain" optional placeholder="example.com" value={given.domain} onChange={put("domain")} error={wrong} />
        <TextInput label="Industry" optional value={given.industry} onChange={put("industry")} />
        {known ? <Notice tone="warn" title={`${known.name} has this domain already.`} text={<Link to={`/companies/${known.id}`}>Open {known.name}</Link>} /> : !wrong && add.error?.code !== "nameless" && <FormError error={add.error} />}
      </form>
    </Dialog>
  );
}
