import { SkeletonLines } from "../ui/skeleton.tsx";

/** While a page's code arrives: bars, no spinner. */
export function PageLoading() {
  return <div style={{ padding: 20, maxWidth: 640 }}><SkeletonLines lines={8} height={16} /></div>;
}
