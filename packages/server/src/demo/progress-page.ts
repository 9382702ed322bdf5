import { createServer, type Server } from "node:http";
import { workspaceName } from "./cast.ts";

export interface Progress {
  /** From 0 to 1. */
  share: number;
  /** What is being done, in a sentence. */
  words: string;
}

export interface ProgressPage {
  readonly progress: Progress;
  /** Asks whoever looks to continue; resolves when they do. */
  ask(question: string, button: string): Promise<void>;
  close(): Promise<void>;
}

/** What is served while the demo's year is lived: how far it is, and nothing else. */
export async function serveProgress(port: number, host: string): Promise<ProgressPage> {
  const progress: Progress = { share: 0, words: "Starting the database." };
  let question: { words: string; button: string; answered: () => void } | null = null;
  const server = createServer((request, response) => {
    if (request.url === "/demo/progress") {
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify({ ...progress, question: question && { words: question.words, button: question.button } }));
    } else if (request.url === "/demo/continue" && request.method === "POST") {
      question?.answered();
      question = null;
      response.writeHead(204).end();
    } else if (request.headers.accept?.includes("text/html")) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
      response.end(page);
    } else {
      response.writeHead(503, { "retry-after": "5", "content-type": "text/plain" });
      response.end("The demo's history is being made. It is ready in a moment.\n");
    }
  });
  await listen(server, port, host);
  return {
    progress,
    ask: (words, button) => new Promise((answered) => (question = { words, button, answered })),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => fail(error.code === "EADDRINUSE" ? new Error(`The port ${port} is taken by another program. Set PORT to a free one.`) : error));
    server.listen(port, host, done);
  });
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Tandem demo</title>
<style>
:root{color-scheme:light dark;--canvas:#F6F7F8;--surface:#fff;--ink:#14171C;--ink3:#656D79;--line:#E5E7EB;--accent:#2458D3;--on:#fff}
@media (prefers-color-scheme:dark){:root{--canvas:#0D0F12;--surface:#14171B;--ink:#ECEEF1;--ink3:#8C95A3;--line:#252A31;--accent:#6E9BFF;--on:#14171B}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--canvas);color:var(--ink);font:400 13px/20px system-ui,sans-serif}
main{width:min(420px,calc(100vw - 40px));box-sizing:border-box;background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:24px}
h1{font-size:18px;line-height:24px;font-weight:600;margin:0 0 4px;letter-spacing:-.015em}p{margin:0 0 16px;color:var(--ink3)}
progress{appearance:none;width:100%;height:6px;border:0;border-radius:3px;overflow:hidden;background:var(--line);display:block}progress::-webkit-progress-bar{background:var(--line)}progress::-webkit-progress-value{background:var(--accent)}progress::-moz-progress-bar{background:var(--accent)}
#now{margin:12px 0 0}button{font:inherit;font-weight:500;height:32px;padding:0 12px;border:0;border-radius:6px;background:var(--ink);color:var(--on);margin-top:16px}button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
</style><main><h1>${workspaceName}</h1><p>Demo data. A year of visitors, leads and deals is lived through the product's own engine.</p>
<progress id="bar" max="1" value="0" aria-label="Progress"></progress><p id="now" role="status">Starting.</p><button id="go" hidden></button></main>
<script>
const bar=document.getElementById("bar"),now=document.getElementById("now"),go=document.getElementById("go");
go.onclick=()=>{go.hidden=true;fetch("/demo/continue",{method:"POST"})};
async function look(){
  try{const r=await fetch("/demo/progress",{cache:"no-store"});
    if(!r.ok||!(r.headers.get("content-type")||"").includes("json")){location.reload();return}
    const p=await r.json();bar.value=p.share;now.textContent=p.question?p.question.words:p.words;bar.hidden=!!p.question;
    if(p.question){go.hidden=false;go.textContent=p.question.button}}
  catch{try{const h=await fetch("/healthz",{cache:"no-store"});if(h.ok){location.href="/";return}}catch{}}
  setTimeout(look,500)}
look();
</script></html>`;
