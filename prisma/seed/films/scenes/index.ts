import { heroFilms } from "./hero.ts";
import type { Film, Still } from "./kit.ts";
import { led, wide } from "./kit.ts";
import { drawFamily, landFilms } from "./land.ts";
import { roadFilms } from "./road.ts";
import { drawTogetherLed, thingFilms } from "./things.ts";

export const films: readonly Film[] = [...roadFilms, ...landFilms, ...thingFilms, ...heroFilms];

export const stills: readonly Still[] = [
  { file: "family.jpg", size: wide, draw: () => drawFamily(8) },
  { file: "together-led.jpg", size: led, draw: drawTogetherLed },
];
