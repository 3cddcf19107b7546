import { BadEnvironment, parseEnv } from "@yilu/server/env.ts";
import { expect, it } from "vitest";

it("an empty variable counts as not set, and the defaults stand", () => {
  expect(parseEnv({ PORT: "", DATA_DIR: "" })).toMatchObject({ PORT: 3000, DATA_DIR: "data", TIME_ZONE: "Asia/Shanghai", TRUST_PROXY: false });
});

it("every bad variable is named at once, in both languages", () => {
  const start = () => parseEnv({ PORT: "abc", TIME_ZONE: "Mars/Olympus", DATABASE_URL: "mysql://x", LOG_LEVEL: "loud", TLS_CERT: "x.pem" });
  expect(start).toThrow(BadEnvironment);
  for (const said of ["PORT=abc", "TIME_ZONE=Mars/Olympus", "DATABASE_URL=mysql://x", "LOG_LEVEL=loud", "TLS_CERT, TLS_KEY", "环境变量不对", "not valid"]) expect(start).toThrow(said);
});

it("an https address behind a proxy needs the proxy's word, or nobody could stay signed in", () => {
  expect(() => parseEnv({ PUBLIC_ORIGIN: "https://yilu.example.cn" })).toThrow("TRUST_PROXY=true");
  expect(parseEnv({ PUBLIC_ORIGIN: "https://yilu.example.cn", TRUST_PROXY: "true" }).TRUST_PROXY).toBe(true);
});

it("variables of others are left alone", () => {
  expect(parseEnv({ HOME: "/root", PORTAL: "abc" })).not.toHaveProperty("HOME");
});

it("a wrong address of the mail server is named without its password", () => {
  const start = () => parseEnv({ SMTP_URL: "ftp://bell:s3cret/pass@mail.example.cn" });
  expect(start).toThrow("SMTP_URL=ftp://…@mail.example.cn");
  expect(start).not.toThrow("s3cret");
  expect(() => parseEnv({ METRICS_TOKEN: "tooshort" })).not.toThrow("tooshort");
});

it("networks of the webhook are whole and have a prefix", () => {
  expect(parseEnv({ WEBHOOK_NETWORKS: "10.0.0.0/8, fd00::/8" }).WEBHOOK_NETWORKS).toBe("10.0.0.0/8, fd00::/8");
  for (const bad of ["10.0.0.0", "10.0.0.0/33", "county.lan/8", "10.0.0.0/8,"]) expect(() => parseEnv({ WEBHOOK_NETWORKS: bad })).toThrow("WEBHOOK_NETWORKS=");
});
