/** `npm run verify-audit`: whether anybody changed, removed or slipped in an entry of the audit log. Exit code 1 if so. */
import { config } from "dotenv";
import { systemClock } from "./clock.ts";
import { parseEnv } from "./env.ts";
import { verifyAudit } from "./server.ts";

config({ quiet: true });
const { ok, entries, unchained, head, broken } = await verifyAudit(parseEnv(process.env), systemClock);
console.log(`日志 ${entries} 条（另有 ${unchained} 条早于校验），末条摘要\n${entries} entries (${unchained} from before the chain), head\n  ${head}`);
if (ok) console.log("完整，没有被改动\nThe chain holds");
else {
  const place = broken?.id === null || broken?.id === undefined ? "末尾 / the end" : `#${broken.id}`;
  console.log(`不完整：${place} ${broken?.why ?? ""}\nBroken at ${place}: ${broken?.why ?? ""}. 保留现场，备份数据库后交审计人员 / keep everything as it is, back up the database, tell your auditor`);
  process.exitCode = 1;
}
