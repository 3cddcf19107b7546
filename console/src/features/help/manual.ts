interface Part {
  heading: string;
  lines: readonly string[];
}
export interface ManualText {
  title: string;
  /** What stands on each sheet of A4. */
  sheets: readonly (readonly Part[])[];
}

export const manualZh: ManualText = {
  title: "一路 · 操作手册（两页）",
  sheets: [
    [
      { heading: "一、登录", lines: ["用 Chrome、Edge 或 360 极速模式打开控制台网址", "第一次用管理员给的密码登录，马上改成自己的", "长时间不操作会先提醒、再退出；没保存的内容留在页面上", "输错多次会锁定一段时间，急用找本单位管理员重置"] },
      { heading: "二、登记屏幕", lines: ["屏幕 → 导入，下载模板，填车牌、线路、单位、分辨率", "上传后先看预览，有错的行按提示改好再传", "导入后生成二维码，打印，一车一张", "盒子开机扫码（或输入屏幕上的 8 位码），就连上了"] },
      { heading: "三、上传与审核", lines: ["素材 → 上传，选级别（国、省、市、县），填联系人", "审核员点“逐个审核”，逐条看：A 通过，R 驳回并写理由", "自己上传的要由别人审；被驳回的自己改好再送审，改了都要重审"] },
      { heading: "四、播放列表", lines: ["播放列表 → 新建，挑素材，拖动排序", "图片设停留秒数；红色的条目不会播，换掉它"] },
      { heading: "五、排期", lines: ["排期 → 新建，选播放列表、目标、日期、时段、占比", "看右边：会挤掉谁、最多还能给多少，再保存", "当天专题用“独占插播”；空闲时播“垫片”", "不放心就点“此刻播什么”，任选一块屏幕、任意一分钟"] },
      { heading: "六、下发情况", lines: ["打开“下发”，看每块屏幕：已是最新、下载中、待上线下发、可能过期、离线、异常", "“待上线下发”的，上线后自己更新，不用人管"] },
    ],
    [
      { heading: "七、紧急插播", lines: ["右上角“紧急插播”，选内容、目标、分钟数", "确认框写明多少块屏幕，核对后确认", "要提前停：页面顶部红条点“停止”"] },
      { heading: "八、每天巡查", lines: ["首页看“要留意”，逐块打开", "告警页：确认并写处理情况，好了会自己消除", "屏幕打开后可以立即截图，看真实画面", "先远程“重启播放端”，不行再派人"] },
      { heading: "九、常见情况", lines: ["车熄火显示离线，是正常的；24 小时没消息才告警", "没信号照样播，记录存在盒子里，有网后补传", "断电不丢已播完的记录；正在播的记为“中断”", "屏幕只剩单位名：还没有可播的内容，检查排期和审核", "时钟“估计”：盒子没对上时间，联网几分钟就好"] },
      { heading: "十、播放统计", lines: ["播放统计选日期和范围，按单位、线路、素材汇总", "“未出车”不算故障；“待上传”的联网后补上", "下载的 Excel 和页面一致；可打印", "给外单位看用“分享”，有到期日，可撤销"] },
      { heading: "十一、活动与总结", lines: ["宣传活动 → 新建：日期、每屏每天指标、参加单位、截止时间", "开始前看准备情况，进行中看各单位进展", "各单位在截止前提交文字、图片、链接", "到期自动结账；下载工作总结（Word）和材料包", "结账后到的数据：补充报告"] },
      { heading: "十二、管理员", lines: ["新用户：系统 → 用户 → 新建；离职的停用", "安全策略可选“等保二级”", "日志每月校验一次，把末条摘要抄在纸上", "每周检查备份能不能恢复（命令见安装说明）"] },
    ],
  ],
};

export const manualEn: ManualText = {
  title: "Yilu · the manual (two pages)",
  sheets: [
    [
      { heading: "1 Sign in", lines: ["Open the console's address in Chrome or Edge", "Sign in with the password you were given and change it", "When idle you are warned, then signed out; what you typed stays", "Wrong passwords lock the account for a while"] },
      { heading: "2 Screens", lines: ["Screens → Import, fill in the template", "Look at the preview, correct wrong rows", "Print the QR sheet, one card a vehicle", "Scan it on the box, or type the 8 characters it shows"] },
      { heading: "3 Upload and review", lines: ["Media → Upload, with level and contact", "Reviewers: A approves, R returns with a reason", "Nobody reviews their own; mend what was returned, edits are reviewed anew"] },
      { heading: "4 Playlists", lines: ["Playlists → New, pick and order", "Pictures get seconds; replace red items"] },
      { heading: "5 Schedule", lines: ["Schedule → New: playlist, targets, dates, dayparts, share", "See what it displaces before saving", "A takeover plays alone; the default fills", "“Now playing”: any screen, any minute"] },
      { heading: "6 Roll-out", lines: ["Roll-out shows how far each screen has come", "Offline ones update when they are back"] },
    ],
    [
      { heading: "7 Emergency", lines: ["“Emergency” at the top: content, targets, minutes", "Check how many screens it names", "“Stop” in the red banner ends it"] },
      { heading: "8 Every day", lines: ["Home: open what wants a look", "Alarms: acknowledge with a note", "Take a screenshot of a screen", "Reload from afar before sending somebody"] },
      { heading: "9 Good to know", lines: ["A parked bus is offline: normal", "Without network it plays on and sends later", "A power cut loses no finished play", "Only the unit's name on a screen: nothing may play there", "Clock “Estimated”: wait until it is connected"] },
      { heading: "10 Reports", lines: ["Choose days, scope and grouping", "Not on duty is no fault", "Exports equal the page", "Share by a link that ends"] },
      { heading: "11 Campaigns", lines: ["Dates, target, units, deadline", "Readiness before, standing during", "Units contribute until the deadline", "It closes by itself; download the summary", "Later data: an addendum"] },
      { heading: "12 Administrators", lines: ["Add users; disable who leaves", "Security: preset MLPS level 2", "Verify the log monthly, write its hash down", "Check that the backup restores"] },
    ],
  ],
};
