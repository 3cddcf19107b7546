import { isIP } from "node:net";
import * as z from "zod/mini";
import { PlainFailure } from "./plain-failure.ts";

const text = (max = 500) => z.string().check(z.minLength(1), z.maxLength(max));
const flag = z.pipe(
  z.enum(["true", "false"]),
  z.transform((value) => value === "true"),
);
const whole = (least: number, most: number) => z.coerce.number().check(z.int(), z.gte(least), z.lte(most));

/** "10.0.0.0/8" or "fd00::/8". */
function isNetwork(text: string): boolean {
  const [net = "", prefix = ""] = text.split("/");
  const version = isIP(net);
  return version !== 0 && /^[0-9]{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** Every setting of the server. The README's table is held to this by a test. */
export const settings = {
  PORT: z._default(whole(0, 65_535), 3000),
  HOST: z._default(text(), "0.0.0.0"),
  DATA_DIR: z._default(text(), "data"),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^(file:.+|postgres(ql)?:\/\/.+)$/))),
  PUBLIC_ORIGIN: z.optional(z.string().check(z.regex(/^https?:\/\/[^/\s]+$/))),
  TRUST_PROXY: z._default(flag, false),
  TLS_CERT: z.optional(text()),
  TLS_KEY: z.optional(text()),
  TIME_ZONE: z._default(
    text(64).check(
      z.refine((zone) => {
        try {
          return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
        } catch {
          return false;
        }
      }),
    ),
    "Asia/Shanghai",
  ),
  ROOT_UNIT_NAME: z._default(text(100), "全县"),
  LOG_LEVEL: z._default(z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]), "info"),
  FFMPEG_PATH: z._default(text(), "ffmpeg"),
  FFPROBE_PATH: z._default(text(), "ffprobe"),
  METRICS_TOKEN: z.optional(z.string().check(z.minLength(16), z.maxLength(200))),
  UPLOAD_GB_PER_DAY: z._default(whole(1, 100_000), 20),
  MEDIA_GB_PER_UNIT: z._default(whole(1, 1_000_000), 200),
  REQUESTS_PER_MINUTE: z._default(whole(60, 1_000_000), 1000),
  PLAY_RETENTION_DAYS: z._default(whole(180, 36_500), 400),
  DOWNLOADS_AT_ONCE: z._default(whole(1, 100_000), 64),
  DOWNLOADS_PER_ADDRESS: z._default(whole(1, 100_000), 16),
  EVIDENCE_RETENTION_DAYS: z._default(whole(180, 36_500), 400),
  SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/[^\s/]+\/?(\?\S*)?$/), z.refine((text) => URL.canParse(text)))),
  MAIL_FROM: z.optional(z.string().check(z.maxLength(200), z.regex(/^([^<>\p{Cc}]* <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u))),
  WEBHOOK_NETWORKS: z.optional(z.string().check(z.maxLength(1000), z.refine((text) => text.split(",").every((network) => isNetwork(network.trim()))))),
  OPERATING_HOURS: z._default(z.string().check(z.regex(/^([01][0-9]|2[0-3]):00-([01][0-9]|2[0-4]):00$/), z.refine((text) => text.slice(0, 5) < text.slice(6))), "00:00-24:00"),
};

/** A wrong value as it may be shown: without what signs in. */
const shown = (name: string, value = ""): string => (name === "METRICS_TOKEN" ? "…" : value.replace(/\/\/.*@/, "//…@"));

const schema = z.object(settings);
export type Env = z.infer<typeof schema>;

/** Thrown with every bad variable at once, in both languages. */
export class BadEnvironment extends PlainFailure {}

/**
 * Reads the settings. Empty variables count as not set.
 * @throws BadEnvironment naming every bad variable
 */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([name, value]) => name in settings && value !== ""));
  const result = schema.safeParse(given);
  const bad = result.success ? [] : result.error.issues.map((issue) => String(issue.path[0])).map((name) => `  ${name}=${shown(name, given[name])}`);
  if ((given["TLS_CERT"] === undefined) !== (given["TLS_KEY"] === undefined)) bad.push("  TLS_CERT, TLS_KEY: 要么都设，要么都不设 / set both or neither");
  if (given["PUBLIC_ORIGIN"]?.startsWith("https:") && given["TRUST_PROXY"] !== "true" && given["TLS_CERT"] === undefined) {
    // The sign-in cookie is for https only; without the proxy's word this server takes every request for plain http.
    bad.push("  PUBLIC_ORIGIN=https…: 前面的代理要配 TRUST_PROXY=true / the proxy in front needs TRUST_PROXY=true");
  }
  if (!result.success || bad.length > 0) {
    throw new BadEnvironment(`环境变量不对，改好后再启动（说明见 README 的设置表）:\nThese settings are not valid (see the table in the README):\n${bad.join("\n")}`);
  }
  return result.data;
}
