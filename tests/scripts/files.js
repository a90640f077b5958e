// k6/experimental/fs and csv: files read piece by piece, rows of tables.
import fs from "k6/experimental/fs";
import csv from "k6/experimental/csv";
const file = await fs.open("./scripts_parts/users.csv");
const rows = await csv.parse(await fs.open("./scripts_parts/users.csv"), { delimiter: ",", skipFirstLine: true });
const objects = await csv.parse(await fs.open("./scripts_parts/users.csv"), { asObjects: true });
const parser = new csv.Parser(await fs.open("./scripts_parts/users.csv"), { skipFirstLine: true });
export const options = { iterations: 1 };
export default async function () {
  const { name, size } = await file.stat();
  console.log(name, size, typeof file.path);
  const buffer = new Uint8Array(9);
  console.log(await file.read(buffer), String.fromCharCode(...buffer));
  console.log(await file.seek(5, fs.SeekMode.Start), await file.read(buffer), String.fromCharCode(...buffer));
  await file.seek(0, fs.SeekMode.Start);
  console.log(rows.length, JSON.stringify(rows[1]), objects.length, JSON.stringify(Object.entries(objects[0]).sort()));
  for (;;) {
    const { done, value } = await parser.next();
    if (done) break;
    console.log(JSON.stringify(value));
  }
}
