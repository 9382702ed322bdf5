import { useNavigate } from "@tanstack/react-router";
import { IconButton } from "../../ui/icon-button.tsx";
import { OpenIcon, UpIcon } from "../../ui/icons.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { placeIn } from "./list-order.ts";

const words = {
  people: { keys: "Contact", next: "Next person", before: "Person before" },
  companies: { keys: "Company", next: "Next company", before: "Company before" },
} as const;

/** Steps through the list a record was opened from, by its buttons and by J and K. Nothing where it was reached another way. */
export function ListPager({ list, id }: { list: keyof typeof words; id: string }) {
  const navigate = useNavigate();
  const place = placeIn(list, id);
  const { keys, next, before } = words[list];
  const step = (to: string | null | undefined) => to && void navigate({ to: `/${list}/${to}` });
  useKeys(keys, {
    j: place?.after != null && { label: `${next} of the list`, run: () => step(place.after) },
    k: place?.before != null && { label: `${before} in the list`, run: () => step(place.before) },
  });
  if (!place) return null;
  return (
    <>
      <span className="num">{place.at} of {place.of}{place.more ? "+" : ""}</span>
      <IconButton icon={UpIcon} label={before} disabled={!place.before} onClick={() => step(place.before)} />
      <IconButton icon={OpenIcon} label={next} disabled={!place.after} onClick={() => step(place.after)} />
    </>
  );
}
