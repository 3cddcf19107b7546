import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { PowerOnService } from "../screens/power-on-service.ts";
import type { CommandsService } from "./commands-service.ts";
import type { SettingsService } from "./settings-service.ts";

export function remoteRoutes(settings: SettingsService, commands: CommandsService, power: PowerOnService): Implemented[] {
  const asks = new RateLimiterMemory({ points: 60, duration: 60 });
  return [
    implement(routes.remote.settings, ({ caller, params }) => settings.get(caller, params.id)),
    implement(routes.remote.changeSettings, ({ caller, body }) => settings.change(caller, body)),
    implement(routes.remote.send, async ({ caller, body }) => {
      await limit(asks, caller.userId);
      return commands.ask(caller, body);
    }),
    implement(routes.remote.power, ({ caller, params, query }) => power.ofScreen(caller, params.id, query.days)),
    implement(routes.remote.commands, ({ caller, params }) => commands.history(caller, params.id)),
  ];
}
