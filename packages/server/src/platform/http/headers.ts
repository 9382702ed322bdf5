import type { FastifyInstance } from "fastify";

/** Nothing from elsewhere, nothing inline but styles (which the component library writes at run time). */
export function contentSecurityPolicy(inlineScripts: readonly string[] = []): string {
  const scripts = ["'self'", ...inlineScripts.map((hash) => `'sha256-${hash}'`)].join(" ");
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Safe by default; a route that needs otherwise (the tracker's script, an embedded form) has set its own before. */
export function addSecurityHeaders(server: FastifyInstance, baseUrl: string): void {
  const headers: Record<string, string> = {
    "content-security-policy": contentSecurityPolicy(),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    // Over plain http a browser would only complain about these.
    ...(baseUrl.startsWith("https:") && { "strict-transport-security": "max-age=31536000", "cross-origin-opener-policy": "same-origin" }),
  };
  server.addHook("onSend", async (_, reply, payload) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value);
    return payload;
  });
}
