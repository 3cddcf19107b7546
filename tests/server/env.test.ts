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
