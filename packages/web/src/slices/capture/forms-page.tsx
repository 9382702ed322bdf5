import { createForm, listForms } from "@tandem/contract/capture/forms";
import type { OutputOf } from "@tandem/contract/operation";
import { useNavigate } from "@tanstack/react-router";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import css from "./capture.module.css";

export type Form = OutputOf<typeof listForms>["forms"][number];

/** The forms to embed in a website. */
export function Page() {
  const may = useMay();
  const navigate = useNavigate();
  const read = useOperation(listForms);
  const create = () => void navigate({ to: "/settings/forms/new" });
  useKeys("Forms", { c: may(createForm) && { label: "Create form", run: create } });
  return (
    <div className={css.page}>
      <PageHeader title="Forms" path={[{ label: "Settings", to: "/settings" }]} note="What they send becomes events, and people">
        {may(createForm) && <Button kind="primary" icon={AddIcon} hint="c" onClick={create}>Create form</Button>}
      </PageHeader>
      <div className={css.list}>
        <DataTable
          label="Forms" columns={columns} rows={read.data?.forms} rowKey={(form) => form.id} rowLabel={(form) => form.title} rowHeight={48} loading={read.isPending} error={read.error} retry={() => void read.refetch()}
          onOpen={(form) => void navigate({ to: `/settings/forms/${form.id}` })} linkOf={(form) => `/settings/forms/${form.id}`}
          phoneRow={(form) => <div className={css.phoneRow}><Name form={form} /><span className="ink2 num">{fieldCount(form)}</span></div>}
          empty={<EmptyState title="There is no form yet." text="A form of yours stands on any page by two lines of HTML. What people fill in makes them known, and can be a signal of the agreement." action={may(createForm) && <Button onClick={create}>Create form</Button>} />}
        />
      </div>
    </div>
  );
}

const fieldCount = (form: Form) => `${form.fields.length} ${form.fields.length === 1 ? "field" : "fields"}`;

function Name({ form }: { form: Form }) {
  return <span className={css.two}><span className={css.strong}>{form.title}</span><span className={css.under}><span className="mono">{form.key}</span></span></span>;
}

const columns: readonly Column<Form>[] = [
  { key: "title", header: "Form", width: "2fr", cell: (form) => <Name form={form} /> },
  { key: "fields", header: "Asks for", width: "2fr", wide: true, cell: (form) => <span className={`${css.cell} ink2`}>{form.fields.filter(({ type }) => type !== "hidden").map(({ label }) => label).join(", ")}</span> },
  { key: "count", header: "Fields", width: 64, align: "right", wide: true, cell: (form) => form.fields.length },
  { key: "created", header: "Created", width: 96, align: "right", cell: (form) => <RelativeTime at={form.createdAt} className="ink2" /> },
];
