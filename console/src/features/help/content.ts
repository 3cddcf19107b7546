/*
 * What each page is for and how its daily work is done, in the words that stand on its buttons. One entry a page, both
 * languages; the drawer, the help page and nothing else read it.
 */
export interface Task {
  title: string;
  steps: readonly string[];
}
export interface Guide {
  about: string;
  tasks: readonly Task[];
  /** What words and marks of this page mean. */
  words: readonly (readonly [word: string, meaning: string])[];
}
export type Topic = "home" | "media" | "playlists" | "entries" | "emergency" | "rollout" | "screens" | "alarms" | "reports" | "campaigns" | "wall" | "system";
export const topics: readonly Topic[] = ["home", "media", "playlists", "entries", "emergency", "rollout", "screens", "alarms", "reports", "campaigns", "wall", "system"];

export const zh: Record<Topic, Guide> = {
  home: {
    about: "回答一个问题：现在是不是都在播。每个数字都能点开，看到是哪些屏幕、哪些素材。",
    tasks: [
      { title: "每天早上看一眼", steps: ["看第一行：该播多少块，正常多少块，要留意的有几块", "点红色的数字，逐块处理", "看“今天播放”：条次和昨天同一时间比有没有掉下来"] },
      { title: "有素材等审核", steps: ["点“待审核”里的“去审核”", "审核员看不到“审核”时，找管理员开通“审核员”角色"] },
    ],
    words: [
      ["在线", "播放端现在连着服务器"],
      ["离线", "以前连过，现在没连上；车熄火、没信号都会离线，照样播已下载的内容"],
      ["未上线", "已配对，但还没连上来过"],
      ["未配对", "只登记了屏幕，还没有播放端"],
    ],
  },
  media: {
    about: "影片和图片都在这里。上传后由另一位审核员通过，才能进播放列表、上屏幕。",
    tasks: [
      { title: "上传", steps: ["点“上传素材”，或把文件拖进页面，可一次拖多个", "填标题、级别（国、省、市、县）和联系人", "断网会自动续传；关掉页面后重新选同一个文件也接着传"] },
      { title: "审核", steps: ["点“逐个审核”，左边是等得最久的", "看完按 A 通过，按 R 驳回；驳回要选或写理由，提交人会看到", "10 秒内可以撤销"] },
      { title: "被驳回了", steps: ["打开素材看理由，点“修改，重新送审”：改标题、级别、联系人、有效期，保存后自动回到审核队列", "运维员和审核员也能改：只限本单位上传、还没通过的；审核员只改自己上传的", "要换画面或声音：改好后重新上传"] },
      { title: "改标题、级别、有效期", steps: ["打开素材，点“修改”；已通过的由排期员改", "保存后要从第一步重新审核，通过之前不播放；排期员只把有效期缩短的不用"] },
    ],
    words: [
      ["转码中", "原文件浏览器播不了，正在转成能播的"],
      ["待审核", "等审核员看；要求多步审核时显示第几步"],
      ["已驳回", "打开能看到理由；本单位自己改好，保存就重新送审"],
      ["7 天内到期", "过了有效期就不再播放，提前一周在这里找出来"],
      ["指纹", "文件内容的摘要；审核只对这份内容有效，换文件要重审"],
    ],
  },
  playlists: {
    about: "把通过审核的素材排成顺序，屏幕按这个顺序循环。",
    tasks: [
      { title: "新建播放列表", steps: ["点“新建播放列表”，起个名字", "从右边挑素材，拖动调整顺序；键盘用空格拿起、方向键移动", "图片可以单独设停留几秒", "看总长和胶片，保存"] },
      { title: "有素材变红", steps: ["红色表示这条现在不会播：未通过、被撤下或过期", "换一条，或等它审核通过"] },
    ],
    words: [
      ["胶片", "每格一条素材，宽度就是时长"],
      ["用在", "哪些排期在用；正在用的播放列表不能删除"],
    ],
  },
  entries: {
    about: "决定什么时候、哪些屏幕、播哪个播放列表、占多少时间。保存前就能看到会播成什么样。",
    tasks: [
      { title: "新建排期", steps: ["点“新建排期”，选播放列表", "选目标：全部、某类、某单位、分组或单块屏幕，可以排除个别屏幕", "选日期、时段和占比；右边同时显示会挤掉谁、最多还能给多少", "保存后马上下发"] },
      { title: "查某块屏幕某一分钟播什么", steps: ["点“此刻播什么”", "选屏幕、日期和时间", "每条排期都写着为什么播、为什么不播"] },
      { title: "挪动和改长短", steps: ["在时间轴上拖动色块，或按方向键一次移一刻钟", "放下后会先检查；做错了点“撤销”"] },
      { title: "复制到别的日期", steps: ["在列表里勾选排期，点“复制到…”", "选开始日期，检查后保存"] },
    ],
    words: [
      ["常规", "按占比轮着播"],
      ["独占插播", "这段时间只播它，比如 6 月 26 日的专题"],
      ["垫片", "没有别的可播时播它，屏幕不会黑"],
      ["占比", "占这块屏幕播放时间的多少，任何时刻都守住，误差不超过一条素材"],
    ],
  },
  emergency: {
    about: "马上让屏幕播指定内容，压过一切排期。",
    tasks: [
      { title: "发紧急插播", steps: ["点右上角“紧急插播”", "选播放列表、目标和多少分钟", "看清确认框里写的屏幕数，再确认"] },
      { title: "提前停止", steps: ["在页面顶部红条上点“停止”", "到时间会自己结束，断网的屏幕也会"] },
    ],
    words: [["同一秒", "在线的屏幕会在一秒左右切换；离线的上线后再判断还在不在时间内"]],
  },
  rollout: {
    about: "新节目到了每块屏幕的哪一步。保存排期就自动下发，这里看进度、催一催。",
    tasks: [
      { title: "改完排期看下发", steps: ["看上面的计数：已是最新、下载中、待上线下发、可能过期、离线、异常", "点一个状态，只看这些屏幕", "急用时点“一键下发”，在线的屏幕马上检查新节目"] },
      { title: "活动开始前", steps: ["看“开播前准备”：每个活动有多少屏幕已经存好文件", "没存好的点进去，联系车队让车通电联网"] },
    ],
    words: [
      ["已是最新", "最新节目已在屏幕上，播着或接着就播"],
      ["下载中", "正在取新节目，旧的照播"],
      ["待上线下发", "不在线，上线后自动更新"],
      ["可能过期", "离线超过一天，播的是旧节目"],
      ["离线", "不在线，节目已是最新"],
      ["异常", "下载失败，打开屏幕看原因"],
    ],
  },
  screens: {
    about: "每块屏幕在播什么、连没连上、缓存和时钟怎么样，都在这里。",
    tasks: [
      { title: "批量登记", steps: ["点“导入”，下载模板", "按模板填车牌、线路、单位、分辨率，上传", "先看预览：哪几行新增、修改、有错；有错的按提示改好再传", "点“导入”一次写入，随后可打印二维码；表格大时看进度条，写完之前点“停止”就什么都没写"] },
      { title: "给一块屏幕装播放端", steps: ["在车上的盒子打开播放端网址，屏幕出现 8 位码", "在屏幕上点“配对”，输入这 8 位码", "或扫打印好的二维码，一码一车，只能用一次"] },
      { title: "远程处理", steps: ["打开屏幕，点“指令”：截图、识别（屏幕上用大字显示名称）、静音、重启播放端、清空缓存", "离线的屏幕上线后执行，一小时内有效", "多选后可以对一批屏幕同时操作"] },
      { title: "换车、换线路", steps: ["打开屏幕，点“修改”", "以前的播放记录仍算在原来的单位和线路"] },
    ],
    words: [
      ["已是最新", "最新节目已在屏幕上，断网也能播"],
      ["下载中", "正在取新节目，旧的照播"],
      ["待上线下发", "不在线，上线后自动更新"],
      ["可能过期", "离线超过一天，播的是旧节目"],
      ["离线", "不在线，节目已是最新"],
      ["异常", "下载失败，打开看原因"],
      ["时钟：已校时 / 沿用 / 估计", "估计时播放时间有误差范围，排期按最可信的时间走"],
    ],
  },
  alarms: {
    about: "要人去看的事，都在一张单子上；处理好会自己消除。",
    tasks: [
      { title: "认领一条告警", steps: ["勾选，点“确认”，可以写一句处理情况", "确认不等于解决：问题还在时它留在单子上"] },
      { title: "发到邮箱或别的系统", steps: ["系统 → 告警设置", "填收件人或网址，点“试发”看真实结果"] },
    ],
    words: [
      ["离线", "运营时间内该在线却没消息；公交和班车熄火不算，24 小时没消息才算"],
      ["下载停滞", "在线但很久没有进展"],
      ["未达计划", "开着机，播的条次明显少于计划"],
      ["台账冲突", "两台设备用了同一份存储，可能是克隆了存储卡"],
    ],
  },
  reports: {
    about: "播了多少、在哪播的、该播多少、差在哪，以及这些数字有多完整。",
    tasks: [
      { title: "出一份统计", steps: ["选日期、单位、线路、级别或宣传活动", "选按什么汇总：单位、屏幕、线路、素材、日期、小时…", "点“Excel”或“CSV”下载，数字和页面一致；也可以打印"] },
      { title: "给外单位看", steps: ["在统计或“逐屏看”里点“分享”，设到期日", "对方打开链接只能看这一份，不用登录；随时可以撤销"] },
    ],
    words: [
      ["条次", "完整播完一次算一条"],
      ["中断", "播到一半断电等；不计入条次"],
      ["未出车", "那天没开机，不算故障"],
      ["待上传", "已经播了，记录还在屏幕上，联网后补传"],
      ["缺失", "台账编号有缺口，能说出缺几条"],
      ["完成率", "完整播放 ÷ 计划"],
    ],
  },
  campaigns: {
    about: "一次宣传活动：日期、指标、参加单位、截止时间，最后一份能盖章的工作总结。",
    tasks: [
      { title: "开始前", steps: ["新建活动，选排期和参加单位，填每屏每天指标", "看“开播前准备”：多少屏幕已经存好文件"] },
      { title: "进行中", steps: ["看各乡镇、各单位的进展", "单位在截止前提交自己的文字、图片、链接"] },
      { title: "结束后", steps: ["截止前 24 小时自动出草稿，每小时更新", "到期日 9:00 自动结账，或手动“结账”", "下载工作总结（Word）和材料包；以后到的数据用“补充报告”"] },
    ],
    words: [
      ["结账", "数字从此不变，并带上当时的完整程度"],
      ["覆盖人次", "只能人工填写，报告里注明是估计"],
    ],
  },
  wall: {
    about: "指挥室墙上的大屏：在线情况、今天的条次、各乡镇进展、告警，五米外看得清。",
    tasks: [{ title: "上墙", steps: ["打开“大屏”，动一下鼠标，点“生成大屏链接”，设到期日", "在大屏电脑上打开这个链接，按 F11 全屏：不用登录，一直挂着", "断网会自己重连，内容自动翻页；链接随时可以撤销"] }],
    words: [],
  },
  system: {
    about: "单位、用户、日志和全系统的设置。",
    tasks: [
      { title: "新建用户", steps: ["用户 → 新建用户，选角色和单位", "把只显示一次的密码当面或电话告诉本人", "本人第一次登录要改密码"] },
      { title: "有人离职", steps: ["用户 → 更多 → 停用，他会马上退出"] },
      { title: "审计", steps: ["操作日志可按日期、人、对象查，可导出", "点“校验日志”，证明没有被改动；把摘要抄在别处留存"] },
      { title: "等保二级", steps: ["安全 → 预设选“等保二级”，保存"] },
    ],
    words: [
      ["排期员", "排期、播放列表、素材和屏幕"],
      ["审核员", "审核素材；不能审自己上传的"],
      ["运维员", "管屏幕，看统计；上传素材，通过之前可以自己改"],
    ],
  },
};

