/** Files in multipart bodies: what `http.file` makes. */

import { GoError, goTypeName } from "../go_error.ts";

/** A file to be sent. Scripts see its members. */
export class FileData {
  readonly data: string | ArrayBuffer;
  readonly filename: string;
  readonly content_type: string;

  /**
   * @param data Its content.
   * @param filename What the server is told it is called. Default: the time in nanoseconds, as in k6.
   * @param contentType Default: `application/octet-stream`.
   * @throws {GoError} When the content is neither text nor bytes.
   */
  constructor(data: unknown, filename: unknown, contentType: unknown) {
    if (typeof data === "string" || data instanceof ArrayBuffer) this.data = data;
    else if (ArrayBuffer.isView(data)) {
      this.data = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer as ArrayBuffer;
    } else throw new GoError(`invalid type ${goTypeName(data)}, expected string or ArrayBuffer`);
    this.filename = filename === undefined ? `${Date.now()}000000` : String(filename);
    this.content_type = contentType === undefined ? "application/octet-stream" : String(contentType);
  }
}
