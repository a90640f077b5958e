/** A server that takes connections and never says anything. */

/**
 * Runs a test against it.
 *
 * @param test Gets its URL.
 */
export async function withSilentPeer(test: (url: string) => Promise<void>): Promise<void> {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })();
  try {
    await test(`http://127.0.0.1:${listener.addr.port}`);
  } finally {
    listener.close();
    await accepting;
    for (const connection of connections) connection.close();
  }
}