export const en: Record<Topic, Guide> = {
  home: {
    about: "Answers one question: is everything playing? Each figure opens the list behind it.",
    tasks: [
      { title: "A look in the morning", steps: ["Read the first line: how many should play, how many do, how many want a look", "Open the red figure and deal with each screen", "Compare today's plays with yesterday at this hour"] },
      { title: "Films wait for review", steps: ["Press “Review” under “Waiting for review”", "Without that link, ask your administrator for the reviewer's role"] },
    ],
    words: [
      ["Online", "the player is connected now"],
      ["Offline", "it was connected before; it goes on playing what it holds"],
      ["Never seen", "paired, but never connected"],
      ["Not paired", "a screen without a player"],
    ],
  },
  media: {
    about: "Films and pictures. Another person must approve them before any screen may show them.",
    tasks: [
      { title: "Upload", steps: ["Press “Upload” or drop files on the page", "Give each a title, a level and a contact", "A broken upload goes on by itself; choose the same file again after closing the page"] },
      { title: "Review", steps: ["Press “Review” with the number waiting; the longest wait is first", "A approves, R returns with a reason that the uploader sees", "Undo within 10 seconds"] },
      { title: "When it was returned", steps: ["Open it to see why, press “Edit and send again”: change title, level, contact or validity; saving puts it back into the queue", "Operators and reviewers may too: what their own unit sent in, until it is approved; reviewers only what they uploaded", "For another picture or sound upload the mended file"] },
      { title: "Change title, level, validity", steps: ["Open it, press “Edit”; schedulers change what is approved", "It is reviewed anew from the first step; only a scheduler's shorter validity keeps the approval"] },
    ],
    words: [
      ["Being converted", "browsers cannot play the original; it is being made playable"],
      ["Waits for review", "a reviewer has to see it"],
      ["Returned", "open it to see why; its unit mends it and saving sends it again"],
      ["Expire in 7 days", "not shown any more afterwards"],
      ["Fingerprint", "the approval is for exactly these bytes"],
    ],
  },
  playlists: {
    about: "Approved media in an order that screens loop.",
    tasks: [
      { title: "Make one", steps: ["Press “Add playlist” and name it", "Pick media and drag them into order; with keys: space, arrows", "Give pictures their seconds", "Save"] },
      { title: "A red item", steps: ["It will not play: not approved, withdrawn or expired", "Replace it or wait for its approval"] },
    ],
    words: [
      ["Film strip", "one cell an item, as wide as it is long"],
      ["Used in", "entries that use it; a list in use cannot be deleted"],
    ],
  },
  entries: {
    about: "When, where, which playlist, and how much of the time. You see the outcome before saving.",
    tasks: [
      { title: "Make an entry", steps: ["Press “Add entry”, choose the playlist", "Choose targets: all, a kind, a unit, a group, single screens; exclude some", "Choose dates, dayparts and share; beside it stands what it displaces", "Save: it goes out at once"] },
      { title: "What plays at a minute", steps: ["Open “Now playing”", "Choose screen, date and time", "Each entry says why it plays or not"] },
      { title: "Move and resize", steps: ["Drag a bar, or use the arrow keys by quarter hours", "It is checked first; “Undo” takes it back"] },
      { title: "Copy to other dates", steps: ["Tick entries in the list, “Copy to…”", "Choose the first day, check, save"] },
    ],
    words: [
      ["Regular", "shares the time"],
      ["Takeover", "plays alone while it is active"],
      ["Default", "plays when nothing else may"],
      ["Share", "kept at every moment to within one item"],
    ],
  },
  emergency: {
    about: "Shows something at once, above everything.",
    tasks: [
      { title: "Send one", steps: ["Press “Emergency” at the top", "Choose playlist, targets, minutes", "Read how many screens it names, then confirm"] },
      { title: "Stop it", steps: ["Press “Stop” in the red banner", "It ends by itself, also on screens without network"] },
    ],
    words: [["Same second", "connected screens change within about a second"]],
  },
  rollout: {
    about: "How far the newest programme has come on each screen. Saving an entry sends it out; here you watch it and hurry it.",
    tasks: [
      { title: "After a change", steps: ["Look at the counts: up to date, downloading, waiting offline, perhaps outdated, offline, trouble", "Press one to see only those", "“Publish now” has connected screens look at once"] },
      { title: "Before a campaign", steps: ["“Ready before day one” says how many screens hold their files", "Open those that do not and have them switched on"] },
    ],
    words: [
      ["Up to date", "the newest programme is on the screen"],
      ["Downloading", "the old programme plays on"],
      ["Waiting offline", "updates when it is back"],
      ["Perhaps outdated", "offline for more than a day with an older programme"],
      ["Offline", "offline with the newest programme"],
      ["Trouble", "the download failed; open the screen"],
    ],
  },
  screens: {
    about: "What each screen plays, whether it is connected, its storage and its clock.",
    tasks: [
      { title: "Add many", steps: ["“Import”, download the template", "Fill it in and upload it", "Look at the preview: added, changed, wrong rows", "Import at once, then print the QR sheet; “Stop” until all is written leaves nothing"] },
      { title: "Give a screen its player", steps: ["Open the player's address on the box: 8 characters appear", "Press “Pair” at the screen and type them", "Or scan its printed code, which works once"] },
      { title: "From afar", steps: ["Open the screen, “Commands”: screenshot, identify, mute, reload, clear cache", "Offline ones run it when they are back, within an hour", "Select several to command them together"] },
      { title: "Another unit or line", steps: ["Open it, “Edit”", "Earlier plays stay with the earlier unit and line"] },
    ],
    words: [
      ["Up to date", "the newest programme is on the screen, and plays without a network"],
      ["Downloading", "the old programme plays on"],
      ["Waiting offline", "updates when it is back"],
      ["Perhaps outdated", "offline for more than a day with an older programme"],
      ["Offline", "offline with the newest programme"],
      ["Trouble", "the download failed; open it to see why"],
      ["Clock: Set / Carried on / Estimated", "estimated times have bounds"],
    ],
  },
  alarms: {
    about: "What somebody must look at, in one list; it clears by itself once it is over.",
    tasks: [
      { title: "Take one", steps: ["Tick it, “Acknowledge”, with a note if you like", "It stays while the trouble lasts"] },
      { title: "By mail or to another system", steps: ["System → Alarm settings", "Fill in and press “Send a test”"] },
    ],
    words: [
      ["Offline", "silent within its operating hours; buses count after 24 hours"],
      ["Download stuck", "online without progress"],
      ["Plan missed", "powered on, yet clearly fewer plays than planned"],
      ["Ledger conflict", "two boxes with one storage: perhaps a cloned card"],
    ],
  },
  reports: {
    about: "What was shown, where, against the plan, why it differs, and how complete it all is.",
    tasks: [
      { title: "Make a report", steps: ["Choose days, unit, line, level or campaign", "Choose what to group by", "Export XLSX or CSV: the same figures; or print"] },
      { title: "Show it to others", steps: ["“Share”, on the report or screen by screen, with an end date", "The link shows this one report without a sign-in; revoke it any time"] },
    ],
    words: [
      ["Plays", "shown to the end"],
      ["Cut short", "cut by power or the like; not counted"],
      ["Never on", "was not powered on that day; no fault"],
      ["Waiting to be sent", "shown, the record is still on the screen"],
      ["Missing", "numbers wanting in the ledger"],
      ["Completion", "delivered ÷ planned"],
    ],
  },
  campaigns: {
    about: "Dates, target, units, deadline, and a summary to sign.",
    tasks: [
      { title: "Before", steps: ["Make the campaign: entries, units, target", "Look at readiness: which screens hold their files"] },
      { title: "During", steps: ["Follow the standing of each unit", "Units add their own text, pictures and links until the deadline"] },
      { title: "After", steps: ["A draft appears 24 hours before and is refreshed hourly", "It closes at 09:00 of the due day, or by hand", "Download the document and the package; what comes later makes an addendum"] },
    ],
    words: [
      ["Closed", "figures never change again"],
      ["Audience", "typed in by staff and marked as an estimate"],
    ],
  },
  wall: {
    about: "For the command room: online, plays today, townships, alarms; readable from five metres.",
    tasks: [{ title: "Put it up", steps: ["Open “Wall”, move the mouse, press “Make a link to this wall”, with an end date", "Open that link on the wall's computer and press F11: no sign-in, for as long as it lasts", "It reconnects and turns its pages by itself; the link can be revoked any time"] }],
    words: [],
  },
  system: {
    about: "Units, users, logs and settings of the whole system.",
    tasks: [
      { title: "Add a user", steps: ["Users → Add, choose role and unit", "Tell the password shown once to that person", "It is changed at the first sign-in"] },
      { title: "Somebody leaves", steps: ["Users → more → Disable: signed out at once"] },
      { title: "Audit", steps: ["Filter the log by day, person, thing; export it", "“Verify the log” proves that nothing was changed; write its hash down elsewhere"] },
      { title: "MLPS level 2", steps: ["Security → preset “MLPS level 2”, save"] },
    ],
    words: [
      ["Scheduler", "entries, playlists, media, screens"],
      ["Reviewer", "reviews media, not their own"],
      ["Operator", "screens and reports"],
    ],
  },
};
