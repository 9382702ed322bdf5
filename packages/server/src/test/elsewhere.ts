import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts a server in a process of its own, to be killed. */
export async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const from = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  const program = `import { startServer } from ${from("../main.ts")};
    import { testConfig } from ${from("../platform/config.ts")};
    import { silentLog } from ${from("../platform/log.ts")};
    const { url } = await startServer({ config: testConfig({ dataDir: ${JSON.stringify(dataDir)}, host: "127.0.0.1" }), log: silentLog });
    console.log(url);`;
  const child = spawn(process.execPath, ["--conditions=tandem-source", "--import", "tsx", "--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((done, fail) => {
    child.stdout!.on("data", (chunk: Buffer) => done(chunk.toString().trim()));
    child.on("exit", () => fail(new Error("The other process ended early.")));
  });
  return { child, url };
}
