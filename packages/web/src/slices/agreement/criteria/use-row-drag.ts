import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";

interface RowDrag {
  /** Rows of one list only are moved among each other. */
  list: string;
  /** What is carried: a place in a tree, an index in a list. */
  carried: unknown;
  movable: boolean;
  onDrop: (carried: unknown, edge: "before" | "after") => void;
}

/** A row that can be taken by its grip and lets others fall before or after it. Keys do the same; this is for the mouse and the finger. */
export function useRowDrag({ list, carried, movable, onDrop }: RowDrag) {
  const row = useRef<HTMLElement>(null);
  const [lifted, setLifted] = useState(false);
  const [edge, setEdge] = useState<"before" | "after" | null>(null);
  const latest = useRef({ carried, onDrop });
  latest.current = { carried, onDrop };
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const edgeAt = (y: number) => {
      const box = element.getBoundingClientRect();
      return y < box.top + Math.min(box.height, 64) / 2 ? ("before" as const) : ("after" as const);
    };
    const drop = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data["list"] === list && source.element !== element,
      getData: ({ input }) => ({ edge: edgeAt(input.clientY) }),
      onDrag: ({ self, location }) => setEdge(location.current.dropTargets[0]?.element === element ? (self.data["edge"] as "before" | "after") : null),
      onDragLeave: () => setEdge(null),
      onDrop: ({ self, source, location }) => {
        setEdge(null);
        if (location.current.dropTargets[0]?.element === element) latest.current.onDrop(source.data["carried"], self.data["edge"] as "before" | "after");
      },
    });
    const handle = element.querySelector<HTMLElement>("[data-grip]");
    const drag = movable && handle ? draggable({ element, dragHandle: handle, getInitialData: () => ({ list, carried: latest.current.carried }), onDragStart: () => setLifted(true), onDrop: () => setLifted(false) }) : null;
    return () => {
      drop();
      drag?.();
    };
  }, [list, movable]);
  return { row, lifted, edge };
}
