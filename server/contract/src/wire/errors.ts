import * as z from "zod/mini";
import { bilingual, type Bilingual } from "./base.ts";

interface ErrorText {
  /** HTTP status the error travels with. */
  status: number;
  /** What happened. */
  message: Bilingual;
  /** What the reader can do about it. */
  todo: Bilingual;
}

const text = (status: number, zh: string, en: string, todoZh: string, todoEn: string): ErrorText => ({
  status,
  message: { zh, en },
  todo: { zh: todoZh, en: todoEn },
});

/** Every error the server can answer with. Codes are stable and never reused. */
export const errors = {
  invalidInput: text(400, "提交的内容不符合要求", "The input is not valid", "按字段提示改正后重新提交", "Correct the fields named and send again"),
  malformedRequest: text(400, "请求读不懂", "The request cannot be read", "检查请求正文是否为完整的 JSON", "Check that the body is complete JSON"),
  notSignedIn: text(401, "还没有登录，或登录已过期", "Not signed in, or the session has expired", "登录后再试，没保存的内容还在", "Sign in and try again; unsaved work is kept"),
  wrongCredentials: text(401, "用户名或密码不对", "Wrong user name or password", "核对后重试；忘记密码请找本单位管理员", "Check both; ask your administrator if forgotten"),
  playerTokenRefused: text(401, "播放端凭证无效或已吊销", "The player's token is unknown or revoked", "在控制台重新配对这块屏幕", "Pair this screen again in the console"),
  badOrigin: text(403, "请求来自别的网站", "The request comes from another site", "从本系统的页面操作", "Use this system's own pages"),
  forbidden: text(403, "没有这项权限", "Not permitted", "需要时请找本单位管理员开通", "Ask your administrator for the permission"),
  passwordChangeRequired: text(403, "先改密码才能继续", "The password must be changed first", "设置新密码后继续", "Set a new password to go on"),
  selfReview: text(403, "不能审核自己上传的素材", "One may not review one's own upload", "请另一位审核员处理", "Ask another reviewer"),
  stepTaken: text(403, "前面一步就是您通过的", "You approved the step before", "每一步由不同的审核员处理，请另一位审核员", "Each step is taken by another reviewer: ask one"),
  notFound: text(404, "找不到，或不在本单位范围内", "Not found, or outside your unit", "检查链接，或回到列表", "Check the link, or go back to the list"),
  pairingCodeUnknown: text(404, "没有这个配对码", "No such pairing code", "核对屏幕上显示的 8 位码", "Check the 8 characters shown on the screen"),
  linkUnknown: text(404, "没有这个入网链接", "No such enrolment link", "链接要完整；生成过新链接的，旧的就不能用了，请管理员再生成", "Use the whole link; a newer one ends it, so ask for another"),
  versionMismatch: text(409, "别人刚改过这一项", "Somebody else has just changed this", "看过新内容后再保存", "Look at the new content, then save again"),
  nameTaken: text(409, "名称已被使用", "The name is taken", "换一个名称", "Choose another name"),
  inUse: text(409, "正在使用，不能删除", "In use, so it cannot be deleted", "先从下列使用处移除", "Remove it first from the places listed"),
  hashMismatch: text(409, "审核的不是当前这份文件", "The review is about another file", "重新打开素材，看过再审核", "Open the media again and review what is there now"),
  alreadyReviewed: text(409, "已经审核过了", "Already reviewed", "刷新后查看结果", "Refresh to see the outcome"),
  alreadyPaired: text(409, "屏幕已有播放端", "The screen already has a player", "先吊销原来的播放端", "Revoke the present player first"),
  shareOverCommitted: text(409, "占比超出", "Too much airtime is reserved", "降低占比，或错开时段", "Lower the share or move the dayparts"),
  alreadyClosed: text(409, "宣传活动已经结账", "The campaign is closed", "结账后的变化用补充报告", "Use an addendum for what came later"),
  notClosed: text(409, "宣传活动还没有结账", "The campaign is not closed yet", "先结账，再出补充报告", "Close it first"),
  nothingLate: text(409, "结账之后没有新到的播放记录或材料", "Nothing has come in since the last report", "有新数据到达后再出补充报告", "Make the addendum when something has come in"),
  pastDeadline: text(409, "已过提交截止时间", "The deadline has passed", "请联系活动主办单位", "Ask whoever runs the campaign"),
  previewOutdated: text(409, "预览之后有了变化，没有导入", "Something has changed since the preview; nothing was imported", "重新预览，看过再导入", "Preview again, look, then import"),
  importStopped: text(409, "已停止，什么都没写入", "Stopped; nothing was written", "要导入就再来一次", "Start again when you want it imported"),
  pairingExpired: text(410, "配对码已过期", "The pairing code has expired", "用屏幕上的新码", "Use the new code on the screen"),
  linkUsed: text(410, "这个入网链接已经用过了", "This enrolment link has been used", "一个链接只能用一次，请管理员再生成", "A link works once; ask for another"),
  linkExpired: text(410, "这个入网链接已经过期", "This enrolment link has expired", "请管理员再生成", "Ask for another"),
  shareEnded: text(410, "分享链接已过期或被撤销", "The shared link has expired or was revoked", "请向分享者要新的链接", "Ask for a new link"),
  tooLarge: text(413, "内容太大", "The content is too large", "减小后重试", "Make it smaller and try again"),
  unsupportedContent: text(415, "内容格式不支持", "Unsupported content type", "按接口说明的格式提交", "Send the format the API states"),
  mediaRefused: text(422, "这份文件不能播放", "This file cannot be played", "按原因处理后重新上传", "Deal with the reason and upload again"),
  mediaNotApproved: text(422, "含有未通过审核的素材", "Contains media that is not approved", "先通过审核，或从列表移除", "Have it approved or take it out"),
  workbookRefused: text(422, "这份表格读不了", "This workbook cannot be read", "按原因处理后再选一次文件", "Deal with the reason, then choose the file again"),
  weakPassword: text(422, "密码太弱", "The password is too weak", "按提示的规则换一个，不含用户名、姓名和单位名", "Choose one that keeps the rule stated, without names of yours or your unit"),
  refersToMissing: text(422, "引用的内容不存在或不在本单位范围内", "Refers to something missing or outside your unit", "重新选择后保存", "Choose again and save"),
  accountLocked: text(423, "多次输错，账号已暂时锁定", "Locked for a while after failed sign-ins", "等提示的时间过后再试", "Wait for the time stated"),
  clientTooOld: text(426, "播放端版本太旧", "The player is too old for this server", "刷新播放端页面", "Reload the player page"),
  serverTooOld: text(426, "服务器版本太旧", "The server is too old for this player", "升级服务器", "Upgrade the server"),
  rateLimited: text(429, "操作太频繁", "Too many requests", "等提示的时间过后再试", "Wait for the time stated"),
  internal: text(500, "服务器出错", "The server failed", "稍后再试；仍不行请把编号告诉管理员", "Try again later; give the number to your administrator"),
  overloaded: text(503, "服务器暂时忙", "The server is busy", "稍后会自动重试", "It will be tried again"),
} as const satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof errors;
const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]]; // Object.keys widens to string; the table above is closed

export const errorCode = z.enum(codes);

/** One field that is wrong: its path ("items.0.mediaId") and why. */
export const fieldIssue = z.object({ path: z.string(), message: bilingual });
export type FieldIssue = z.infer<typeof fieldIssue>;

/** The body of every error answer (RFC 9457, application/problem+json). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: errorCode,
  message: bilingual,
  todo: bilingual,
  /** Particulars of this occurrence: the rule broken, names, the largest share that fits. */
  detail: z.optional(bilingual),
  issues: z.optional(z.array(fieldIssue)),
  /** When it makes sense to try again, in seconds. */
  retryAfterSeconds: z.optional(z.int()),
  /** Number under which the server logged it. */
  requestId: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;
