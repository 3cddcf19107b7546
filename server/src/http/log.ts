import { pino, type DestinationStream, type Logger } from "pino";

const hidden = "[hidden]";

/** What must not be read in a log, wherever in a line it stands: this is the last thing that happens to each line. */
const patterns: readonly [RegExp, string][] = [
  // A secret of 43 base64url characters: tokens of players, of shared and of enrolment links, ids of sessions.
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, hidden],
  [/(yilu\.sid(?:=|\\?":\\?"))[^;,"\\\s]+/gi, `$1${hidden}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`],
  [/(\b(?:token|secret|password|passwd|pair|code|key)=)[^&\s"'\\]+/gi, `$1${hidden}`],
  [/(\b(?:postgres(?:ql)?|rediss?|smtps?|https?):\/\/[^:@/\s"]*:)[^@/\s"]+@/gi, `$1${hidden}@`],
];

/** A line of the log without secrets. */
export function scrubbed(line: string): string {
  return patterns.reduce((text, [pattern, put]) => text.replace(pattern, put), line);
}

const fields = ["authorization", "cookie", "password", "oneTimePassword", "current", "next", "token", "secret", "code", "set-cookie", "upload-metadata"].map((name) => (/^\w+$/.test(name) ? name : `["${name}"]`));
const at = (place: string): string[] => fields.map((name) => (name.startsWith("[") ? `${place}${name}` : `${place === "" ? "" : `${place}.`}${name}`));
const places = ["", "*", "req.headers", "res.headers", "req.body", "err.request"];

/**
 * The server's log: JSON, a line each, to standard output.
 * Fields that carry secrets are left out by name, and whatever looks like one is cut out of the finished line.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: places.flatMap(at), censor: hidden },
    hooks: { streamWrite: scrubbed },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
