/** The servers that all contenders load; none of them is built from one of these. */

import { fileURLToPath } from "node:url";
import { ROOT } from "../../support/tls_fixtures.ts";
import type { CountingServer } from "./measure.ts";

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The command of a server. */
async function commandOf(name: string, folder: string): Promise<string[]> {
  if (name === "bun") return [Deno.env.get("BUN_BIN") ?? "bun", path("./bun_server.js")];
  if (name !== "ws") throw new Error(`There is no such server: ${name}; there are bun and ws`);
  // Node looks for `ws` beside the file.
  const args = ["install", "--silent", "--no-save", "--prefix", folder, "ws@8"];
  await new Deno.Command("npm", { args }).output();
  await Deno.copyFile(path("./ws_server.js"), `${folder}/ws_server.mjs`);
  return ["node", `${folder}/ws_server.mjs`];
}

/**
 * Starts a server.
 *
 * @param name `bun`, or `ws` for that library under Node.
 * @param tls Whether to speak TLS.
 * @param folder For what has to be installed.
 */
export async function startServer(
  name: string,
  tls: boolean,
  folder: string,
): Promise<CountingServer & AsyncDisposable> {
  const [program = "", ...args] = await commandOf(name, folder);
  const pems = tls ? ["server.pem", "server.key"].map((pem) => path(`../../support/tls/${pem}`)) : [];
  const process = new Deno.Command(program, { args: [...args, ...pems], stdout: "piped" }).spawn();
  const { value } = await process.stdout.getReader().read();
  const port = Number(new TextDecoder().decode(value));
  const client = tls ? Deno.createHttpClient({ caCerts: [ROOT] }) : undefined;
  return {
    port,
    async count() {
      const url = `${tls ? "https" : "http"}://127.0.0.1:${port}/count`;
      return await (await fetch(url, client && { client })).json();
    },
    async [Symbol.asyncDispose]() {
      process.kill();
      client?.close();
      await process.status;
    },
  };
}
