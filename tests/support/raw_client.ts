/** A TCP client that writes whatever a test likes to a WebSocket server. */

/**
 * Connects, writes a request, and reads the beginning of the answer.
 *
 * @param url Any URL of the server: its host and port count.
 * @param request The bytes of an HTTP request, right or wrong.
 * @returns The connection, for the test to close, and the first thing the server said.
 */
export async function rawClient(url: string, request: string): Promise<{ connection: Deno.TcpConn; answer: string }> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(request));
  const buffer = new Uint8Array(4096);
  const length = await connection.read(buffer) ?? 0;
  return { connection, answer: new TextDecoder().decode(buffer.subarray(0, length)) };
}

/** A proper opening handshake for a path; `changes` replaces headers, or leaves one out where it says `undefined`. */
export function handshakeRequest(path: string, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const headers: Record<string, string | undefined> = {
    "Host": "demo",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    ...changes,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== undefined);
  return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** A frame as a client sends it that holds one whole compressed text message of at most 65,535 bytes. The mask is zero. */
export function compressedTextFrame(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0xc1, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0, ...payload]);
}
