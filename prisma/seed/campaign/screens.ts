import type { DemoGroup, DemoScreen, DemoSettings } from "./types.ts";

/** Plates are made up. The first two digits after 湘D· are the line. */
const busPlates: readonly (readonly [line: number, plates: readonly string[]])[] = [
  [1, ["0103D", "0107D"]],
  [2, ["0205D"]],
  [3, ["0301D", "0308D", "0318D", "0326D"]],
  [4, ["0402D"]],
  [5, ["0506D", "0511D"]],
  [6, ["0605D", "0618D"]],
  [7, ["0704D"]],
  [8, ["0809D"]],
  [9, ["0903D", "0912D"]],
];

const coaches: readonly (readonly [plate: string, end: string])[] = [
  ["A1952", "衡阳"],
  ["A1960", "衡阳"],
  ["A2017", "界牌"],
  ["A2031", "渣江"],
  ["A2046", "渣江"],
  ["A2108", "金兰"],
  ["A2115", "金兰"],
  ["A2139", "洪市"],
  ["A2204", "三湖"],
  ["A2226", "曲兰"],
  ["A2253", "台源"],
  ["A2281", "库宗桥"],
];

const walls: readonly (readonly [key: string, unitKey: string, place: string, widthPx: number, heightPx: number])[] = [
  ["zhengyang-square", "led-operator", "西渡镇蒸阳广场", 960, 320],
  ["xidu-station", "led-operator", "西渡镇汽车总站", 1280, 720],
  ["county-hall", "led-operator", "西渡镇政务服务中心", 1920, 1080],
  ["zhajiang-square", "zhajiang", "渣江镇文化广场", 960, 320],
  ["jinlan-market", "jinlan", "金兰镇集贸市场", 960, 320],
  ["goulou-hall", "goulou", "岣嵝乡政府门口", 768, 256],
  ["jiepai-culture", "jiepai", "界牌镇文化站", 960, 320],
  ["yanpi-square", "yanpi", "演陂镇文体广场", 1280, 720],
];

const buses: DemoScreen[] = busPlates.flatMap(([line, plates]) =>
  plates.map((plate) => ({
    key: `bus-${plate.toLowerCase()}`,
    unitKey: "bus-company",
    kind: "bus",
    name: `${line}路 湘D·${plate}`,
    plate: `湘D·${plate}`,
    line: `${line}路`,
    place: null,
    widthPx: 1280,
    heightPx: 720,
    tags: ["16:9", "城区"],
  })),
);

const longDistance: DemoScreen[] = coaches.map(([plate, end]) => ({
  key: `coach-${plate.toLowerCase()}`,
  unitKey: "coach-company",
  kind: "coach",
  name: `西渡—${end} 湘D·${plate}`,
  plate: `湘D·${plate}`,
  line: `西渡—${end}`,
  place: null,
  widthPx: 1280,
  heightPx: 720,
  tags: ["16:9", end === "衡阳" ? "城际" : "乡镇"],
}));

const led: DemoScreen[] = walls.map(([key, unitKey, place, widthPx, heightPx]) => ({
  key: `led-${key}`,
  unitKey,
  kind: "led",
  name: place,
  plate: null,
  line: null,
  place,
  widthPx,
  heightPx,
  tags: [widthPx === heightPx * 3 ? "3:1" : "16:9", place.startsWith("西渡镇") ? "城区" : "乡镇"],
}));

export const screens: readonly DemoScreen[] = [...buses, ...longDistance, ...led];

const tagged = (list: readonly DemoScreen[], tag: string): string[] => list.filter((screen) => screen.tags.includes(tag)).map((screen) => screen.key);

/** Groups of screens that an entry can be bound to where kind and unit do not say it. */
export const groups: readonly DemoGroup[] = [
  { key: "led-3-1", name: "LED 大屏 3:1", unitKey: "hengyang-county", screenKeys: tagged(led, "3:1") },
  { key: "led-16-9", name: "LED 大屏 16:9", unitKey: "hengyang-county", screenKeys: tagged(led, "16:9") },
  { key: "township-coaches", name: "乡镇客运班线", unitKey: "hengyang-county", screenKeys: tagged(longDistance, "乡镇") },
];

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const keysOf = (kind: DemoScreen["kind"]) => screens.filter((screen) => screen.kind === kind).map(({ key }) => key);

/**
 * How some screens are set up. The first bus is left as it is: a visitor plays it, and who opens it at night is to see
 * films, not the black of closed hours.
 */
export const settings: DemoSettings[] = [
  { screenKeys: [...keysOf("bus").slice(1), ...keysOf("led")], set: { operatingHours: [{ days: everyDay, from: "06:00", to: "22:00" }] } },
  { screenKeys: keysOf("led"), set: { brightness: [{ days: everyDay, from: "18:30", to: "06:30", percent: 60 }] } },
  { screenKeys: ["led-zhengyang-square"], set: { viewport: { x: 0, y: 0, widthPx: 960, heightPx: 320 } } },
];
