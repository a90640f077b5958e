// k6/secrets: a source of its own for trying out; what is secret is never printed.
// args: --secret-source mock=default,token=s3cr3t,other=hidden
import secrets from "k6/secrets";
export const options = { iterations: 1 };
export default async function () {
  const token = await secrets.get("token");
  console.log(token.length, `the token is ${token}`, { token });
  try {
    await secrets.get("missing");
  } catch (error) {
    console.log(String(error));
  }
  try {
    await secrets.source("nowhere");
  } catch (error) {
    console.log(String(error));
  }
}
