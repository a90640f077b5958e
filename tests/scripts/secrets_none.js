// k6/secrets: no source at all.
import secrets from "k6/secrets";
export const options = { iterations: 1 };
export default async function () {
  try {
    await secrets.get("token");
  } catch (error) {
    console.log(String(error));
  }
}
