/** The secret sources of a run: what they are configured with, what is wrong with that, what they strike out of logs. */

import { SquallError } from "../../../src/base/mod.ts";
import { SecretVault } from "../../../src/engine/secrets/secret_vault.ts";
import type { LogRecord } from "../../../src/runtime/mod.ts";
import { assertEquals, assertThrows } from "../../support/assert.ts";

function open(texts: readonly string[], environment: Record<string, string> = {}): SecretVault {
  const vault = new SecretVault();
  vault.open(texts, environment);
  return vault;
}

/** Runs a test with a file of that content. */
async function withFile(content: string, test: (path: string) => Promise<void> | void): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, content);
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

/** What is wrong with a configuration, one line each. */
function problems(texts: readonly string[], environment: Record<string, string> = {}): string[] {
  const error = assertThrows(() => open(texts, environment), SquallError);
  assertEquals([error.code, error.exitCode], ["INVALID_SECRET_SOURCE", 255]);
  return error.message.split("\n");
}

Deno.test("a file has a secret in each line, as it stands behind the first =", async () => {
  await withFile("a=alpha\nb = spaced \r\nc=x=y\n\nempty=\n#d=comment", async (path) => {
    const vault = open([`file=${path}`]);
    const read = async (key: string): Promise<unknown> => Object.values(await vault.answer(undefined, key))[0];
    assertEquals(await Promise.all(["a", "b ", "c", "empty", "#d"].map(read)), [
      "alpha",
      " spaced ",
      "x=y",
      "",
      "comment",
    ]);
    assertEquals(await vault.answer(undefined, "b"), { error: "no value" });
  });
});

Deno.test("sources have names, and one of them answers where none is named", async (t) => {
  await withFile("a=from file\n", async (path) => {
    const cases: [name: string, texts: string[], source: string | undefined, answer: unknown][] = [
      ["the only one", ["mock=a=1"], undefined, { value: "1" }],
      ["the only one, by its type", ["mock=a=1"], "mock", { value: "1" }],
      ["the only one, as the default", ["mock=name=x,a=1"], "default", { value: "1" }],
      ["the default of several", ["mock=name=x,a=1", "mock=name=y,default,a=2"], undefined, { value: "2" }],
      ["another of several", ["mock=name=x,a=1", "mock=name=y,default,a=2"], "x", { value: "1" }],
      ["a file by its path alone", [`file=${path},name=f`, "mock=a=2"], "f", { value: "from file" }],
      ["a file by filename", [`file=name=f,filename=${path}`], "f", { value: "from file" }],
      ["none is the default", ["mock=name=x,a=1", "mock=name=y,a=2"], undefined, {
        error: `no secret source with name "default" is configured`,
      }],
      ["no such source", ["mock=a=1"], "z", { error: `no secret source with name "z" is configured` }],
      ["no source at all", [], undefined, { error: "no secret sources are configured" }],
      ["no source at all, by name", [], "x", { error: "no secret sources are configured" }],
    ];
    for (const [name, texts, source, answer] of cases) {
      await t.step(name, async () => assertEquals(await open(texts).answer(source, "a"), answer));
    }
  });
});

const URL_TEXT = "url=urlTemplate=http://127.0.0.1:1/{key}";

