/** Nouns that only stand in the agreement's editor. */
export { default as GripIcon } from "@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs";
export { default as RedoIcon } from "@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs";
export { default as WrapIcon } from "@tabler/icons-react/dist/esm/icons/IconParentheses.mjs";
export { default as NotIcon } from "@tabler/icons-react/dist/esm/icons/IconCircleOff.mjs";
export { default as LabIcon } from "@tabler/icons-react/dist/esm/icons/IconFlask.mjs";
