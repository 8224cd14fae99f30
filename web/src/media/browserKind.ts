/** Which browser's steps to show where a camera is blocked. Guessed from the user agent; a wrong guess costs a sentence. */

export type BrowserKind = "inApp" | "iosSafari" | "iosOther" | "android" | "safari" | "firefox" | "chromium";

const IN_APP = /MicroMessenger|wxwork|QQ\/|DingTalk|AlipayClient|Weibo|aweme|Lark/i;

export function browserKind(userAgent: string): BrowserKind {
  if (IN_APP.test(userAgent)) return "inApp";
  if (/iPhone|iPad|iPod/.test(userAgent)) return /CriOS|FxiOS|EdgiOS/.test(userAgent) ? "iosOther" : "iosSafari";
  if (/Android/.test(userAgent)) return "android";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrome\/|Edg\//.test(userAgent)) return "chromium";
  return "safari";
}
