/** `npm run demo`: the whole system on demo data, in a folder of its own, with one paired player. */
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase } from "@yilu/prisma";
import { campaignDates, demoNotice, demoTimeZone } from "@yilu/prisma/seed";
import { systemClock } from "../clock.ts";
import { demoPlayers, demoState, keepDemoPlayers, markDemo, markDemoComplete, type DemoState } from "../database/demo-mark.ts";
import { parseEnv, type Env } from "../env.ts";
import { createLogger } from "../http/log.ts";
import { PlainFailure } from "../plain-failure.ts";
import { localDate } from "../features/plays/local-time.ts";
import { randomText } from "../random.ts";
import { databaseUrl, homeFolder, startServer } from "../server.ts";
import { stopOnSignals } from "../signals.ts";
import { seedAlarms } from "./alarms.ts";
import { enrolDemoPlayers, startDemoFleet } from "./fleet.ts";
import { demoPlayer, seedDemo } from "./seed.ts";

const home = homeFolder();
const say = (what: string) => console.log(`  ${what}`);

class NotADemo extends PlainFailure {}

/** The programs for the browser, built when this checkout has none yet. */
function buildPages(): void {
  for (const name of ["player", "console"]) {
    if (existsSync(join(home, name, "dist", "index.html"))) continue;
    say(`构建 ${name}（只在第一次）/ building ${name} (first time only)`);
    execFileSync("npm", ["run", "build", "-w", `@yilu/${name}`], { cwd: home, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  }
}

async function inDatabase<T>(env: Env, work: (client: ReturnType<typeof openDatabase>["client"]) => Promise<T>): Promise<T> {
  const database = openDatabase(databaseUrl(env), join(home, "prisma"));
  try {
    await database.migrate();
    return await work(database.client);
  } finally {
    await database.close();
  }
}

/** Makes sure that the data folder is the demo's own. @throws NotADemo when somebody's data are there */
async function prepare(env: Env): Promise<Extract<DemoState, { password: string }>> {
  const found = await inDatabase(env, demoState);
  if (found.state === "production") {
    throw new NotADemo(`${databaseUrl(env)}\n里面有真实数据，演示不会碰它。换一个 DATA_DIR 再来。\nholds real data, which the demo never touches. Choose another DATA_DIR.`);
  }
  if (found.state === "complete") return found;
  if (found.state === "half") {
    // An earlier start was cut short while it wrote the demo data: its folder is marked as the demo's, so it may go.
    if (env.DATABASE_URL !== undefined) throw new NotADemo("上次演示数据没写完，请换一个空的数据库\nAn earlier demo was cut short: name an empty database");
    rmSync(resolve(env.DATA_DIR), { recursive: true, force: true });
  }
  const password = `${randomText(4, "abcdefghjkmnpqrstuvwxyz")}-${randomText(4, "23456789")}-${randomText(4, "abcdefghjkmnpqrstuvwxyz")}`;
  await inDatabase(env, (client) => markDemo(client, password));
  return { state: "half", password };
}

try {
  const env = parseEnv({ DATA_DIR: "data-demo", ROOT_UNIT_NAME: "衡阳县", LOG_LEVEL: "warn", ...process.env });
  console.log(`\n一路 Yilu 演示 / demo\n  ${demoNotice.zh}\n  ${demoNotice.en}\n`);
  buildPages();
  const { state, password } = await prepare(env);
  const server = await startServer(env, createLogger(env.LOG_LEVEL), systemClock, password);
  if (state === "half") {
    say("写入演示数据 / writing demo data");
    await seedDemo(server, password, systemClock(), say);
    await inDatabase(env, markDemoComplete);
  }
  const known = await inDatabase(env, demoPlayers);
  const { screenId, screenName, token } = await demoPlayer(server, known?.visitorScreenId ?? null);
  const players = known ?? (await enrolDemoPlayers(server, screenId));
  if (known === null) {
    await inDatabase(env, (client) => seedAlarms(client, systemClock()));
    await inDatabase(env, (client) => keepDemoPlayers(client, players));
  }
  console.log(`
  播放端 player    ${server.origin}/player/?token=${token}
                   （屏幕 ${screenName}；点开就播 / plays when opened）
  控制台 console   ${server.origin}/console/
                   用户名 user: lijing（排期）, zhaomin（审核）, gongjiao（公交公司）, admin
                   密码 password: ${password}
  播放统计 report  ${server.origin}/console/reports

  另外 ${players.screens.length} 块屏由模拟器代播，它们的播放数字都是模拟的，只有你打开的那块是真的
  A simulator plays ${players.screens.length} other screens: all their figures are simulated. Only the one you open is real

  Ctrl+C 结束。数据留在 ${resolve(env.DATA_DIR)}，删掉这个文件夹就重新开始
  Ctrl+C ends it. The data stay in ${resolve(env.DATA_DIR)}: remove that folder to start afresh
`);
  const now = systemClock();
  const fleet = startDemoFleet(server.origin, home, players, campaignDates(localDate(now, demoTimeZone)).startDate, now, (plays, from) => {
    say(`${from} 以来的模拟播放记录已补写 ${plays} 条 / ${plays} simulated plays since ${from} filled in`);
    void inDatabase(env, (client) => keepDemoPlayers(client, { ...players, isPastDue: false }))
      .then(() => server.planned.workUp()) // else the reports would lack the plan of those days for ten minutes
      .catch((error: unknown) => say(String(error)));
  });
  stopOnSignals(() => fleet.stop().then(() => server.close()), say);
} catch (error) {
  console.error(error instanceof PlainFailure ? error.message : error);
  process.exit(1);
}
