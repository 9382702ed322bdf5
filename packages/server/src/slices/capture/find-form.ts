import type { App } from "../../platform/app.ts";
import { kept, type Kept } from "./kept.ts";

interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly required: boolean;
  readonly options?: readonly (string | { value: string; label: string })[];
}

/** A form as it is shown and its submissions are judged by. */
export interface Form {
  readonly key: string;
  readonly title: string;
  readonly fields: readonly FormField[];
  readonly submit_label: string;
  readonly thanks: string;
  readonly source_id: number;
}

/** The forms of a database by key. */
export function formsOf(app: App): Kept<Form> {
  return kept((key) => app.db.find<Form>("select key, title, fields, submit_label, thanks, source_id from form where key = $1", [key]));
}
