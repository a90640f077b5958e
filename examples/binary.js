// Bytes out and bytes in, as ArrayBuffer and as Blob. Run it: deno run -A cli.ts run examples/binary.js
import { check } from "k6";
import { WebSocket } from "k6/websockets";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/echo`;

/** A price tick in ten bytes: an id, a side, the price in cents, the amount. */
function encodeTick({ id, side, cents, amount }) {
  const view = new DataView(new ArrayBuffer(10));
  view.setUint16(0, id);
  view.setUint8(2, side === "buy" ? 1 : 0);
  view.setUint32(3, cents);
  view.setUint16(7, amount);
  view.setUint8(9, 255);
  return view.buffer;
}

export default function () {
  const ws = new WebSocket(url);
  ws.binaryType = "arraybuffer"; // "blob" is the default

  ws.onopen = () => {
    ws.send(encodeTick({ id: 7, side: "buy", cents: 123_456, amount: 10 }));
    check(ws, { "ten bytes are on their way": (socket) => socket.bufferedAmount === 10 });
  };

  ws.onmessage = ({ data }) => {
    const view = new DataView(data);
    check(view, {
      "all bytes came back": (tick) => tick.byteLength === 10,
      "the price is the same": (tick) => tick.getUint32(3) === 123_456,
    });
    ws.onmessage = receiveBlob;
    ws.binaryType = "blob";
    ws.send(new Uint8Array(data, 3, 4)); // only these four bytes
  };

  async function receiveBlob({ data }) {
    check(data, { "the second message is a blob of four bytes": (blob) => blob.size === 4 });
    const bytes = new Uint8Array(await data.arrayBuffer());
    check(bytes, { "its bytes are those of the price": (price) => price.join() === "0,1,226,64" });
    ws.close();
  }
}
