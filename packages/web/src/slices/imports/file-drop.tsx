import { useId, useState } from "react";
import { ImportIcon } from "../../ui/icons.ts";
import { useFormat } from "../../ui/use-format.ts";
import { sizeWords } from "./words.ts";
import css from "./imports.module.css";

/** Where a file is dropped or chosen. */
export function FileDrop({ file, onFile, label = "Drop a CSV file here, or choose one" }: { file: File | null; onFile: (file: File) => void; label?: string }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const { context } = useFormat();
  return (
    <div
      className={css.drop} data-over={over || undefined}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onFile(dropped);
      }}
    >
      <input id={id} data-autofocus type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain" className="sr-only" onChange={(event) => { const chosen = event.target.files?.[0]; if (chosen) onFile(chosen); }} />
      <label htmlFor={id} className={css.dropLabel}>
        <ImportIcon />
        {file ? <span><b>{file.name}</b> <span className="ink3">{sizeWords(file.size, context.locale)}</span></span> : <span>{label}</span>}
        <span className="ink3">UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar. Up to 2 GB.</span>
      </label>
    </div>
  );
}
