import { isAbsolute } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

describe("the configuration", () => {
  test("has a default for everything", () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 3210, host: "127.0.0.1", baseUrl: "http://localhost:3210", roles: ["http", "worker", "timers"], production: true, databaseUrl: undefined });
    expect(isAbsolute(config.dataDir)).toBe(true);
  });

  test("names every mistake at once, and shows no secret", () => {
    const read = () => readConfig({ PORT: "70000", LOG_LEVEL: "loud", TANDEM_ROLES: "http,cook", DATABASE_URL: "mysql://me:secret@db/x", TANDEM_DATADIR: "/x", MAIL_FROM: "a@b\r\nBcc: c@d" });
    expect(read).toThrow(/6 mistakes/);
    for (const name of ["PORT must be between 0 and 65535", "LOG_LEVEL must be one of", "TANDEM_ROLES must be a list", "DATABASE_URL must be an address like", "TANDEM_DATADIR is not a setting", "MAIL_FROM"]) expect(read).toThrow(name);
    expect(read).not.toThrow(/secret/);
  });

  test("takes an empty value for none, and cuts the slash off the base address", () => {
    expect(readConfig({ SMTP_URL: "", TANDEM_BASE_URL: "https://tandem.example.com/" })).toMatchObject({ smtpUrl: undefined, baseUrl: "https://tandem.example.com" });
  });
});
