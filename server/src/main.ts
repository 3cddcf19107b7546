import { config } from "dotenv";
import { systemClock } from "./clock.ts";
import { parseEnv } from "./env.ts";
import { createLogger } from "./http/log.ts";
import { PlainFailure } from "./plain-failure.ts";
import { startServer } from "./server.ts";
import { stopOnSignals } from "./signals.ts";

config({ quiet: true });
try {
  const env = parseEnv(process.env);
  // Whatever is written is for this server's user alone.
  process.umask(0o077);
  const logger = createLogger(env.LOG_LEVEL);
  // Its text goes through the log, which hides secrets; what was left half done is rolled back at the next start.
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "ended by an exception that nobody caught");
    process.exit(1);
  });
  const server = await startServer(env, logger, systemClock);
  console.log(`一路 Yilu\n  控制台 console  ${server.origin}/console/\n  播放端 player   ${server.origin}/player/\n  接口 API        ${server.origin}/api/docs`);
  if (server.firstSignIn) {
    const { username, password } = server.firstSignIn;
    console.log(`\n  首次登录，只显示这一次 / first sign-in, shown only now:\n    用户名 user      ${username}\n    密码 password    ${password}\n`);
  }
  stopOnSignals(() => server.close(), (message) => logger.info(message));
} catch (error) {
  console.error(error instanceof PlainFailure ? error.message : error);
  process.exitCode = 1;
}
