import { useState } from "react";
import { useSession } from "./session.ts";
import { keepUnsent, readUnsent } from "./unsent.ts";

/**
 * State that is kept until it is sent: like `useState(empty)`, but what was written at this place is there again.
 * Set it back to `empty` once it is sent.
 * @param place what it is about, with the record's id: "note of <contact id>"
 */
export function useUnsent<T>(place: string, empty: T): [value: T, set: (value: T) => void] {
  const { user } = useSession();
  const look = () => ({ place, value: readUnsent(sessionStorage, user.id, place, empty) });
  const [held, hold] = useState(look);
  // The same field about another record.
  const { value } = held.place === place ? held : look();
  const set = (next: T): void => {
    keepUnsent(sessionStorage, user.id, place, next, empty);
    hold({ place, value: next });
  };
  return [value, set];
}