Deno.test("everything that is wrong with sources is said at once, and none of their values", async (t) => {
  const url = (problem: string): string[] => [`secret source 1 (url): ${problem}`];
  const cases: [name: string, texts: string[], problems: string[]][] = [
    ["an unknown type", ["vault=a"], [
      "secret source 1 (vault): there is no secret source of this type, there are file, mock, url",
    ]],
    ["no secrets", ["mock"], ["secret source 1 (mock): it needs secrets: --secret-source=mock=KEY=VALUE,KEY2=VALUE2"]],
    ["a part without a key", ["mock=a=1,hunter2"], [
      `secret source 1 (mock): part 2 needs a "=" between the key and its secret`,
    ]],
    ["no path", ["file="], ["secret source 1 (file): it needs the path of a file: --secret-source=file=PATH"]],
    ["no file", ["file=/nonexistent/x"], ["secret source 1 (file): open /nonexistent/x: No such file or directory"]],
    ["an unknown setting of a file", ["file=/x,foo=hunter2"], [
      `secret source 1 (file): unknown configuration key for file secret source "foo"`,
    ]],
    ["an empty name", ["mock=name=,a=1"], ["secret source 1 (mock): its name is empty"]],
    ["the same name twice", ["mock=a=1", "mock=a=2"], [
      `secret source for name "mock" already registered: give each a name=NAME`,
    ]],
    ["two defaults", ["mock=name=x,default,a=1", "mock=name=y,default,a=2"], [
      "can't have two secret sources that are default ones",
    ]],
    ["no URL", ["url"], url("urlTemplate is required")],
    ["no key in the URL", ["url=urlTemplate=http://x/"], url("urlTemplate must contain {key} placeholder")],
    ["no scheme", ["url=urlTemplate=/{key}"], url("urlTemplate must be an absolute URL with a scheme (http or https)")],
    [
      "another scheme",
      ["url=urlTemplate=ftp://x/{key}"],
      url(
        "urlTemplate must be an absolute URL with a scheme (http or https)",
      ),
    ],
    ["no setting", [`${URL_TEXT},foo`], url("part 2 needs the form key=value")],
    ["an unknown setting", [`${URL_TEXT},foo=1`], url(`unknown configuration key: "foo"`)],
    ["no duration", [`${URL_TEXT},timeout=x`], url("invalid timeout: it must be a duration such as 30s")],
    ["a duration without a unit", [`${URL_TEXT},timeout=5`], url("invalid timeout: it must be a duration such as 30s")],
    ["no time", [`${URL_TEXT},timeout=0s`], url("timeout must be greater than 0")],
    ["no backoff", [`${URL_TEXT},retryBackoff=-1s`], url("retryBackoff must be greater than 0")],
    ["no number", [`${URL_TEXT},maxRetries=x`], url("invalid maxRetries: expected integer")],
    [
      "part of a number",
      [`${URL_TEXT},requestsPerMinuteLimit=1.5`],
      url("invalid requestsPerMinuteLimit: expected integer"),
    ],
    ["fewer than none", [`${URL_TEXT},maxRetries=-1`], url("maxRetries must be non-negative")],
    ["no burst", [`${URL_TEXT},requestsBurst=0`], url("requestsBurst must be greater than 0")],
    [
      "a bad header",
      [`${URL_TEXT},headers.a b=1`],
      url(`the header "a b" has a name or a value that HTTP does not allow`),
    ],
    ["no config file", ["url=config=/nonexistent/x"], [
      ...url("open /nonexistent/x: No such file or directory"),
      ...url("urlTemplate is required"),
    ]],
    ["all at once", ["vault=a", `${URL_TEXT},timeout=0s,requestsBurst=0`, "mock"], [
      "secret source 1 (vault): there is no secret source of this type, there are file, mock, url",
      "secret source 2 (url): timeout must be greater than 0",
      "secret source 2 (url): requestsBurst must be greater than 0",
      "secret source 3 (mock): it needs secrets: --secret-source=mock=KEY=VALUE,KEY2=VALUE2",
    ]],
  ];
  for (const [name, texts, expected] of cases) {
    await t.step(name, () => assertEquals(problems(texts), expected));
  }
  await t.step("a line of a file", async () => {
    await withFile("a=1\nhunter2\n", (path) => {
      assertEquals(problems([`file=${path}`]), [
        `secret source 1 (file): line 2 of ${path} needs a "=" between the key and its secret`,
      ]);
    });
  });
  await t.step("a config file", async () => {
    await withFile(`{"token": hunter2`, (path) => {
      assertEquals(
        problems([`url=config=${path},urlTemplate=http://x/{key}`]),
        url(`the config file ${path} is not JSON`),
      );
    });
  });
  await t.step("the members of a config file", async () => {
    const config = { urlTemplate: 1, timeout: 5, maxRetries: "x", bogus: 1, headers: "x" };
    await withFile(JSON.stringify(config), (path) => {
      assertEquals(problems([`url=config=${path}`]), [
        ...url(`unknown configuration key: "bogus"`),
        ...url("headers must be an object of texts"),
        ...url("urlTemplate must be a text"),
        ...url("urlTemplate is required"),
        ...url("timeout must be a text"),
        ...url("invalid maxRetries: expected integer"),
      ]);
    });
  });
  await t.step("the environment", () => {
    assertEquals(problems([URL_TEXT], { K6_SECRET_SOURCE_URL_TIMEOUT: "zz", K6_SECRET_SOURCE_URL_MAX_RETRIES: "-1" }), [
      ...url("invalid timeout: it must be a duration such as 30s"),
      ...url("maxRetries must be non-negative"),
    ]);
  });
});

async function redacting(...secrets: string[]): Promise<SecretVault> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, secrets.map((secret, index) => `${index}=${secret}`).join("\n"));
    const vault = open([`file=${path}`]);
    for (const index of secrets.keys()) await vault.answer(undefined, String(index));
    return vault;
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("what was fetched is struck out, wherever it stands", async (t) => {
  const cases: [name: string, secrets: string[], text: string, redacted: string][] = [
    ["within words", ["alpha"], "xalphax alpha", "x***SECRET_REDACTED***x ***SECRET_REDACTED***"],
    ["letters as they are", ["alpha"], "Alpha", "Alpha"],
    ["special characters", ["a.*(b)$&"], "<a.*(b)$&> axb", "<***SECRET_REDACTED***> axb"],
    ["the longer one first", ["abc", "abcdef"], "abcdef abc", "***SECRET_REDACTED*** ***SECRET_REDACTED***"],
    ["in JSON", [`say "hi"\\`], JSON.stringify({ a: `say "hi"\\` }), `{"a":"***SECRET_REDACTED***"}`],
    ["in a URL", ["a b/c"], "http://x/?q=a%20b%2Fc", "http://x/?q=***SECRET_REDACTED***"],
    ["an empty one is none", [""], "text", "text"],
  ];
  for (const [name, secrets, text, redacted] of cases) {
    await t.step(name, async () => assertEquals((await redacting(...secrets)).redact(text), redacted));
  }
  await t.step("nothing before it is fetched", () => assertEquals(open(["mock=a=alpha"]).redact("alpha"), "alpha"));
});

Deno.test("a guarded log sees no secret in any part of a record", async () => {
  const seen: LogRecord[] = [];
  const vault = await redacting("alpha");
  const host = vault.guard({ log: (record: LogRecord) => void seen.push(record), other: () => "alpha" });
  const record = {
    level: "error",
    message: "alpha!",
    time: 1,
    fields: { hint: "the alpha" },
    detail: "> alpha",
  } as const;
  host.log(record);
  const secret = "***SECRET_REDACTED***";
  assertEquals(seen, [{ ...record, message: `${secret}!`, fields: { hint: `the ${secret}` }, detail: `> ${secret}` }]);
  assertEquals(host.other(), "alpha");
});
