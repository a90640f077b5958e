/** Members of elements that lead somewhere: the parts of an address. In k6's notation, a protocol has no colon. */

import { words } from "./element.ts";
import { addressOf, choice, type Members, texts } from "./element_members.ts";
import { attributeOf, type ElementNode, textOf } from "./nodes.ts";

const REFERRER_POLICIES = "no-referrer no-referrer-when-downgrade same-origin origin strict-origin " +
  "origin-when-cross-origin strict-origin-when-cross-origin unsafe-url";

/** Who is told where a link was followed. */
export const REFERRER_POLICY: Members = choice("referrerPolicy", REFERRER_POLICIES, "");

/** Which requests carry credentials. */
export const CROSS_ORIGIN: Members = choice("crossOrigin", "anonymous use-credentials", undefined);

/** What a link is. */
export const RELATION: Members = { ...texts("rel"), relList: (node) => words(attributeOf(node, "rel")) };

/** The parts of an address, as texts. */
interface AddressParts {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly origin: string;
}

/** The members of `a` and `area`. */
export const HREF_MEMBERS: Members = {
  ...texts("accessKey download hrefLang target type"),
  ...REFERRER_POLICY,
  ...RELATION,
  href: addressOf("href"),
  text: textOf,
  hash: part("hash"),
  host: part("host"),
  hostname: part("hostname"),
  origin: part("origin"),
  password: part("password"),
  pathname: part("pathname"),
  port: part("port"),
  protocol: (node, { url }) => partsOf(node, url).protocol || ":",
  search: part("search"),
  username: part("username"),
};

function part(name: keyof AddressParts): Members[string] {
  return (node, { url }) => partsOf(node, url)[name];
}

const NO_PARTS: AddressParts = {
  protocol: "",
  username: "",
  password: "",
  host: "",
  hostname: "",
  port: "",
  pathname: "",
  search: "",
  hash: "",
  origin: "",
};

/** What stands in for the address of a page that has none: only the part behind it is shown. */
const NOWHERE = "http://nowhere.invalid/";

function partsOf(node: ElementNode, url: string): AddressParts {
  const text = attributeOf(node, "href");
  if (text === undefined || text === "") return NO_PARTS;
  const address = URL.parse(text, url === "" ? NOWHERE : url);
  if (address === null) return NO_PARTS;
  const { hash, search, username, password, port } = address;
  const pathname = decoded(address.pathname);
  if (address.href.startsWith(NOWHERE)) return { ...NO_PARTS, pathname, search, hash };
  return {
    protocol: address.protocol.slice(0, -1),
    username,
    password,
    host: address.host,
    hostname: address.hostname,
    port,
    pathname,
    search,
    hash,
    origin: `${address.protocol}//${address.host}`,
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
