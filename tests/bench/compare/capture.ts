/** What goes over the wire of the loopback device, by `tcpdump`: round trips of connections with one message in flight. */

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;
/** Bytes kept of each packet: all its headers. */
const SNAP_LENGTH = 96;

/** A packet that carries data, as far as it matters. */
interface Packet {
  /** Milliseconds. */
  readonly time: number;
  /** The port of the client. */
  readonly client: number;
  readonly fromClient: boolean;
}

/** A capture that is under way. */
export class Capture {
  readonly #process: Deno.ChildProcess;
  readonly #file: string;
  readonly #port: number;

  private constructor(process: Deno.ChildProcess, file: string, port: number) {
    this.#process = process;
    this.#file = file;
    this.#port = port;
  }

  /**
   * Starts a capture.
   *
   * @param port The server's port.
   * @param file Where to write it.
   */
  static async start(port: number, file: string): Promise<Capture> {
    const args = ["-i", "lo", "-s", String(SNAP_LENGTH), "-B", "65536", "--time-stamp-precision=nano", "-w", file];
    const process = new Deno.Command("tcpdump", { args: [...args, `tcp port ${port}`], stderr: "piped" }).spawn();
    // It says that it listens.
    const reader = process.stderr.getReader();
    await reader.read();
    reader.releaseLock();
    return new Capture(process, file, port);
  }

  /**
   * Ends the capture.
   *
   * @returns The time from each message of a client to the next one of the server, in milliseconds, handshakes aside.
   */
  async roundTrips(): Promise<number[]> {
    this.#process.kill("SIGINT");
    await this.#process.stderr.cancel();
    await this.#process.status;
    const pending = new Map<number, number>();
    const greeted = new Set<number>();
    const times: number[] = [];
    for (const { time, client, fromClient } of packetsOf(await Deno.readFile(this.#file), this.#port)) {
      const sent = pending.get(client);
      if (fromClient) {
        if (sent === undefined) pending.set(client, time);
        continue;
      }
      if (sent === undefined) continue;
      pending.delete(client);
      if (greeted.has(client)) times.push(time - sent);
      else greeted.add(client);
    }
    return times;
  }
}

function* packetsOf(file: Uint8Array<ArrayBuffer>, port: number): Generator<Packet> {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length;) {
    const time = view.getUint32(at, true) * 1000 + view.getUint32(at + 4, true) / 1e6;
    const captured = view.getUint32(at + 8, true);
    const ip = at + RECORD_HEADER + ETHERNET_HEADER;
    at += RECORD_HEADER + captured;
    const headerLength = (view.getUint8(ip) & 0xf) * 4;
    const tcp = ip + headerLength;
    const payload = view.getUint16(ip + 2) - headerLength - (view.getUint8(tcp + 12) >> 4) * 4;
    if (payload <= 0) continue;
    const [from, to] = [view.getUint16(tcp), view.getUint16(tcp + 2)];
    yield { time, client: to === port ? from : to, fromClient: to === port };
  }
}
