/** The icons are imported one by one: the package's own index lists more than five thousand. */
declare module "@tabler/icons-react/dist/esm/icons/*" {
  import type { FunctionComponent } from "react";
  const icon: FunctionComponent<{ size?: number | string | undefined; className?: string | undefined }>;
  export default icon;
}
