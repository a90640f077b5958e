/** The source `mock`: secrets that stand in the configuration itself, for trying out scripts. */

import { KnownSecrets, type SourceKind } from "./secret_source.ts";

export const MOCK_SOURCE: SourceKind = {
  open(parts, _host, refuse) {
    const values = new Map<string, string>();
    if (parts.length === 0) refuse("it needs secrets: --secret-source=mock=KEY=VALUE,KEY2=VALUE2");
    parts.forEach(({ key, value }, index) => {
      if (key === undefined) refuse(`part ${index + 1} needs a "=" between the key and its secret`);
      else values.set(key, value);
    });
    return new KnownSecrets(values);
  },
};
